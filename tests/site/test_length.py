"""A chapter is not longer than a reader scrolls; what is longer becomes two pages."""

SCREEN, SCREENS = {"width": 1280, "height": 800}, 15  # with all folds closed
CHAPTERS = "framework/", "training/"


def test_no_chapter_is_longer_than_fifteen_screens(browser, site):
    context = browser.new_context(viewport=SCREEN)
    page, lengths = context.new_page(), {}
    for file in sorted(site.rglob("*.html")):
        name = file.relative_to(site).as_posix()
        if name.startswith(CHAPTERS):
            page.goto(file.as_uri())
            lengths[name] = page.evaluate("document.documentElement.scrollHeight") / SCREEN["height"]
    context.close()
    assert lengths
    assert {name: length for name, length in lengths.items() if length > SCREENS} == {}
