"""The rule that turns measurements into verdicts, in one place.

A claim returns one of five kinds of evidence. `judge()` of each gives the finding: the effect, its
95 % interval and a verdict, *holds*, *does not hold* or *not settled* (a family may *depend*, an
identity is *exact*). The rule needs two tail probabilities only: how surprising the data are if the
claim fell short of the size that matters, and how surprising if it reached it. A tail of at most
2.5 % decides, which is the same as asking on which side of that size the 95 % interval lies.

`power` of a finding is the true effect that as many repeats would have settled with probability POWER,
for an equivalence the margin within which equality would have been settled.

Sources: Student's t interval; Clopper and Pearson (1934) for proportions; Schuirmann (1987) for two
one-sided tests; Holm (1979) for families; the noncentral t distribution for power.
"""

import math
from dataclasses import dataclass
from statistics import fmean, stdev

from scipy import special  # scipy.stats says the same, and takes three times as long to load

ALPHA = 0.05
POWER = 0.8
FEWEST_REPEATS = 10
HOLDS, FAILS, OPEN = "holds", "does not hold", "not settled"


class NotExact(ValueError):
    """An identity whose error is above its tolerance: the build stops here."""


def decide(holds, fails, alpha=ALPHA):
    """The verdict from the tail probabilities against (`holds`) and for (`fails`) falling short."""
    return HOLDS if holds <= alpha / 2 else FAILS if fails <= alpha / 2 else OPEN


@dataclass(frozen=True)
class Effect:
    """One number for each independent repeat: a paired difference, or a log ratio.

    values: (repeats,), in `unit`; None for a run that failed, which is counted and left out.
    delta: the smallest size that matters, >= 0, in the same unit, fixed before the published run.
    side: the expected sign, +1 or -1.
    ratio: the values are natural logarithms of ratios, and `delta` is a factor >= 1; shown as factors.

    Raises ValueError with fewer than ten values: so few repeats settle nothing.
    """

    values: list
    unit: str
    delta: float
    side: int = 1
    ratio: bool = False

    def __post_init__(self):
        if len(self.values) < FEWEST_REPEATS:
            raise ValueError(f"an effect needs {FEWEST_REPEATS} repeats or more, not {len(self.values)}")
        if self.side not in (1, -1) or self.delta < (1 if self.ratio else 0):
            raise ValueError("side is +1 or -1, and delta a size: at least 0, a ratio's at least 1")

    @property
    def finished(self):
        return [value for value in self.values if value is not None]

    def _mean_and_error(self):
        return fmean(self.finished), stdev(self.finished) / math.sqrt(len(self.finished))

    def _tail(self, bound, side):
        """The probability of a mean so far beyond `bound` on `side`, if the true mean were there."""
        if len(self.finished) < FEWEST_REPEATS:
            return 1.0
        mean, error = self._mean_and_error()
        distance = side * (mean - bound)
        t = distance / error if error else math.copysign(math.inf, distance) if distance else 0.0
        return float(special.stdtr(len(self.finished) - 1, -t))

    def _bound(self):
        return math.log(self.delta) if self.ratio else self.delta

    def tails(self):
        bound = self.side * self._bound()
        return self._tail(bound, self.side), self._tail(bound, -self.side)

    def interval(self, alpha=ALPHA):
        """Student's t interval as (low, high), on the scale that is shown; None without enough runs."""
        if len(self.finished) < FEWEST_REPEATS:
            return None
        mean, error = self._mean_and_error()
        reach = -float(special.stdtrit(len(self.finished) - 1, alpha / 2)) * error
        return [self._shown(mean - reach), self._shown(mean + reach)]

    def _shown(self, value):
        return math.exp(value) if self.ratio else value

    def _reach(self, alpha, power):
        """How far beyond a bound the true mean must lie to be settled with this power."""
        freedom, (_, error) = len(self.finished) - 1, self._mean_and_error()
        quantile = -float(special.stdtrit(freedom, alpha / 2))
        return error * float(special.nctdtrinc(freedom, 1 - power, quantile))

    def power(self, alpha=ALPHA):
        if len(self.finished) < FEWEST_REPEATS:
            return None
        return self._shown(self.side * (self._bound() + self._reach(alpha, POWER)))

    def _detail(self, verdict):
        if len(self.finished) < FEWEST_REPEATS:
            return f"only {len(self.finished)} of {len(self.values)} runs finished"
        if verdict != FAILS:
            return ""
        return "reversed" if self._tail(0, -self.side) <= ALPHA / 2 else "smaller than what matters"

    def judge(self, verdict=None, alpha=ALPHA):
        verdict = verdict or decide(*self.tails())
        return {
            "kind": "effect",
            "effect": self._shown(fmean(self.finished)) if self.finished else None,
            "unit": self.unit,
            "interval": self.interval(alpha),
            "delta": self.delta,
            "side": self.side,
            "power": self.power(alpha),
            "repeats": len(self.values),
            "failed": len(self.values) - len(self.finished),
            "verdict": verdict,
            "detail": self._detail(verdict),
        }


