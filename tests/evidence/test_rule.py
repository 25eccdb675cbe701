"""The verdict rule: cases that must come out as each verdict, and how often its intervals are right."""

import math

import numpy
import pytest
from scipy import stats

from scripts.engine.words import describe
from scripts.evidence.paired import log_ratio_of_means
from scripts.evidence.rule import ALPHA, Effect, Equivalence, Family, Identity, NotExact, Proportion


def spread(mean, sd=1.0, n=20):
    """n numbers with exactly this mean and standard deviation."""
    shape = numpy.linspace(-1, 1, n)
    return (mean + sd * shape / shape.std(ddof=1)).tolist()


@pytest.mark.parametrize(
    ("mean", "side", "verdict", "detail"),
    [
        (5.0, 1, "holds", ""),
        (-5.0, -1, "holds", ""),
        (0.5, 1, "does not hold", "smaller than what matters"),
        (-0.5, -1, "does not hold", "smaller than what matters"),
        (-3.0, 1, "does not hold", "reversed"),
        (3.0, -1, "does not hold", "reversed"),
        (2.1, 1, "not settled", ""),
        (1.9, 1, "not settled", ""),
    ],
)
def test_effect(mean, side, verdict, detail):
    finding = Effect(spread(mean), "points", delta=2.0, side=side).judge()
    assert (finding["verdict"], finding["detail"]) == (verdict, detail)


def test_effect_is_students_interval():
    values = spread(3.0, 2.0, 25)
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert Effect(values, "points", 1.0).judge()["interval"] == pytest.approx(list(expected))


@pytest.mark.parametrize("mean", numpy.linspace(-4, 4, 33))
@pytest.mark.parametrize("side", [1, -1])
def test_verdict_and_interval_agree(mean, side):
    delta = 1.0
    finding = Effect(spread(mean), "points", delta, side).judge()
    low, high = sorted(side * bound for bound in finding["interval"])
    expected = "holds" if low >= delta else "does not hold" if high <= delta else "not settled"
    assert finding["verdict"] == expected


def test_ratio_is_judged_as_logarithm_and_shown_as_factor():
    finding = Effect(spread(math.log(3), 0.1), "×", delta=1.5, ratio=True).judge()
    assert finding["verdict"] == "holds"
    assert finding["effect"] == pytest.approx(3)
    assert finding["interval"][0] > 1.5
    assert describe(finding) == "3.00× higher [2.86, 3.14]"


def test_failed_runs_are_counted_and_left_out():
    finding = Effect([*spread(5.0, n=15), *[None] * 5], "points", 1.0).judge()
    assert (finding["verdict"], finding["repeats"], finding["failed"]) == ("holds", 20, 5)


def test_too_few_countable_runs_settle_nothing():
    finding = Proportion(9, 9, 0.5).judge()
    assert (finding["verdict"], finding["interval"], finding["power"]) == ("not settled", None, None)
    assert Proportion(0, 0, 0.5).judge()["effect"] is None


def test_too_few_finished_runs_settle_nothing():
    finding = Effect([*spread(5.0, n=9), *[None] * 11], "points", 1.0).judge()
    assert (finding["verdict"], finding["detail"]) == ("not settled", "only 9 of 20 runs finished")
    assert Effect([None] * 20, "points", 1.0).judge()["effect"] is None


def test_equal_values_are_certain():
    assert Effect([3.0] * 10, "points", 1.0).judge()["verdict"] == "holds"
    assert Effect([0.0] * 10, "points", 1.0).judge()["detail"] == "smaller than what matters"
    assert Effect([1.0] * 10, "points", 1.0).judge()["verdict"] == "not settled"


@pytest.mark.parametrize(
    ("mean", "verdict"), [(0.0, "holds"), (0.4, "holds"), (0.9, "not settled"), (4.0, "does not hold")]
)
def test_equivalence(mean, verdict):
    assert Equivalence(spread(mean), "points", delta=1.0).judge()["verdict"] == verdict
    assert Equivalence(spread(-mean), "points", delta=1.0).judge()["verdict"] == verdict


@pytest.mark.parametrize(
    ("successes", "repeats", "bound", "side", "verdict"),
    [
        (10, 10, 0.69, 1, "holds"),  # ten of ten show no more than this
        (10, 10, 0.70, 1, "not settled"),
        (40, 40, 0.9, 1, "holds"),
        (20, 40, 0.9, 1, "does not hold"),
        (0, 40, 0.1, -1, "holds"),
        (20, 40, 0.1, -1, "does not hold"),
    ],
)
def test_proportion(successes, repeats, bound, side, verdict):
    assert Proportion(successes, repeats, bound, side).judge()["verdict"] == verdict


