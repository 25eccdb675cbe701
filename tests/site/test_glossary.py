"""Every term of the glossary is used where it leads to, and who types it in Chinese finds it."""

import re
import tomllib

from scripts.engine.places import ROOT

TERMS = tomllib.loads((ROOT / "docs" / "about" / "glossary.toml").read_text("utf-8"))["terms"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_terms_stand_in_order_once_and_in_both_languages():
    english = [term for term, *_ in TERMS]
    assert english == sorted(set(english), key=str.lower)
    assert 80 <= len(TERMS) <= 130
    for _, chinese, _, meaning in TERMS:
        assert all(map(CHINESE.search, chinese.split(", "))), chinese
        assert len(meaning.split()) <= 16, meaning


def test_a_term_is_used_on_the_page_to_which_it_leads(pages):
    for english, _, place, _ in TERMS:
        page = pages[place.partition("#")[0].replace(".md", ".html")]
        text = re.sub(r"\W+", " ", " ".join([*page.text, *(image["alt"] for image in page.images)])).lower()
        words = [word.removesuffix("s") for word in re.split(r"\W+", english.lower()) if len(word) > 1]
        assert all(word in text for word in words), (english, place)


def test_all_terms_are_on_the_page_and_each_chinese_word_stands_alone(browser, pages):
    page = browser.new_page()
    page.goto(pages["about/glossary.html"].file.as_uri())
    found = page.evaluate(
        "[...document.querySelectorAll('.glossary > p')].map(term => [term.querySelector('a').textContent, "
        "[...term.querySelectorAll('[lang=zh-Hans]')].map(word => word.textContent).join(', ')])"
    )
    page.close()
    assert found == [[english, chinese] for english, chinese, *_ in TERMS]


def test_from_the_search_to_the_term(browser, pages):
    """The exact word, though a longer one that begins with it, or holds it, may stand above."""
    page = browser.new_page()
    for word, identity in {
        "学习率": "learning-rate",
        "损失": "loss",
        "批次": "batch",
        "预热": "warm-up",
        "不收敛": "explodes",
    }.items():
        page.goto(f"{pages['about/glossary.html'].file.as_uri()}?h={word}")
        middle = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('p').id", [700, 360])
        assert middle == identity
    page.close()