@dataclass(frozen=True)
class Equivalence(Effect):
    """No difference worth speaking of: two one-sided tests against -delta and +delta."""

    def tails(self):
        bound = self._bound()
        inside = max(self._tail(-bound, 1), self._tail(bound, -1))
        outside = min(self._tail(-bound, -1), self._tail(bound, 1))
        return inside, outside

    def power(self, alpha=ALPHA):
        """Both tests must pass, so each is given half of the chance to fail."""
        if len(self.finished) < FEWEST_REPEATS:
            return None
        return self._shown(self._reach(alpha, (1 + POWER) / 2))

    def _detail(self, verdict):
        return "different" if verdict == FAILS else super()._detail(OPEN)

    def judge(self, verdict=None, alpha=ALPHA):
        return super().judge(verdict, alpha) | {"kind": "equivalence"}


@dataclass(frozen=True)
class Proportion:
    """`successes` of `repeats` independent runs, against a stated `bound`; exact interval; too few settle nothing.

    side: +1 if the claim says that the share is above the bound, -1 if below.
    """

    successes: int
    repeats: int
    bound: float
    side: int = 1

    def __post_init__(self):
        if not 0 <= self.successes <= self.repeats or not 0 <= self.bound <= 1 or self.side not in (1, -1):
            raise ValueError("0 <= successes <= repeats, 0 <= bound <= 1, and side is +1 or -1")

    def tails(self):
        if self.repeats < FEWEST_REPEATS:
            return 1.0, 1.0
        above = float(special.bdtrc(self.successes - 1, self.repeats, self.bound)) if self.successes else 1.0
        below = float(special.bdtr(self.successes, self.repeats, self.bound))
        return (above, below) if self.side == 1 else (below, above)

    def interval(self, alpha=ALPHA):
        if self.repeats < FEWEST_REPEATS:
            return None
        k, n = self.successes, self.repeats
        low = float(special.betaincinv(k, n - k + 1, alpha / 2)) if k else 0.0
        high = float(special.betainccinv(k + 1, n - k, alpha / 2)) if k < n else 1.0
        return [low, high]

    def power(self, alpha=ALPHA):
        """The share of which so many or more successes (for side -1: failures) as settle it come with POWER."""
        counts, bound = range(self.repeats + 1), self.bound if self.side == 1 else 1 - self.bound
        needed = next((k for k in counts if k and special.bdtrc(k - 1, self.repeats, bound) <= alpha / 2), None)
        if needed is None or self.repeats < FEWEST_REPEATS:
            return None
        share = float(special.betaincinv(needed, self.repeats - needed + 1, POWER))
        return share if self.side == 1 else 1 - share

    def judge(self, verdict=None, alpha=ALPHA):
        return {
            "kind": "proportion",
            "effect": self.successes / self.repeats if self.repeats else None,
            "unit": "of runs",
            "interval": self.interval(alpha),
            "delta": self.bound,
            "side": self.side,
            "power": self.power(alpha),
            "repeats": self.repeats,
            "failed": 0,
            "verdict": verdict or decide(*self.tails()),
            "detail": f"{self.successes} of {self.repeats}",
        }


@dataclass(frozen=True)
class Identity:
    """An exact statement: `error` is at most `tolerance`, or NotExact stops the build."""

    error: float
    tolerance: float
    unit: str = "error"

    def judge(self):
        if not self.error <= self.tolerance:  # also where the error is NaN
            raise NotExact(f"an identity is off by {self.error:g}, its tolerance is {self.tolerance:g}")
        return {
            "kind": "identity",
            "effect": self.error,
            "unit": self.unit,
            "interval": None,
            "delta": self.tolerance,
            "side": -1,
            "power": None,
            "repeats": 1,
            "failed": 0,
            "verdict": "exact",
            "detail": "",
        }


@dataclass(frozen=True)
class Family:
    """The same claim in several settings: members is {name: Effect, Equivalence or Proportion}.

    Holm's step-down correction decides the members, and each is shown with the interval of the level
    at which it was decided. The family's own effect is that of its weakest member, the one with the
    least evidence for the claim.
    """

    members: dict

    def judge(self):
        verdicts, levels, level, verdict = {}, {}, ALPHA, None
        by_evidence = sorted(self.members, key=lambda name: min(self.members[name].tails()))
        for rank, name in enumerate(by_evidence):
            if verdict != OPEN:
                level = ALPHA / (len(self.members) - rank)
                verdict = decide(*self.members[name].tails(), level)
            verdicts[name], levels[name] = verdict, level  # after the first that is open, all are
        findings = {name: member.judge(verdicts[name], levels[name]) for name, member in self.members.items()}
        weakest = max(self.members, key=lambda name: self.members[name].tails()[0])
        return findings[weakest] | {
            "kind": "family",
            "failed": sum(finding["failed"] for finding in findings.values()),
            **self._together({name: verdicts[name] for name in self.members}),
            "weakest": weakest,
            "members": [{"name": name} | finding for name, finding in findings.items()],
        }

    @staticmethod
    def _together(verdicts):
        """The family's verdict; the detail names the members of each verdict wherever they differ."""
        names = {verdict: [name for name in verdicts if verdicts[name] == verdict] for verdict in (HOLDS, FAILS, OPEN)}
        given = [verdict for verdict in names if names[verdict]]
        if len(given) == 1:
            return {"verdict": given[0], "detail": ""}
        detail = "; ".join(f"{verdict} for {', '.join(names[verdict])}" for verdict in given)
        return {"verdict": "depends" if names[HOLDS] and names[FAILS] else OPEN, "detail": detail}
