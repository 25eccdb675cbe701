"""The tasks of the guide's measurement are what the page says they are."""

from math import log

import pytest
import torch
from torch.nn.functional import cross_entropy

from scripts.experiments.diagnosis.normalized import fit_normalized
from scripts.experiments.diagnosis.tasks import (
    MOST_CLASSES,
    PARTS,
    deal_out_labels,
    fit,
    fit_kinds,
    make_tasks,
    noisy_amounts,
    noisy_labels,
    off_by_one,
    rare_class,
)

KNOWN = PARTS["pool"] + PARTS["held out"]


@pytest.fixture(scope="module")
def tasks():
    return make_tasks("cpu", seed=0, repeats=4, steps=60, batch_size=32, family="waves")


@pytest.fixture(scope="module")
def rows(tasks):
    return [tasks.rows["pool"][:200]] * 4


def test_a_task_has_its_classes_and_no_other(tasks):
    for labels, classes in zip(tasks.y, tasks.classes, strict=True):
        assert labels.unique().tolist() == list(range(classes))
    assert all(3 <= classes <= MOST_CLASSES for classes in tasks.classes)


def test_the_parts_of_a_task_do_not_overlap(tasks):
    assert torch.cat(list(tasks.rows.values())).tolist() == list(range(tasks.x.shape[1]))


def test_absent_classes_have_no_part_in_the_loss(tasks, rows):
    start = fit(tasks, rows)["train"][:, 0]
    guesses = torch.tensor([log(classes) for classes in tasks.classes])
    assert ((start / guesses - 1).abs() < 0.25).all()


def test_training_lowers_the_loss_and_another_kind_of_data_raises_it(tasks, rows):
    found = fit(tasks, rows)
    assert (found["end"] < 0.8 * found["train"][:, 0]).all()
    assert found["target test"].mean() > found["test"].mean()


def test_each_kind_goes_to_its_own_tasks(tasks, rows):
    kinds = [{"rate": 0.0}, {"rate": 0.01}]
    mixed, trained = fit_kinds(tasks, rows, kinds), fit(tasks, rows)
    assert torch.equal(mixed["end"][::2], mixed["train"][::2, 0])
    assert torch.allclose(mixed["end"][1::2], trained["end"][1::2], atol=1e-5)


def test_labels_are_dealt_out_among_the_known_examples_only(tasks):
    dealt = deal_out_labels(tasks)
    assert torch.equal(dealt.y[:, KNOWN:], tasks.y[:, KNOWN:])
    assert torch.equal(dealt.y[:, :KNOWN].sort(1).values, tasks.y[:, :KNOWN].sort(1).values)
    assert not torch.equal(dealt.y, tasks.y)


def test_off_by_one_stays_within_the_batch_of_its_member():
    output = torch.randn(2, 3, 3, generator=torch.Generator().manual_seed(0))
    labels, neighbours = torch.tensor([[0, 1, 2], [2, 1, 1]]), torch.tensor([[2, 0, 1], [1, 2, 1]])
    losses = off_by_one(output, labels, "none")
    assert torch.equal(losses, cross_entropy(output, neighbours, reduction="none"))


def test_noisy_labels_keep_their_classes_and_a_part_of_their_places(tasks):
    for before, after, classes in zip(tasks.y, noisy_labels(tasks).y, tasks.classes, strict=True):
        assert after.unique().tolist() == list(range(classes))
        changed = (before != after).double().mean()
        assert 0.9 / 3 * (1 - 1 / classes) < changed < 1.1 * 2 / 3 * (1 - 1 / classes)


def test_a_rare_class_is_rare(tasks):
    rare = rare_class(tasks)
    assert rare.classes == (2,) * 4
    assert ((rare.y.double().mean(1) > 0.005) & (rare.y.double().mean(1) < 0.08)).all()


def test_amounts_are_standardized_and_no_network_gets_far_below_their_noise(tasks, rows):
    amounts = noisy_amounts(tasks)
    assert torch.allclose(amounts.y.mean(1), torch.zeros(4, 1), atol=1e-4)
    assert torch.allclose(amounts.y.std(1), torch.ones(4, 1), atol=1e-4)
    found = fit(amounts, rows)
    assert (found["end"] < found["train"][:, 0]).all() and (found["test"] > 0.15).all()


def test_running_statistics_that_keep_up_evaluate_the_network_that_was_trained(tasks, rows):
    shifted = tasks._replace(x=10 + 5 * tasks.x)
    good, lagging = (fit_normalized(shifted, rows, momentum) for momentum in (0.1, 0.0001))
    assert torch.equal(good["train"], lagging["train"])
    assert (good["evaluated"] - good["end"] < 0.2).all()
    assert (lagging["evaluated"] - lagging["end"]).mean() > 1
