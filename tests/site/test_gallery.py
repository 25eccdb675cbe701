"""The gallery's filters: what is chosen is shown, counted, kept in the address; without scripts all is listed."""

import pytest

from scripts.engine.places import ROOT

CARDS = """() => [...document.querySelectorAll(".gallery__card")].map(card => ({
  shown: card.checkVisibility(), page: card.querySelector("a[href*='#']").getAttribute("href").split("#")[0],
  verdicts: [...card.querySelectorAll(".verdict")].map(each => each.textContent.replace("check: ", "")),
}))"""
VERDICTS = {"holds", "does not hold", "depends", "not settled", "exact"}


@pytest.fixture
def gallery(browser, pages):
    context = browser.new_context()
    page = context.new_page()
    page.goto(pages["about/figures.html"].file.as_uri())
    yield page
    context.close()


def said(page):
    return page.locator(".gallery-filter output").text_content()


def shown(page):
    return [card for card in page.evaluate(CARDS) if card["shown"]]


def test_only_figures_with_the_chosen_verdict_are_shown_and_counted(gallery):
    cards, box = gallery.evaluate(CARDS), gallery.get_by_role("combobox", name="Verdict", exact=True)
    choices = box.locator("option").evaluate_all("all => all.map(each => each.value).filter(Boolean)")
    assert set(choices) <= VERDICTS and "does not hold" in choices
    for verdict in choices:
        box.select_option(verdict)
        fitting = [card for card in cards if verdict in card["verdicts"]]
        assert [card | {"shown": True} for card in fitting] == shown(gallery)
        assert 0 < len(fitting) < len(cards)
        assert said(gallery) == f"{len(fitting)} of {len(cards)} figures"
        assert f"{verdict} ({len(fitting)})" in box.text_content()


@pytest.mark.long
def test_the_address_holds_the_choice_and_nonsense_in_it_shows_all(gallery):
    box = gallery.get_by_role("combobox", name="Page", exact=True)
    box.select_option(index=3)
    gallery.get_by_role("combobox", name="Verdict", exact=True).select_option("holds")
    before, address = shown(gallery), gallery.url
    assert len({card["page"] for card in before}) == 1
    again = gallery.context.new_page()
    again.goto(address)
    assert shown(again) == before and said(again) == said(gallery)
    again.evaluate("location.hash = 'verdict=maybe&page=%F0&x'")
    again.wait_for_function(f"() => {len(again.evaluate(CARDS))} === ({CARDS})().filter(card => card.shown).length")


def test_by_keyboard_alone(gallery):
    everything = said(gallery)
    gallery.get_by_role("combobox", name="Verdict", exact=True).focus()
    gallery.keyboard.press("ArrowDown")
    assert said(gallery) != everything
    gallery.keyboard.press("Home")
    assert said(gallery) == everything
    gallery.keyboard.press("Tab")
    assert gallery.get_by_role("combobox", name="Page", exact=True).evaluate("box => box === document.activeElement")


@pytest.mark.long
def test_without_scripts_every_figure_is_listed_and_no_space_is_kept(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["about/figures.html"].file.as_uri())
    cards = page.locator(".gallery__card")
    assert cards.count() == page.locator(".gallery__card:visible").count() > 50
    assert not page.locator(".gallery-filter").is_visible()
    context.close()


def test_the_script_is_small():
    assert (ROOT / "docs" / "assets" / "js" / "gallery.js").stat().st_size <= 2000
