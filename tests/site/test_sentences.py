"""No sentence that a stuck reader must read twice because of its length."""

import pytest

from tests.prose import sentences
from tests.site.test_census import DOCS, PAGES

LONGEST = 30  # words


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_is_too_long(page):
    text = (DOCS / page).read_text("utf-8")
    long = [" ".join(words) for words in sentences(text) if len(words) > LONGEST]
    assert long == [], "cut it in two"


def test_a_long_sentence_is_seen_and_what_is_no_sentence_is_not():
    words = "word " * 31
    assert max(map(len, sentences(f"Short.\n\n{words}."))) == 31
    for whole in f"```\n{words}\n```", f"![{words}](x.svg)", f"| {words} |", f"{words[:60]}; {words[:60]}":
        assert max(map(len, sentences(whole)), default=0) < 31
