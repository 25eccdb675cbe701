"""The box on the home page: it reads what trainers write, and answers as the snippets do, in a browser."""

import json
import random
from itertools import product
from math import inf, isnan, log, nan

import pytest

from scripts.site.diagnosis import FIELDS
from snippets.diagnose import diagnose
from snippets.guess_loss import guess_loss
from snippets.guide import GUIDE, LEAVES, QUESTIONS, RUNS
from snippets.read_losses import NAMES, columns_of, read_losses
from tests.site.logs import CSV, DOUBTFUL, HARD, JSON, OTHER, REFUSED
from tests.site.test_accessibility import ALL, AXE
from tests.site.visits import Visits

PHONE = {"width": 390, "height": 844}
CURVES = "train_loss", "validation_loss", "test_loss"
ASK = """runs => {
  const rules = JSON.parse(document.getElementById("diagnosis-rules").textContent)
  return runs.map(run => {
    try {
      const {leaf, why, next} = diagnose(rules, run)
      return [leaf, why, next]
    } catch (error) { return error.message }
  })
}"""
READ = """texts => {
  const {names} = JSON.parse(document.getElementById("diagnosis-rules").textContent)
  return texts.map(text => {
    try {
      const {columns, sure, notes, doubts} = readLosses(text, names)
      return {columns, sure, notes, doubts, told: null}
    } catch (error) { return {told: error.message} }
  })
}"""


