"""A table of checks: the question, the number, its range, and what to make of
it."""


def report(checks, found, names=None):
    """checks: {check: (question, least, most, verdict outside, where to look)}.
    found: {check: number}. names: {check: which}. -> lines of text, the worst
    first; what could not be judged is last."""
    lines = {"fault": [], "look": [], "fine": [], "not judged": []}
    for check, (question, least, most, outside, where) in checks.items():
        number = found.get(check)
        verdict = "not judged" if number is None else outside
        if number is not None and least <= number <= most:
            verdict = "fine"
        bounds = f"{least:g}" if least == most else f"{least:g} to {most:g}"
        shown = "-" if number is None else f"{number:.3g}"
        line = f"{verdict:11}{question:46}{shown:>10}  ({bounds})"
        if verdict == outside:
            line += "\n" + 11 * " " + "look for: " + where
            which = sorted((names or {}).get(check, ()))
            line += "".join(f"\n{'':11}{name}" for name in which)
        lines[verdict].append(line)
    return "\n".join(line for group in lines.values() for line in group)
