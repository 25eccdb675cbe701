// snippets/diagnose.py, answers.py and curves.py for the browser. The table of questions, limits and leaves is not
// here: scripts/site/diagnosis.py puts that of snippets/guide.py into the page. Numbers that stand inside those
// functions stand here too; tests/site/test_diagnosis_page.py holds both to the same answers, to the last digit.
window.diagnose = (() => {
  // Python keeps the first of two that compare as equal, and a NaN that comes first: Math.max and Math.min do not.
  const top = list => list.reduce((most, each) => each > most ? each : most)
  const low = list => list.reduce((least, each) => each < least ? each : least)
  const moves = list => list.slice(1).map((each, place) => each - list[place])

  function median(list) {
    const sorted = Float64Array.from(list).sort(), half = sorted.length >> 1
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }

  function inParts(losses, least = 10) {
    const size = Math.max(1, Math.floor(losses.length / least)), parts = []
    for (let start = losses.length % size; start < losses.length; start += size) {
      parts.push(median(losses.slice(start, start + size)))
    }
    return parts
  }

  function endOf(losses) {
    const curve = inParts(losses)
    return low([curve.at(-1), median(curve.slice(-3))])
  }

  function riseOf(first, losses, much) {
    const curve = losses.length > 9 ? inParts(losses, 5) : losses
    const sorted = moves([first, ...curve]).sort((a, b) => a - b), jump = top(losses) - first
    return top([jump > much ? jump : sorted.slice(-2)[0], endOf(losses) - low(curve), 0])
  }

  function paceOf(losses, little) {
    const parts = inParts(losses), falls = parts.slice(1).map((after, place) => parts[place] - after)
    const last = falls.length ? low(falls.slice(-2)) : 0
    let usual = falls.length ? median(falls) : 0
    if (falls.length < 2 || low(falls) <= 0) usual = last > 50 * little ? top([usual, 50 * little]) : 0
    return usual > little ? last / usual : true
  }

  function offZero(least, guess, zeros) {
    const classes = zeros && zeros < 7 ? Math.exp(zeros) : 0.5
    const numbers = zeros && Math.abs(classes - Math.round(classes)) > 1e-2 * classes
    return numbers && zeros > 2 * guess ? least / guess : 0
  }

  function above(loss, other, guess) {
    const ratio = other > 0 ? low([top([loss / other, 1]), 1.5]) : 1.5
    return top([loss - other, 0]) / guess * ratio
  }

  // null: it takes another run. true or false: it need not be asked, that is the way.
  function answers(limit, train, held, { test, guess, zeros, first: untrained, evaluated, heart }, others) {
    const end = endOf(train), most = top([guess, zeros || guess]), known = untrained !== null
    const first = known ? untrained : train[0], least = low([first, low(train)])
    const still = least > 0.9 * first ? least / guess : 0
    let start = top([first / most, still, offZero(least, guess, zeros)])
    if (start > limit("start") && !known && top(train) > 1.5 * low(train)) start = null
    const last = held.length ? endOf(held) : end, best = held.length ? low(held) : null
    const measured = evaluated !== null
    const level = measured ? evaluated : low([end, last]), own = measured ? evaluated : end
    const fits = level / guess <= limit("low"), stuck = (heart || 0) > limit("batch")
    let mode = measured && (evaluated - end) / guess
    if (!measured) {
      const high = end / guess > limit("low")
      const units = held.length && (high ? last < 0.3 * end : held[0] > 3 * train[0])
      mode = units || (fits && held.length && best > 0.7 * guess) ? null : true
    }
    const two = !zeros && Math.abs(guess - Math.log(2)) <= 1e-3 * Math.max(guess, Math.log(2))
    const found = {
      start,
      steady: riseOf(first, train, 10 * most) / most,
      mode,
      low: fits && two ? null : level / guess,
      apart: above(last, level, guess),
      learned: best === null || best / guess,
      recipe: others.smaller !== null || stuck ? false : null,
      smaller: stuck ? false : null,
      slowed: paceOf(held.length ? held : train, 1e-3 * guess),
      batch: heart,
      bigger: null,
      floor: two ? null : level / guess,
      signal: best && best / guess,
      gap: above(last, level, guess),
      target: test && above(test, top([last, ...held.slice(-1)]), guess),
    }
    for (const [name, loss] of Object.entries(others)) if (loss !== null) found[name] = loss / (own || 1e-9)
    return found
  }

  // A number as Python's format(number, ".3g") writes it: halves go to the even digit.
  function general(number, digits = 6) {
    if (Number.isNaN(number)) return "nan"
    const sign = number < 0 || Object.is(number, -0) ? "-" : ""
    if (!Number.isFinite(number)) return sign + "inf"
    if (!number) return sign + "0"
    const [mantissa, power] = Math.abs(number).toExponential(60).split("e")
    const all = mantissa.replace(".", ""), rest = all.slice(digits), half = "5".padEnd(rest.length, "0")
    let kept = Number(all.slice(0, digits)), exponent = Number(power)
    if (rest > half || (rest === half && kept % 2)) kept += 1
    if (kept === 10 ** digits) [kept, exponent] = [kept / 10, exponent + 1]
    const shown = String(kept).replace(/0+$/, "")
    if (exponent < -4 || exponent >= digits) {
      const point = shown.length > 1 ? shown[0] + "." + shown.slice(1) : shown
      return `${sign}${point}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`
    }
    if (exponent < 0) return sign + "0." + "0".repeat(-exponent - 1) + shown
    const whole = shown.padEnd(exponent + 1, "0"), after = whole.slice(exponent + 1)
    return sign + whole.slice(0, exponent + 1) + (after && "." + after)
  }

  // rules: {guide, questions, leaves, runs}; run: what the function in Python takes, by the same names.
  // -> {leaf, why, next}, and of a missing number its name, asked, with its run and the question that it answers.
  // Throws an Error with a sentence.
  function diagnose(rules, run) {
    const given = name => run[name] ?? null
    const train = run.train_loss, held = given("validation_loss") ?? []
    for (const [name, list] of [["train_loss", train], ["validation_loss", given("validation_loss") ?? [0]]]) {
      if (!list.length) throw new Error(`${name} is empty: note the loss after every epoch`)
    }
    const others = { recipe: given("recipe"), smaller: given("smaller"), bigger: given("bigger") }
    const single = { test: given("test_loss"), guess: run.guess, zeros: given("zeros"), first: given("untrained") }
    const yard = given("one_batch_guess") ?? run.guess, least = low(train)
    if (-Infinity < least && least < 0) {
      throw new Error("a loss below 0: is log_softmax missing? Or is it a density?")
    }
    for (const guess of [run.guess, yard]) {
      if (!(guess > 0 && guess < Infinity)) throw new Error("a guess must be a positive number: see guess_loss")
    }
    single.evaluated = given("evaluated")
    single.heart = given("one_batch") === null ? null : run.one_batch / yard
    for (const [name, loss] of Object.entries({ ...others, one_batch: single.heart, zeros: single.zeros })) {
      if (loss === null || Number.isFinite(loss)) continue
      throw new Error(`${name} is not a finite number: mend that run first`)
    }
    const odd = list => list.reduce((sum, loss) => sum + (loss !== null && !Number.isFinite(loss)), 0)
    const bad = odd(train) + odd(held) + odd([single.test, single.evaluated, single.first])
    const known = bad ? {} : answers(key => rules.guide[key][0], train, held, single, others), why = []
    known.finite = bad
    let key = "finite"
    while (key in rules.guide) {
      const answer = known[key], [most, unit, yes, no] = rules.guide[key]
      if (answer === null) {
        const [next, asked] = rules.runs[key]
        const told = { leaf: "cannot tell", why, next: `${next}, and give it as ${asked}=` }
        return { ...told, asked, run: next, question: rules.questions[key] }
      }
      const holds = typeof answer === "boolean" ? answer : answer <= most
      if (answer !== holds) {
        const found = `${holds ? "yes" : "no"}: ${general(answer, 3)} ${unit}`
        why.push(`${rules.questions[key]} ${found} (yes up to ${general(most)})`)
      }
      key = holds ? yes : no
    }
    return { leaf: key, why, next: rules.leaves[key], asked: null }
  }

  return Object.assign(diagnose, { general, endOf })
})()
