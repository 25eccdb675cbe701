"""The table: what is worst stands first, and each line says what was asked, found and wanted."""

from snippets.report import report

CHECKS = {
    "a": ("Is it so?", 1, 1, "fault", "its cause"),
    "b": ("How large?", 0, 2, "look", "its reason"),
    "c": ("And this?", 0, 1, "fault", "nothing"),
    "d": ("Unknown?", 0, 1, "fault", "nothing"),
}


def test_the_worst_stands_first_with_where_to_look_and_which():
    lines = report(CHECKS, {"b": 3.0, "a": 0.0, "c": 0.5}, {"a": {"1.bias", "0.weight"}}).splitlines()
    assert [line.split()[0] for line in lines] == ["fault", "look", "0.weight", "1.bias", "look", "look", "fine", "not"]
    assert lines[1].strip() == "look for: its cause"
    assert lines[4].split()[-4:] == ["3", "(0", "to", "2)"]
    assert "And this?" in lines[6] and "0.5" in lines[6]


def test_what_is_no_number_is_neither_fine_nor_a_fault():
    assert report(CHECKS, {"a": float("nan"), "b": float("inf")}).splitlines()[0].startswith("look")
    assert "not judged Is it so?" in report(CHECKS, {"a": float("nan")})
