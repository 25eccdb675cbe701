"""Markdown extension: what other machines give, and how fast this one is.

`[AGREEMENT]` becomes a table of what other threads, kernels and devices made of the published runs; `[BENCHMARK]` how
the experiments' speed compares, and how long the tools take; `[STRESS]` how the long proofs ended. Of an experiment
that has changed since, nothing is shown.
"""

import re
from statistics import median
from xml.etree.ElementTree import Element, SubElement

from scripts.engine.places import device_file
from scripts.engine.store import read_head, read_method
from scripts.engine.words import describe
from scripts.site.extension import ResultsExtension
from scripts.site.ledger import BEFORE_INLINE, Ledger, row, table

WAYS = "Experiments", "Same digits", "Claims", "Same verdict", "Another verdict, and the effect that moved most"
SPEEDS = "CPU seconds", "Share of the peak", "Networks at once", "Sooner than one by one"
AIM = 0.4  # of the peak of a matrix product


class Machines(Ledger):
    marker = re.compile(r"\[(AGREEMENT|BENCHMARK|STRESS)\]")

    def __init__(self, md, published, known, folder):
        super().__init__(md, published, known, folder)
        self.tables = {"AGREEMENT": self.agreement, "BENCHMARK": self.benchmark, "STRESS": stress}

    def current(self, entries):
        """Those of the experiments whose published numbers are still the ones that were compared with."""
        records = {name: self.published.record(name) for name in entries}
        return {
            name: entries[name] for name, record in records.items() if record and record["hash"] == entries[name]["of"]
        }

    def agreement(self):
        wrapper, body = table("Run with", *WAYS)
        for label, entries in read_method("agreement").get("ways", {}).items():
            entries = self.current(entries)
            claims = {key: said for entry in entries.values() for key, said in self.still(entry)}
            digits = sum(entry["hash"] == entry["of"] for entry in entries.values())
            self.way(body, label, len(entries), digits, claims)
        for device in sorted({device for name in self.published.names() for device in self.devices(name)}):
            names = [name for name in self.published.names() if device in self.devices(name)]
            claims = {key: {"verdict": said} for name in names for key, said in self.devices(name)[device].items()}
            heads = [read_head(device_file(name, device)) for name in names]
            there = sum(head["made"]["seconds"] for head in heads)
            here = sum(self.published.record(name)["made"]["cpu_seconds"] for name in names)
            self.way(body, f"{device}: {there:.0f} s, where the CPU takes {here:.0f} s", len(names), None, claims)
        return wrapper

    def still(self, entry):
        """What it says of the claims that have not been judged anew since: their published verdict is the same."""
        findings, then = self.published.findings(), entry["published"]
        return [
            (key, said)
            for key, said in entry["claims"].items()
            if key in findings and findings[key]["alone"]["verdict"] == then[key]
        ]

    def devices(self, name):
        return (self.published.shown(name) or {}).get("devices", {})

    def way(self, body, label, experiments, digits, claims):
        findings = self.published.findings()
        known = {key: said for key, said in claims.items() if key in findings}
        others = [key for key, said in known.items() if said["verdict"] != findings[key]["alone"]["verdict"]]
        same = "–" if digits is None else str(digits)
        cells = str(experiments), same, str(len(known)), str(len(known) - len(others)), ""
        last = row(body, label, WAYS, cells)[-1]
        for key in others:
            self.tell(last, findings[key], f"{findings[key]['alone']['verdict']} → {known[key]['verdict']}")
        moves = {key: moved(findings[key], said) for key, said in known.items()}
        if moves and max(moves.values()) > 0:
            key = max(moves, key=moves.get)
            change = f"{describe(findings[key])} → {describe(findings[key] | known[key])}"
            self.tell(last, findings[key], f"moved by {moves[key]:.1g} of its interval's half-width: {change}")

    def tell(self, cell, finding, words):
        """A line in a cell, with a link to the claim that it is about."""
        line = SubElement(cell, "p")
        claim = SubElement(line, "a", {"href": self.link(finding["figure"], finding["id"])})
        claim.text, claim.tail = finding["experiment"], f" {words}"

    def benchmark(self):
        found, whole = read_method("benchmark"), Element("div")
        entries = {
            name: entry for name, entry in self.current(found.get("experiments", {})).items() if "share" in entry
        }
        if not entries:
            SubElement(whole, "p").text = "Nothing was measured since the code changed."
            return whole
        shares, tools = [entry["share"] for entry in entries.values()], found["tools"]
        text = (
            f"On {found['processor']}, one core, {len(entries)} experiments of more than ten CPU seconds: the median "
        )
        text += f"reaches {100 * median(shares):.0f} % of what a product of two large matrices does there, "
        text += f"and {sum(share >= AIM for share in shares) or 'none'} of them {100 * AIM:.0f} %. The tools took: "
        text += "; ".join(f"{what}, {seconds:.1f} s" for what, seconds in tools.items()) + "."
        now = {name: self.published.record(name)["hash"] for name in self.published.names()}
        if (cold := found["cold"]) and cold["of"] == now:
            ratio = cold["wall"] * cold["cores"] / cold["cpu"]
            text += f" A rebuild of all {len(cold['of'])} experiments took {cold['wall'] / 60:.1f} minutes on "
            text += f"{cold['cores']} cores: {ratio:.2f} times its CPU seconds over the cores. "
            text += f"{cold['same']} of them gave the published digits."
        SubElement(whole, "p").text = text
        wrapper, body = table("Experiment", *SPEEDS)
        whole.append(wrapper)
        for name, entry in sorted(entries.items(), key=lambda pair: -pair[1]["share"]):
            members = entry.get("network", ["–"])[0]
            gain = f"{entry['gain']:.1f} times" if "gain" in entry else "–"
            seconds = self.published.record(name)["made"]["cpu_seconds"]
            row(body, name, SPEEDS, (f"{seconds:.0f}", f"{100 * entry['share']:.0f} %", str(members), gain))
        return whole


def moved(finding, said):
    """How far an effect moved, in half-widths of the published interval; 0 where there is none."""
    if finding["interval"] is None or finding["effect"] is None or said.get("effect") is None:
        return 0.0
    low, high = finding["interval"]
    return abs(said["effect"] - finding["effect"]) / ((high - low) / 2) if high > low else 0.0


def stress():
    found, items = read_method("stress"), Element("ul")
    if not found:
        SubElement(items, "li").text = "Not yet, here."
    for name, outcomes in found.get("tests", {}).items():
        told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
        why = f" ({found['skipped'][name]})" if name in found["skipped"] else ""
        SubElement(items, "li").text = f"{name}: {told}{why}"
    return items


class MachinesExtension(ResultsExtension):
    def extendMarkdown(self, md):
        machines = Machines(md, self.published(), self.known(), self.getConfig("folder"))
        md.treeprocessors.register(machines, "machines", BEFORE_INLINE)


def makeExtension(**config):
    return MachinesExtension(**config)
