"""What a page advises rests on a claim or says *experience*; what it calls equal is less than what it calls large."""

import re
from collections import defaultdict

import pytest

from scripts.engine.store import read_claims
from tests.site.test_census import CAPTIONS, DOCS, PAGES

MONDAY = re.compile(r"^## What to do on Monday\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ITEM = re.compile(r"^\d+\. .*?(?=^\d+\. |^$|\Z)", re.MULTILINE | re.DOTALL)
CHAPTERS = [page for page in PAGES if page.startswith(("framework/", "training/"))]


@pytest.mark.parametrize("page", CHAPTERS)
def test_every_advice_names_its_claim_or_says_experience(page):
    """Whether the claim still says so, the build sees: [[claim NAME.claim_x: holds]]."""
    text = (DOCS / page).read_text("utf-8")
    items = [item for part in MONDAY.findall(text) for item in ITEM.findall(part)]
    assert items or page.endswith("-measured.md")
    bare = [item for item in items if "[[claim " not in item and "*experience*" not in item.lower()]
    assert bare == []


def decided(finding):
    return finding["members"] if finding["kind"] == "family" else [finding]


@pytest.mark.parametrize("page", CHAPTERS)
def test_what_is_called_equal_is_less_than_what_is_called_large(page):
    """The margin of an equivalence is at most the size that matters of an effect in the same unit on the page."""
    shown, sizes = (
        {caption.label for caption in CAPTIONS if caption.page == page},
        defaultdict(lambda: defaultdict(set)),
    )
    for finding in read_claims().values():
        if finding["figure"] in shown:
            for each in decided(finding):
                if each["kind"] in ("effect", "equivalence") and each["delta"] > (1 if "×" in each["unit"] else 0):
                    sizes[each["unit"].split(" lower")[0]][each["kind"]].add(each["delta"])
    wide = {
        unit: kinds
        for unit, kinds in sizes.items()
        if max(kinds["equivalence"], default=0) > min(kinds["effect"], default=1e9)
    }
    assert wide == {}