@pytest.fixture(scope="module")
def home(browser, site):
    """The home page, for what asks its functions only."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    yield page
    page.close()


@pytest.fixture
def visit(browser, site):
    """Opens the home page anew, and sees at the end that nothing was asked of anybody, and nothing complained."""
    contexts, visits = [], []

    def visit(**options):
        contexts.append(browser.new_context(**options))
        visits.append(Visits(contexts[-1], site.as_uri()))
        page = contexts[-1].new_page()
        page.goto((site / "index.html").as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    for seen in visits:
        seen.assert_calm()


# The rules


def curve(chance, guess):
    """Losses of some shape: falling, flat, rising, swinging, with spikes, exploding, short, with and without noise."""
    length = chance.choice([1, 2, 3, 4, 6, 9, 10, 11, 19, 20, 25, 60, 301])
    start = guess * chance.choice([1, 1, 1.1, 0.4, 3, 1000])
    end = guess * chance.choice([0, 0.01, 0.1, 0.5, 0.8, 0.99, 1])
    speed, noise = chance.choice([0, 0.5, 3, 20]), guess * chance.choice([0, 0, 0, 1e-3, 0.03, 0.3])
    at = [place / max(1, length - 1) for place in range(length)]
    losses = [end + (start - end) * (1 - x) ** speed + noise * chance.random() for x in at]
    for place in range(length):
        if chance.random() < 0.02 and chance.random() < 0.5:
            losses[place] *= chance.choice([2, 10, 1e6])
    if chance.random() < 0.15:  # rises again, or swings
        size, swings = guess * chance.choice([0.3, 2]), chance.random() < 0.5
        losses = [losses[place] + size * (place % 2 if swings else x**3) for place, x in enumerate(at)]
    if chance.random() < 0.2:
        losses = [round(loss, 2) for loss in losses]
    if chance.random() < 0.03:
        losses[chance.randrange(length)] = chance.choice([nan, inf, -inf, -1.0, 0.0])
    return losses


def maybe(chance, share, *values):
    return chance.choice(values) if chance.random() < share else None


def messy_run(chance):
    guess = chance.choice([log(2), log(10), log(10), log(1000), 0.056, 1.0, 1.8e9, 4.3e-5])
    train = curve(chance, guess)
    gap = guess * chance.choice([0, 0.01, 0.2, 0.7])
    held = maybe(chance, 0.7, [max(0, loss) + gap for loss in train], curve(chance, guess))
    some = [guess * x for x in (0, 0.01, 0.1, 0.3, 0.5, 0.8, 0.97, 1.2)]
    end = train[-1]
    near = [end * x for x in (0.3, 0.7, 0.84, 0.9, 1.0, 1.1)]
    run = {
        "train_loss": train,
        "validation_loss": held,
        "test_loss": maybe(chance, 0.5, *some, *((held or train)[-1:] * 6)),
        "guess": guess,
        "zeros": maybe(chance, 0.5, guess, log(2), 0.0, guess * 3, guess * 40),
        "untrained": maybe(chance, 0.2, guess, guess * 1.05, guess * 5, train[0]),
        "evaluated": maybe(chance, 0.4, *near, *some),
        "recipe": maybe(chance, 0.5, *near),
        "smaller": maybe(chance, 0.6, *near),
        "one_batch": maybe(chance, 0.6, 0.0, guess * 0.01, guess * 0.1, guess * 0.5, guess),
        "one_batch_guess": maybe(chance, 0.1, guess, guess / 2),
        "bigger": maybe(chance, 0.7, *near),
    }
    if chance.random() < 0.04:
        run[chance.choice(list(run)[2:])] = chance.choice([nan, inf, -inf, 0.0, -1.0])
    if chance.random() < 0.01:
        run[chance.choice(CURVES[:2])] = []
    return {name: value for name, value in run.items() if value is not None}


def aimed_run(chance):
    """Where a constant inside the snippets decides: slow steady falls, targets far from zero, nearly two classes."""
    guess = chance.choice([1.0, 0.056, log(2) * 1.0012, log(2) * 0.9988, log(2)])
    fall = chance.choice([0.0009, 0.00115, 0.0015, 0.045, 0.057, 0.07, 0.2])
    length, level = chance.choice([1, 2, 3, 5, 8]), chance.choice([1.0, 1.0, 1.0, 2.5, 0.14])
    return {
        "train_loss": [guess * (level - fall * place) for place in range(length)],
        "guess": guess,
        "smaller": guess,
        "one_batch": guess * chance.choice([0, 0.3]),
        "bigger": guess,
    } | ({"zeros": chance.choice([8.0, 6.9, log(3 * 1.0115), log(3), 2.5 * guess])} if chance.random() < 0.6 else {})


def told(run):
    try:
        leaf, why, what_next = diagnose(**run)
        return [leaf, why, what_next]
    except ValueError as error:
        return str(error)


def test_the_page_answers_as_the_snippets_do(home):
    """The same leaf, the same reasons to the last digit, the same refusals; every leaf and every missing run occurs."""
    chance = random.Random(0)
    runs = [messy_run(chance) for _ in range(1200)] + [aimed_run(chance) for _ in range(300)]
    expected = [told(run) for run in runs]
    found = home.evaluate(ASK, runs)
    different = [(run, mine, its) for run, mine, its in zip(runs, expected, found, strict=True) if mine != its]
    assert different == []
    answers = [answer for answer in expected if isinstance(answer, list)]
    assert {leaf for leaf, *_ in answers} == {*LEAVES, "cannot tell"}
    asked = {what_next.rpartition("as ")[2] for leaf, _, what_next in answers if leaf == "cannot tell"}
    assert asked == {f"{name}=" for _, name in RUNS.values()}
    assert len({answer for answer in expected if isinstance(answer, str)}) > 5


def test_the_table_is_that_of_the_snippets(home):
    rules = home.evaluate("JSON.parse(document.getElementById('diagnosis-rules').textContent)")
    assert rules["guide"] == {key: list(entry) for key, entry in GUIDE.items()}
    assert rules["questions"] == QUESTIONS and rules["leaves"] == LEAVES and rules["names"] == NAMES
    assert rules["runs"] == {key: list(entry) for key, entry in RUNS.items()}
    assert rules["fields"] == FIELDS
    assert set(FIELDS) == {name for _, name in RUNS.values()} | {"one_batch_guess"}


def test_numbers_are_written_as_python_writes_them(home):
    chance = random.Random(0)
    numbers = [0.0, -0.0, nan, inf, -inf, 0.125, 1.125, 1.135, 2.5, 1e-4, 9.9995e-5, 99950.0, 999.5, 1e22, 5e-324]
    numbers += [chance.choice([-1, 1]) * chance.random() * 10.0 ** chance.randint(-9, 9) for _ in range(500)]
    numbers += [whole / 8 for whole in range(-9, 3000, 7)]
    for digits, form in (3, ".3g"), (6, "g"):
        write = "([numbers, digits]) => numbers.map(each => diagnose.general(each, digits))"
        found = home.evaluate(write, [numbers, digits])
        assert found == [format(number, form) for number in numbers]


# Reading


def same(one, other):
    return len(one) == len(other) and all(a == b or (isnan(a) and isnan(b)) for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def readings(home):
    logs = {name: text for name, (text, *_) in (CSV | JSON | OTHER | HARD | DOUBTFUL).items()}
    return dict(zip(logs, home.evaluate(READ, list(logs.values())), strict=True))


@pytest.mark.parametrize("name", CSV | JSON | OTHER | HARD | DOUBTFUL)
def test_what_trainers_write_is_read(readings, name):
    """Rightly; and what may be wrong is a doubt, which the reader has to confirm."""
    found, (_, expected, *doubt) = readings[name], (CSV | JSON | OTHER | HARD | DOUBTFUL)[name]
    assert found["told"] is None
    roles = {column["role"]: column["values"] for column in found["columns"]}
    for role, losses in zip(CURVES, expected, strict=True):
        assert same(roles.get(role, []), losses), (role, found)
    if doubt:
        assert not found["sure"] and any(doubt[0] in told for told in found["doubts"])
    else:
        assert found["doubts"] == []


@pytest.mark.parametrize("name", CSV)
def test_the_snippet_reads_the_same_files(tmp_path, name):
    text, (train, held, _) = CSV[name]
    file = tmp_path / "log.csv"
    file.write_text(text, "utf-8", newline="")
    found = read_losses(file)
    assert same(found["train_loss"], train) and same(found.get("validation_loss", []), held)


@pytest.mark.parametrize("name", JSON)
def test_the_snippet_reads_the_same_json(name):
    text, (train, held, _) = JSON[name]
    log = json.loads(text)
    found = read_losses(log.get("log_history", log) if isinstance(log, dict) else log)
    assert same(found["train_loss"], train) and same(found.get("validation_loss", []), held)


def test_names_are_told_apart_as_the_snippet_does(home):
    """Any two or three of the names that loggers use, in any order, of one number or of two."""
    usual = [f"{'_'.join(name.partition('loss'))}".strip("_") for names in NAMES.values() for name in names]
    logs = [list(pair) for pair in product(["loss", "train_loss_step", "eval_loss", "val/loss"], usual)]
    texts = [f"{one},{other}\n2,\n1.5,1\n" for one, other in logs if one != other]
    texts += [f"{one},{other},epoch\n2,1,0\n,1.5,1\n" for one, other in logs if one != other]
    for text, found in zip(texts, home.evaluate(READ, texts), strict=True):
        roles = {column["role"]: column["values"] for column in found["columns"] if column["role"] in CURVES[:2]}
        rows = [line.split(",") for line in text.splitlines()]
        log = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        assert columns_of(log)
        try:
            assert roles == read_losses(log), text
        except ValueError:  # no training loss among them
            assert "validation_loss" not in roles or roles["validation_loss"]


def test_what_holds_no_losses_gets_a_sentence(home):
    for (text, sentence), found in zip(REFUSED.items(), home.evaluate(READ, list(REFUSED)), strict=True):
        assert sentence in (found["told"] or ""), (text, found)


# The box


def answered(page):
    return page.locator(".diagnosis__answer")


def wait_for(page, words):
    page.wait_for_function(
        "words => document.querySelector('.diagnosis').innerText.toLowerCase().includes(words)", arg=words.lower()
    )


def test_by_keyboard_on_a_phone(visit):
    """Pasted, the number of classes typed: answered, in sight, with its reasons, its picture and its link."""
    page = visit(viewport=PHONE)
    box = page.get_by_role("textbox", name="The losses of a run")
    assert box.bounding_box()["y"] < PHONE["height"]
    page.evaluate("document.querySelector('.diagnosis textarea').focus()")
    page.keyboard.insert_text("train_loss,val_loss\n2.3,2.2\n0.9,1.2\n0.3,1.0\n0.1,1.4\n")
    wait_for(page, "fill in the number above")
    while page.evaluate("document.activeElement.name") != "classes":
        page.keyboard.press("Tab")
    page.keyboard.type("10")
    wait_for(page, "overfitting")
    link = answered(page).get_by_role("link", name="overfitting")
    assert link.get_attribute("href") == "framework/remedies.html"
    assert (
        page.locator(".diagnosis__why li").all_inner_texts()
        == diagnose([2.3, 0.9, 0.3, 0.1], [2.2, 1.2, 1.0, 1.4], guess=log(10), zeros=log(10))[1]
    )
    picture = page.locator(".diagnosis svg")
    assert "Training loss, 4 numbers: first 2.3, lowest 0.1, last 0.1." in picture.get_attribute("aria-label")
    assert "A guess: 2.3." in picture.get_attribute("aria-label")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.long
def test_it_asks_for_one_number_after_the_other(visit):
    """And forgets the fields of a way that it does not take any more."""
    page = visit()
    page.locator(".diagnosis textarea").fill("2.3 2.3\n1.5 1.5\n1.4 1.4")
    page.get_by_label("Number of classes").fill("10")
    for name, value in {"recipe": "1.4", "smaller": "1,4", "one_batch": "0.01", "bigger": "0.1"}.items():
        wait_for(page, RUNS[next(key for key, (_, called) in RUNS.items() if called == name)][0])
        page.get_by_label(FIELDS[name]).fill(value)
    wait_for(page, "model bias")
    page.get_by_label(FIELDS["recipe"]).fill("0.5")
    wait_for(page, "the guide says: optimization")
    page.get_by_role("button", name="Start again").click()
    assert page.locator(".diagnosis__more input").count() == 0
    assert answered(page).inner_text() == "" and page.locator(".diagnosis svg").count() == 0


@pytest.mark.long
def test_columns_can_be_told_by_hand(visit):
    page = visit()
    page.locator(".diagnosis textarea").fill("a,b,c\n1,2,0.5\n1.3,1,0.6\n1.4,0.1,0.4\n")
    wait_for(page, "say which column is the training loss")
    page.get_by_role("combobox", name="b", exact=True).select_option("training loss")
    page.get_by_role("combobox", name="a", exact=True).select_option("validation loss")
    wait_for(page, "3 training losses from b, 3 validation losses from a")
    page.get_by_role("combobox", name="c", exact=True).select_option("training loss")
    assert page.get_by_role("combobox", name="b", exact=True).input_value() == ""


@pytest.mark.long
def test_blanks_that_are_nan_are_asked_for(visit):
    page = visit()
    page.locator(".diagnosis textarea").fill("loss,val_loss\n2.3,nan\n1.1,1.2\n0.1,nan\n0.1,0.2\n")
    wait_for(page, "not a number")  # without a guess
    page.get_by_label("Number of classes").fill("10")
    page.get_by_label("NaN in val_loss is a blank").check()
    wait_for(page, FIELDS["test_loss"])


@pytest.mark.long
def test_a_script_that_did_not_come_is_told(browser, site):
    """Instead of buttons that do nothing."""
    context = browser.new_context()
    for name in "read-losses", "diagnose", "loss-curves":
        page = context.new_page()
        page.route(f"**/{name}.js", lambda route: route.abort())
        page.goto((site / "index.html").as_uri())
        wait_for(page, "a script of this box did not come")
        assert page.locator(".diagnosis button").count() == 0
    context.close()


@pytest.mark.long
def test_what_stays_is_not_announced_again(visit):
    """Typing on in a text that reads the same changes no live region."""
    page = visit()
    box = page.locator(".diagnosis textarea")
    box.fill("loss\n2.3\n1.1\n0.6")
    wait_for(page, "fill in the number above")
    page.evaluate("""() => {
      window.said = 0
      const seen = new MutationObserver(changes => { window.said += changes.length })
      for (const part of document.querySelectorAll(".diagnosis [role=status]")) seen.observe(part, {childList: true})
      const own = readLosses
      readLosses = (...given) => { window.reread = true; return own(...given) }
    }""")
    box.press("End")
    box.press_sequentially("0 ")
    page.wait_for_function("window.reread && !document.querySelector('.diagnosis__guess').hidden")
    assert page.evaluate("window.said") == 0


def test_old_browsers_take_the_scripts(site):
    """One lookbehind, and Safari before 16.4 refuses the whole script."""
    for name in "read-losses", "diagnose", "loss-curves", "diagnosis":
        text = (site / f"assets/js/{name}.js").read_text("utf-8")
        assert "(?<=" not in text and "(?<!" not in text


def test_no_text_takes_the_reader_long(home):
    """Patterns that try every part of a long line would never end."""
    texts = [
        "train " + "12 " * 100000 + "x",
        "x [1, " + "2, " * 100000,
        "best " * 50000 + "loss 1",
        "2,3 " * 100000 + "x",
    ]
    assert len(home.evaluate(READ, texts)) == 4


@pytest.mark.long
def test_no_verdict_until_a_doubt_is_confirmed(visit):
    page = visit()
    page.locator(".diagnosis textarea").fill("epoch,train,val\n1,0.5,0.4\n2,0.7,0.6\n3,0.83,0.7\n")
    page.get_by_label("Number of classes").fill("10")
    wait_for(page, "the numbers of train rise: are they accuracies?")
    wait_for(page, "confirm it above")
    assert page.locator(".diagnosis__columns").get_attribute("open") is not None
    page.get_by_role("button", name="They are losses").click()
    page.wait_for_function("!document.querySelector('.diagnosis__answer').innerText.includes('Confirm')")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.locator(".diagnosis__columns button").count() == 0


@pytest.mark.long
def test_a_doubt_can_be_said_yes_to(visit):
    """Accuracies are not judged, nor is a share of errors; without that of validation, training is."""
    page, no = visit(), "They are not losses"
    box, link = page.locator(".diagnosis textarea"), answered(page).get_by_role("link")
    box.fill("epoch,train,val\n1,0.5,0.4\n2,0.7,0.6\n3,0.83,0.7\n")
    page.get_by_role("button", name=no).click()
    wait_for(page, "without losses, as you say")
    wait_for(page, "the guide reads losses. say which column")
    assert page.locator(".diagnosis__columns button").count() == 0
    assert link.get_attribute("href") == "framework/remedies.html"
    page.get_by_role("combobox", name="train", exact=True).select_option("training loss")  # no, after all
    wait_for(page, "fill in the number above")
    box.fill("epoch,train,test\n1,2.3,0.1\n2,1.1,0.7\n3,0.6,0.8\n")
    wait_for(page, "the numbers of test rise")
    page.get_by_role("button", name=no).click()
    wait_for(page, "fill in the number above")
    assert page.get_by_role("combobox", name="test", exact=True).input_value() == ""


def test_what_the_guide_cannot_judge_is_told_with_a_way_on(visit):
    """Accuracies; two networks against each other; losses that are no better than a guess."""
    page = visit()
    box, link = page.locator(".diagnosis textarea"), answered(page).get_by_role("link")
    box.fill("epoch,accuracy,val_accuracy\n1,0.6,0.5\n2,0.9,0.6\n3,0.99,0.6\n")
    wait_for(page, "good in training, bad in validation? that is overfitting")
    assert link.get_attribute("href") == "framework/remedies.html"
    box.fill("[1/5] Loss_D: 0.9 Loss_G: 2.1\n[2/5] Loss_D: 0.5 Loss_G: 4.1\n[3/5] Loss_D: 0.2 Loss_G: 6.3\n")
    wait_for(page, "neither loss has to fall")
    assert link.get_attribute("href") == "framework/first-checks.html"
    page.get_by_role("button", name="No: each loss has to fall").click()
    wait_for(page, "fill in the number above")
    box.fill("loss\n0.694\n0.693\n0.693\n0.693\n")
    page.get_by_label("Number of classes").fill("2")
    wait_for(page, "run them before anything longer")
    assert link.get_attribute("href") == "framework/first-checks.html"
    box.fill("loss\n0.694\n0.6\n0.55\n0.5\n")
    page.wait_for_function("!document.querySelector('.diagnosis__answer').innerText.includes('before anything longer')")


RIVALS = {  # logs: do two networks train against each other in them?
    "[Epoch 0/200] [D loss: -3.1] [G loss: 1.8]\n[Epoch 1/200] [D loss: -2.9] [G loss: 1.9]\n": True,
    "G_losses = [2.1, 4.1, 6.3]\nD_losses = [0.9, 0.5, 0.2]\n": True,
    "step,loss_G_A,loss_D_A\n1,2.1,0.9\n2,4.1,0.5\n": True,
    "Critic loss: 0.9 Generator loss: 2.1\nCritic loss: 0.5 Generator loss: 4.1\n": True,
    "epoch,d_loss\n1,0.9\n2,0.5\n": False,
    "adv_loss,d_loss\n2.1,0.9\n4.1,0.5\n": True,
    "actor_loss,critic_loss\n0.9,2.1\n0.5,4.1\n": False,
    "loss,recon_loss,kl_loss\n75,60,15\n70,56,14\n": False,
    "[1/5] Loss_D: 0.9 Loss_G: 2.1\n[2/5] Loss_D: nan Loss_G: nan\n": False,  # NaN is told first
}


def test_two_networks_against_each_other_are_told_by_their_names(visit):
    page, before = visit(), ""
    for text, rivals in RIVALS.items():
        page.locator(".diagnosis textarea").fill(text)
        page.wait_for_function("before => document.querySelector('.diagnosis__read').innerText !== before", arg=before)
        before = page.locator(".diagnosis__read").inner_text()
        assert ("against each other" in before) == rivals, (text, before)


def test_what_needs_no_guess_does_not_wait_for_one(visit):
    page = visit()
    page.locator("[name=classes]").evaluate("each => { each.value = 'ten' }")
    for losses, told in {
        "loss\n2.3\nnan\nnan\n": "not a number",
        "loss\n-1.3\n-2\n-5\n": "a loss below 0",
        "loss\n2.3\n1.3\n0.5\n": '"ten" is no whole number',
    }.items():
        page.locator(".diagnosis textarea").fill(losses)
        wait_for(page, told)


def test_no_better_than_a_guess_is_the_end_that_the_guide_takes(visit):
    """Not one batch of it."""
    page = visit()
    page.get_by_label("Number of classes").evaluate("each => { each.value = 2 }")
    hint = "document.querySelector('.diagnosis__answer').innerText.includes('no better than a guess')"
    learned = [0.69 - 0.006 * n for n in range(40)]
    stuck = [0.693 + 0.02 * (-1) ** n for n in range(60)]
    for losses, told in ([*learned, 0.72], False), ([*stuck, 0.66], True):
        page.locator(".diagnosis textarea").fill("loss\n" + "\n".join(map(str, losses)))
        wait_for(page, f"{len(losses)} training losses")
        wait_for(page, "cannot tell yet")
        assert page.evaluate(hint) == told


def test_a_variance_is_read_or_refused(visit):
    """Each is followed by one that is answered otherwise."""
    page = visit()
    page.locator(".diagnosis textarea").fill("loss\n7e6\n6.9e6\n6.8e6\n6.7e6\n6.6e6\n")
    page.get_by_role("combobox", name="Your loss is a").select_option("mean squared error")
    page.get_by_label("Variance of the targets").fill("6300000")
    for key in "recipe", "smaller":
        page.get_by_label(FIELDS[key]).fill("6.6e6")
    wait_for(page, "the guide says: too few")
    for typed, told in {
        "6,300": 'is "6,300" 6.300 or 6300? write it without the comma',
        "6.300.000": "the guide says: too few",
        "a lot": '"a lot" is no number',
        "6'300'000": "the guide says: too few",
        "": "fill in the number above",
        "6,3e6": "the guide says: too few",
        "-3": '"-3" is not above 0',
        "6,300,000": "the guide says: too few",
        "1e400": '"1e400" is no finite number',
        "0,5": "the guide says: wrong start",
    }.items():
        page.get_by_label("Variance of the targets").fill(typed)
        wait_for(page, told)


@pytest.mark.long
def test_a_loss_in_another_unit_is_doubted(visit):
    page = visit()
    page.locator(".diagnosis textarea").fill("loss\n1e10\n9.9e9\n9.8e9\n9.6e9\n")
    page.get_by_role("combobox", name="Your loss is a").select_option("mean squared error")
    page.get_by_label("Variance of the targets").fill("6.3e9")
    page.get_by_label(FIELDS["recipe"]).fill("0.98")
    wait_for(page, "less than a thousandth of yours. is it in the same unit?")
    page.get_by_label(FIELDS["recipe"]).fill("2,345")
    wait_for(page, "write it without the comma")
    page.get_by_label(FIELDS["recipe"]).fill("5e9")
    wait_for(page, "the guide says: optimization")
    assert "unit" not in answered(page).inner_text()


@pytest.mark.long
def test_the_classes_of_the_example_are_lent(visit):
    """Not to other losses; what the reader has typed stays."""
    page = visit()
    classes, box = page.get_by_label("Number of classes"), page.locator(".diagnosis textarea")
    page.get_by_role("button", name="Try an example").click()
    wait_for(page, "overfitting")
    box.fill("loss,val_loss\n0.7,0.7\n0.3,0.5\n0.1,0.7\n0.05,0.9")
    wait_for(page, "fill in the number above")
    assert classes.input_value() == ""
    classes.fill("2")
    wait_for(page, "cannot tell yet")
    box.fill("loss,val_loss\n0.7,0.7\n0.3,0.5\n0.1,0.7\n0.05,0.8")
    page.wait_for_function("document.querySelector('.diagnosis svg')?.getAttribute('aria-label').includes('last 0.8')")
    assert classes.input_value() == "2"


@pytest.mark.long
def test_validation_losses_that_are_no_numbers_are_left_out(visit):
    page = visit()
    page.locator(".diagnosis textarea").fill("loss\n2.3\n0.1\n0.05\n0.04\n")
    page.get_by_label("Number of classes").fill("10")  # at once: the losses are read all the same
    wait_for(page, FIELDS["validation_loss"])
    field = page.get_by_label(FIELDS["validation_loss"])
    for typed in "-", "val: 2.2 2.0", "0.5 x":
        field.fill(typed)
        wait_for(page, f'"{typed}" holds more than numbers')
    field.fill("6,300")
    wait_for(page, "write it without the comma")
    page.evaluate("() => { const own = diagnose; diagnose = (rules, run) => own(rules, window.last = run) }")
    field.fill("0,52 0,48")
    page.wait_for_function("String(window.last?.validation_loss) === '0.52,0.48'")


def test_a_pasted_progress_bar_is_that_of_the_file(visit):
    page = visit()
    page.evaluate(
        """text => {
      const data = new DataTransfer()
      data.setData("text", text)
      const target = document.querySelector(".diagnosis textarea")
      target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
    }""",
        OTHER["progress bars"][0],
    )
    wait_for(page, "3 training losses from loss")


@pytest.mark.long
def test_who_comes_back_finds_the_losses_read(visit):
    page = visit()
    page.locator(".diagnosis textarea").fill("loss\n2.3\n0.1\n0.05\n0.04\n")
    wait_for(page, "4 training losses")
    page.locator(".diagnosis__note a").click()
    page.wait_for_url("**/general-guide.html#your-run")
    page.go_back()
    wait_for(page, "4 training losses")


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "label", "typed", "guess"),
    [
        ("classes", "Number of classes", "32,000", log(32000)),
        ("classes", "Number of classes", "50.000", log(50000)),
        ("classes", "Number of classes", "10 classes", log(10)),
        ("counts", "Examples of each class", "10,000 5,000", log(3) - log(4) / 3),
        ("counts", "Examples of each class", "1,000, 200", log(6) - 5 / 6 * log(5)),
        ("counts", "Examples of each class", "900,100", log(10) - 0.9 * log(9)),
    ],
)
def test_marks_of_thousands_are_no_decimal_points(visit, kind, label, typed, guess):
    page = visit()
    page.evaluate("() => { const own = diagnose; diagnose = (rules, run) => own(rules, window.last = run) }")
    page.locator(".diagnosis textarea").fill("20\n10\n5\n2")
    page.locator("[name=kind]").select_option(kind)
    page.get_by_label(label).fill(typed)
    page.wait_for_function("guess => Math.abs(window.last?.guess - guess) < 1e-9", arg=guess)


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "typed"), [("classes", "ten"), ("classes", "1.5"), ("counts", "1,000,200"), ("counts", "5 x")]
)
def test_a_guess_that_cannot_be_read_is_told(visit, kind, typed):
    page = visit()
    page.locator(".diagnosis textarea").fill("2\n1\n0.1")
    page.locator("[name=kind]").select_option(kind)
    page.locator(f"[name={kind}]").fill(typed)
    wait_for(page, f'"{typed}" is no')


@pytest.mark.long
@pytest.mark.parametrize(
    ("kind", "typed", "labels"),
    [
        ("cross-entropy, equal classes", {"Number of classes": "10"}, [*range(10)] * 10),
        ("cross-entropy, unequal classes", {"Examples of each class": "900, 100"}, [0] * 900 + [1] * 100),
        (
            "mean squared error",
            {"Variance of the targets": "2.5625", "Their mean, if you know it": "3.25"},
            [1.0, 3.0, 3.5, 5.5],
        ),
    ],
)
def test_a_guess_is_that_of_the_labels(visit, kind, typed, labels):
    page = visit()
    page.locator(".diagnosis textarea").fill("2\n1\n0.1")
    page.get_by_label("Your loss is a").select_option(kind)
    page.evaluate("() => { const own = diagnose; diagnose = (rules, run) => own(rules, window.last = run) }")
    for label, number in typed.items():
        page.get_by_label(label).fill(number)
    page.wait_for_function("() => window.last && last.guess !== 1 && last.zeros != null")
    last = page.evaluate("[last.guess, last.zeros]")
    assert last == pytest.approx([*guess_loss(labels).values()])


def test_a_file_by_button_and_by_drop(visit, tmp_path):
    page = visit()
    file = tmp_path / "powershell.log"
    file.write_text("step 1 loss: 2.3\nstep 2 loss: 1.1\nstep 3 loss: 0.6\n", "utf-16")
    page.locator(".diagnosis [type=file]").set_input_files(file)
    wait_for(page, "3 training losses from loss")
    page.evaluate(
        """text => {
      const data = new DataTransfer()
      data.items.add(new File([text], "metrics.csv"))
      document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}))
    }""",
        CSV["Lightning"][0],
    )
    wait_for(page, "3 training losses from train_loss_epoch, 3 validation losses from val_loss")


@pytest.mark.long
def test_ten_megabytes_are_read_and_not_shown(visit):
    page = visit()
    page.evaluate("""() => {
      const lines = Array.from({length: 600000}, (_, step) => `${step},${(0.1 + 2 / (1 + step / 9000)).toFixed(6)}`)
      const data = new DataTransfer()
      data.setData("text", "step,loss\\n" + lines.join("\\n"))
      const target = document.querySelector(".diagnosis textarea")
      target.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
    }""")
    wait_for(page, "600,000 training losses from loss")
    assert page.locator(".diagnosis textarea").input_value() == ""
    page.get_by_label("Number of classes").fill("10")
    wait_for(page, RUNS["signal"][0])
    assert len(page.locator(".diagnosis svg").evaluate("picture => picture.outerHTML")) < 20000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_answer(visit, scheme):
    page = visit(color_scheme=scheme, reduced_motion="reduce", viewport=PHONE)
    page.get_by_role("button", name="Try an example").click()
    wait_for(page, "overfitting")
    page.locator(".diagnosis summary").click()
    page.get_by_role("combobox", name="val_loss").select_option("left out")
    wait_for(page, FIELDS["validation_loss"])
    page.evaluate(AXE)
    scope = {"include": [[".diagnosis"]]}
    found = page.evaluate("([scope, options]) => axe.run(scope, options)", [scope, ALL])["violations"]
    assert [node["html"] for violation in found for node in violation["nodes"]] == []


def test_nothing_leaves_the_page(browser, server):
    """Over the web too: from the paste to the answer no request at all."""
    context, asked = browser.new_context(), []
    page = context.new_page()
    page.goto(f"{server}index.html", wait_until="networkidle")
    page.get_by_role("textbox", name="The losses of a run").focus()  # at which Material asks for its search index
    page.keyboard.press("Shift")
    page.wait_for_load_state("networkidle")
    context.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Try an example").click()
    wait_for(page, "overfitting")
    context.close()
    assert asked == []


def test_every_leaf_has_its_link(home):
    links = home.evaluate(
        """leaves => leaves.map(leaf => {
      return document.querySelector(`.guide-map__leaf--${leaf.replaceAll(" ", "-")} a`)?.textContent
    })""",
        list(LEAVES),
    )
    assert links == list(LEAVES)


def test_without_scripts_it_leads_to_the_function(visit):
    page = visit(java_script_enabled=False)
    assert not page.locator(".diagnosis textarea").is_visible()
    assert page.locator(".diagnosis noscript p").is_visible()
    link = page.locator(".diagnosis noscript").get_by_role("link")
    assert link.get_attribute("href") == "framework/general-guide.html#your-run"
