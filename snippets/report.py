"""A table of checks: the question, the number, its range, and what to make of
it."""


def report(checks, found, names=None):
    """checks: {check: (question, least, most, verdict outside, where to look)}.
    found: {check: number}, NaN where it cannot be told. names: {check: which}.
    -> lines of text, the worst first; what could not be judged is last."""
    lines = {"fault": [], "look": [], "fine": [], "not judged": []}
    for check, (question, least, most, outside, where) in checks.items():
        number = found.get(check)
        known = number is not None and number == number  # not NaN
        verdict = outside if known else "not judged"
        if known and least <= number <= most:
            verdict = "fine"
        bounds = f"{least:g}" if least == most else f"{least:g} to {most:g}"
        shown = f"{number:.3g}" if known else "-"
        line = f"{verdict:11}{question:46}{shown:>10}  ({bounds})"
        if verdict == outside:
            line += "\n" + 11 * " " + "look for: " + where
            which = sorted((names or {}).get(check, ()))
            line += "".join(f"\n{'':11}{name}" for name in which)
        lines[verdict].append(line)
    return "\n".join(line for group in lines.values() for line in group)
