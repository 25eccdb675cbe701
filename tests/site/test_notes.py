"""The table of the notes holds every item once, and what is placed can be reached."""

import re

HEADINGS, SENTENCES = 18, 9


def rows(pages):
    text = pages["about/notes.html"].file.read_text("utf-8")
    return re.findall(r'<tr class="notes__(\w+)" data-status="([\w-]+)" id="([\w-]+)">(.*?)</tr>', text, re.S)


def test_every_item_of_the_notes_has_its_row(pages):
    found = rows(pages)
    names = [identity for _, _, identity, _ in found]
    images = [f"dl{number:02}" for number in range(1, 47)]
    assert [name for name in names if name.startswith("dl")] == images
    assert [name for name in names if name.startswith("b")] == [f"b{number}" for number in range(1, 9)]
    assert sum(kind == "heading" for kind, *_ in found) == HEADINGS
    assert sum(kind == "sentence" for kind, *_ in found) == SENTENCES
    assert len(names) == len(set(names)) == len(images) + 8 + HEADINGS + SENTENCES


def test_a_placed_item_leads_to_its_text_and_its_verdicts(pages):
    for kind, status, identity, cells in rows(pages):
        assert status in ("placed", "not-yet")
        assert ("the text" in cells) == (status == "placed"), identity
        if status == "placed" and kind in ("measure", "compute"):
            assert 'class="verdict' in cells and "Figure" in cells, identity


def test_what_is_in_these_chapters_is_placed(pages):
    placed = {identity for _, status, identity, _ in rows(pages) if status == "placed"}
    assert {"dl01", "dl08", "dl11"} <= placed