@pytest.mark.parametrize(("k", "n"), [(0, 20), (7, 20), (20, 20)])
def test_proportion_is_clopper_and_pearson(k, n):
    expected = stats.binomtest(k, n).proportion_ci(0.95, method="exact")
    assert Proportion(k, n, 0.5).judge()["interval"] == pytest.approx(list(expected))


def test_identity_is_exact_or_stops_the_build():
    assert Identity(1e-9, tolerance=1e-6).judge()["verdict"] == "exact"
    for error in 1e-3, math.nan:
        with pytest.raises(NotExact, match="tolerance is 1e-06"):
            Identity(error, tolerance=1e-6).judge()


GOOD, BAD, VAGUE = (Effect(spread(mean), "points", 1.0) for mean in (5.0, -5.0, 1.1))


@pytest.mark.parametrize(
    ("members", "verdict", "detail"),
    [
        ({"a": GOOD, "b": GOOD}, "holds", ""),
        ({"a": BAD, "b": BAD}, "does not hold", ""),
        ({"a": GOOD, "b": BAD, "c": VAGUE}, "depends", "holds for a; does not hold for b; not settled for c"),
        ({"a": GOOD, "b": VAGUE}, "not settled", "holds for a; not settled for b"),
        ({"a": VAGUE, "b": VAGUE}, "not settled", ""),
    ],
)
def test_family(members, verdict, detail):
    finding = Family(members).judge()
    assert (finding["verdict"], finding["detail"]) == (verdict, detail)
    assert [member["name"] for member in finding["members"]] == list(members)


def test_family_shows_its_weakest_member():
    finding = Family({"a": GOOD, "b": VAGUE}).judge()
    assert (finding["weakest"], finding["effect"]) == ("b", pytest.approx(1.1))


def test_family_corrects_for_its_size():
    """An effect just large enough alone is not enough among ten."""
    edge = Effect(spread(1 + 2.2 * 1 / math.sqrt(20)), "points", 1.0)
    assert edge.judge()["verdict"] == "holds"
    assert Family({str(place): edge for place in range(10)}).judge()["verdict"] == "not settled"


def test_members_verdicts_agree_with_their_intervals():
    """Of three, the clearest is decided at the strictest level, and each interval is shown at its own."""
    means = {"a": 5.0, "b": 1 + 2.2 / math.sqrt(20), "c": 0.2, "d": 0.8}
    finding = Family({name: Effect(spread(mean), "points", 1.0) for name, mean in means.items()}).judge()
    for member in finding["members"]:
        low, high = member["interval"]
        assert member["verdict"] == ("holds" if low >= 1 else "does not hold" if high <= 1 else "not settled")


def test_holm_steps_down():
    """The second member is tried at alpha / 1 once the first is decided, so it passes as it would alone."""
    edge = Effect(spread(1 + 2.2 * 1 / math.sqrt(20)), "points", 1.0)
    assert Family({"a": GOOD, "b": edge}).judge()["verdict"] == "holds"


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Effect([1.0] * 9, "points", 1.0),
        lambda: Effect([1.0] * 10, "points", -1.0),
        lambda: Effect([1.0] * 10, "points", 1.0, side=0),
        lambda: Effect([1.0] * 10, "×", 0.5, ratio=True),
        lambda: Proportion(11, 10, 0.5),
    ],
)
def test_senseless_evidence_is_refused(broken):
    with pytest.raises(ValueError, match=r"repeats or more|side is|successes"):
        broken()


# How often the 95 % interval contains the truth, simulated. A bound below is what the rule promises on the page about
# the method; the simulation's own error is 0.3 points.
RUNS = 6000


def coverage(draw, truth, failing=0.0):
    chance = numpy.random.default_rng(0)
    values = draw(chance, (RUNS, 20))
    failed = chance.random(values.shape) < failing
    hits = 0
    for row, lost in zip(values.tolist(), failed.tolist(), strict=True):
        low, high = Effect([None if gone else v for v, gone in zip(row, lost, strict=True)], "", 0.0).interval()
        hits += low <= truth <= high
    return hits / RUNS


def test_coverage_of_normal_runs():
    assert coverage(lambda chance, size: chance.normal(1, 2, size), 1) == pytest.approx(1 - ALPHA, abs=0.01)


def test_coverage_of_failing_runs():
    found = coverage(lambda chance, size: chance.normal(1, 2, size), 1, failing=0.1)
    assert found == pytest.approx(1 - ALPHA, abs=0.01)


@pytest.mark.long
def test_coverage_of_skewed_runs():
    """Exponential runs: somewhat below 95 %. What is more skewed than this is compared as a log ratio."""
    assert 0.90 < coverage(lambda chance, size: chance.exponential(1, size), 1) < 0.945


@pytest.mark.long
def test_logarithm_mends_a_heavy_tail():
    def heavy(chance, size):
        return chance.lognormal(0, 1.5, size)

    assert coverage(heavy, math.exp(1.5**2 / 2)) < 0.85
    assert coverage(lambda chance, size: numpy.log(heavy(chance, size)), 0) == pytest.approx(1 - ALPHA, abs=0.01)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.97])
def test_coverage_of_proportions_is_never_less(share):
    chance = numpy.random.default_rng(0)
    drawn = chance.binomial(40, share, RUNS)
    intervals = {k: Proportion(k, 40, 0.5).interval() for k in set(drawn.tolist())}
    assert sum(intervals[k][0] <= share <= intervals[k][1] for k in drawn.tolist()) / RUNS >= 1 - ALPHA - 0.006


@pytest.mark.long
def test_a_true_claim_is_rarely_denied():
    """At the very edge, with the true mean at delta, each wrong side is chosen in at most 2.5 % of studies."""
    chance = numpy.random.default_rng(1)
    verdicts = [Effect(row, "", 1.0).judge()["verdict"] for row in chance.normal(1, 1, (RUNS, 20)).tolist()]
    for verdict in "holds", "does not hold":
        assert verdicts.count(verdict) / RUNS < ALPHA / 2 + 0.006


STUDIES = {  # evidence from a true effect or share, and a generator of chance
    "above": lambda truth, chance: Effect(chance.normal(truth, 2, 20).tolist(), "", 1.0),
    "below": lambda truth, chance: Effect(chance.normal(truth, 2, 20).tolist(), "", 1.0, side=-1),
    "share above": lambda truth, chance: Proportion(int(chance.binomial(100, truth)), 100, 0.5),
    "share below": lambda truth, chance: Proportion(int(chance.binomial(100, truth)), 100, 0.5, side=-1),
}
TRUE = {"above": 1.0, "below": -1.0, "share above": 0.5, "share below": 0.5}  # not settled, mostly


@pytest.mark.parametrize("name", STUDIES)
def test_the_effect_named_by_the_power_is_settled_8_times_in_10(name):
    """For normal runs the power rests on the measured spread, so it is averaged over studies."""
    chance, study = numpy.random.default_rng(2), STUDIES[name]
    named = numpy.median([study(TRUE[name], chance).judge()["power"] for _ in range(100)])
    settled = [study(named, chance).judge()["verdict"] == "holds" for _ in range(1000)]
    assert numpy.mean(settled) == pytest.approx(0.8, abs=0.05)


def test_the_margin_named_by_the_power_is_settled_8_times_in_10():
    chance = numpy.random.default_rng(3)
    named = numpy.median([Equivalence(chance.normal(0, 2, 20).tolist(), "", 1.0).judge()["power"] for _ in range(100)])
    settled = [Equivalence(chance.normal(0, 2, 20).tolist(), "", named).judge()["verdict"] for _ in range(1000)]
    assert settled.count("holds") / 1000 == pytest.approx(0.8, abs=0.05)


def test_the_ratio_of_means_has_an_honest_interval():
    """Log-normal losses, whose true means are known: the interval contains their ratio."""
    chance, hits = numpy.random.default_rng(4), 0
    for _ in range(800):
        below = chance.lognormal(0, 0.5, 60)
        above = 2 * below * chance.lognormal(0, 0.3, 60)
        values = log_ratio_of_means(above.tolist(), below.tolist())
        low, high = Effect(values, "×", 1.5, ratio=True).interval()
        hits += low <= 2 * math.exp(0.3**2 / 2) <= high
    assert hits / 800 == pytest.approx(1 - ALPHA, abs=0.03)


def test_the_ratio_of_means_counts_a_rare_large_loss_and_a_lost_run():
    above, below = [1.0] * 19 + [101.0], [1.0] * 20
    finding = Effect(log_ratio_of_means(above, below), "×", 1.5, ratio=True).judge()
    assert finding["effect"] == pytest.approx(6)
    assert log_ratio_of_means([None, *above[1:]], below)[0] is None
    assert log_ratio_of_means([None] * 20, below) == [None] * 20
