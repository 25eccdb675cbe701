// Figures that move, curves: for each kind a pure function (value of the slider, the page's data, how much of the run
// has been played) -> { panels, words, numbers }. moving.js draws the panels and says the words; the numbers are those
// that the words round, for tests/site/test_moving.py, which holds them against Python.
{
  const { abs, cos, exp, floor, log, log1p, max, min, PI, sqrt } = Math
  const { grid, powers, range, say, times } = Moving
  const sum = list => list.reduce((all, each) => all + each, 0)

  // The factors of snippets/schedules.py, on the largest rate at step t.
  const warmUp = (warm, { steps, every, halving, end, scale, cooldown }) => {
    const cosine = (t, end) => end + (1 - end) * (1 + cos(PI * min(t / steps, 1))) / 2
    const factors = {
      "step": [t => 0.1 ** floor(t / every), "c3"],
      "exponential": [t => 0.5 ** (t / halving), "c3"],
      "cosine to zero": [t => cosine(t, 0), "c0"],
      "cosine to a tenth": [t => cosine(t, end), "c0"],
      "linear to zero": [t => 1 - min(t / steps, 1), "c1"],
      "inverse root": [t => (1 + t / scale) ** -0.5, "c2"],
      "stable, then down": [t => min(1, max(1 - t / steps, 0) / cooldown), "c1"],
    }
    const up = t => min((t + 1) / max(warm, 1), 1), mean = f => sum(range(steps, f)) / steps
    const means = Object.fromEntries(
      Object.entries(factors).map(([name, [f]]) => [name, [mean(f), mean(t => up(t) * f(t))]]),
    )
    const [alone, warmed] = means["linear to zero"], percent = each => `${say(100 * each)} %`
    const price = `Without, it is ${percent(alone)}: for equal means the peak is ${say(alone / warmed)} times as high.`
    return {
      words: `${times(warm, "step")} of warm-up: the mean rate of linear to zero is ${percent(warmed)} of its peak. `
        + (warm ? price : ""),
      numbers: means,
      panels: Object.entries(factors).map(([name, [f, color]], i) => {
        const at = range(steps / 4 + 1, each => 4 * each), column = i % 4, row = floor(i / 4)
        return {
          cell: [column / 4, row / 2, column / 4 + 1 / 4, row / 2 + 1 / 2], title: name.replace("a tenth", "¹⁄₁₀"),
          x: { from: 0, to: steps, ticks: [[0, "0"], [steps, "end"]] },
          y: { from: 0, to: 1.08, ticks: [[0, column ? "" : "0"], [1, column ? "" : "1"]] },
          marks: [
            { line: at.map(t => [t, f(t)]), color, width: 1.5, dash: "2 3" },
            { line: at.map(t => [t, up(t) * f(t)]), color, width: 2.5 },
          ],
        }
      }),
    }
  }

  const batchSize = (size, { sizes, means, critical, least, scale, goal }) => {
    const updates = each => least * (1 + critical / each), seen = each => each * updates(each)
    const axis = { from: 3.6, to: 2300, log: true, ticks: sizes, label: "batch size (log)" }
    const curve = f => grid(log(4), log(2100), 80).map(exp).map(each => [each, f(each)])
    const saved = 1 - updates(2 * size) / updates(size), more = seen(2 * size) / seen(size) - 1
    return {
      words: `Batches of ${say(size, 4)}: by the law ${say(updates(size))} updates and ${say(seen(size))} examples `
        + `to a loss of ${goal}. Twice the batch saves ${say(100 * saved, 2)} % of the updates, `
        + `and takes ${say(100 * more, 2)} % more examples.`,
      numbers: { updates: updates(size), seen: seen(size), saved },
      panels: [{
        cell: [0, 0, 0.5, 1], title: "updates (log scale)",
        x: axis,
        y: { from: 100, to: 7000, log: true, ticks: [100, 300, 1000, 3000] },
        marks: [
          { band: scale, color: "faint" },
          { line: curve(updates), color: "c0" },
          { dots: sizes.map((each, i) => [each, means[i]]), color: "c0", r: 4 },
          { dots: [[size, updates(size)]], color: "c1", r: 7 },
          { text: "noise scale", at: [sqrt(scale[0] * scale[1]), 4800], anchor: "middle" },
        ],
      }, {
        cell: [0.5, 0, 1, 1], title: "examples seen (log scale)",
        x: axis,
        y: { from: 1e4, to: 5e5, log: true, ticks: [1e4, 3e4, 1e5, 3e5] },
        marks: [
          { band: scale, color: "faint" },
          { line: curve(seen), color: "c0" },
          { dots: sizes.map((each, i) => [each, each * means[i]]), color: "c0", r: 4 },
          { dots: [[size, seen(size)]], color: "c1", r: 7 },
        ],
      }],
    }
  }

  // Of the two scores' difference d alone: the right class's share is 1/(1 + eᵈ).
  const lossSurfaces = gap => {
    const wrong = d => 1 / (1 + exp(-d))
    const losses = { entropy: d => max(d, 0) + log1p(exp(-abs(d))), squared: d => 2 * wrong(d) ** 2 }
    const slopes = { entropy: d => sqrt(2) * wrong(d), squared: d => 4 * sqrt(2) * wrong(d) ** 2 * wrong(-d) }
    const out = slope => {
      let steps = 0
      for (let d = gap; d > 0; steps++) d -= sqrt(2) * slope(d) // the two scores move apart, each by its part
      return steps
    }
    const steps = { entropy: out(slopes.entropy), squared: out(slopes.squared) }
    const leads = `after ${say(steps.entropy, 9)} and ${times(steps.squared, "step")}`
    const axis = { from: -13.5, to: 13.5, ticks: [-10, -5, 0, 5, 10], label: "wrong score − right score" }
    const at = grid(-13.5, 13.5, 109), colors = { entropy: "c0", squared: "c1" }
    const marks = of => Object.entries(colors).flatMap(([name, color]) => [
      { line: at.map(d => [d, of[name](d)]), color }, { dots: [[gap, of[name](gap)]], color, r: 7 },
    ])
    return {
      words: `d = ${say(gap)}: a share of ${say(wrong(-gap), gap > 0 ? 3 : 6)} for the right class. `
        + `The gradient of cross entropy is ${say(slopes.entropy(gap))}, of squared error ${say(slopes.squared(gap))}. `
        + (gap > 0 ? `At rate 1 the right class leads ${leads}.` : `${gap ? "The right" : "Neither"} class leads.`),
      numbers: { ...steps, gradient: slopes.squared(gap), loss: losses.entropy(gap) },
      panels: [{
        cell: [0, 0, 0.5, 1], title: "loss", x: axis,
        y: { from: 0, to: 14, ticks: [0, 2, 4, 6, 8, 10, 12, 14] },
        marks: [
          ...marks(losses),
          { text: "cross entropy", at: [-12.5, 12.5], color: "c0" },
          { text: "squared error", at: [-12.5, 11.5], color: "c1" },
        ],
      }, {
        cell: [0.5, 0, 1, 1], title: "gradient (log scale)", x: axis,
        y: { from: 1e-8, to: 5, log: true, ticks: powers(-8, 0) },
        marks: marks(slopes),
      }],
    }
  }

  // The first Legendre polynomials at x.
  const legendre = (x, count) => {
    const found = [1, x]
    while (found.length < count) {
      const k = found.length - 1
      found.push(((2 * k + 1) * x * found[k] - k * found[k - 1]) / (k + 1))
    }
    return found.slice(0, count)
  }
  const dot = (a, b) => a.reduce((all, each, i) => all + each * b[i], 0)
  const solve = (matrix, right) => { // by elimination, with the largest pivot
    const rows = matrix.map((row, i) => [...row, right[i]]), n = rows.length
    for (let k = 0; k < n; k++) {
      const pivot = range(n - k, i => k + i).reduce((best, i) => abs(rows[i][k]) > abs(rows[best][k]) ? i : best, k);
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]]
      for (let i = k + 1; i < n; i++) {
        const by = rows[i][k] / rows[k][k]
        for (let j = k; j <= n; j++) rows[i][j] -= by * rows[k][j]
      }
    }
    const found = []
    for (let k = n - 1; k >= 0; k--) {
      found[k] = (rows[k][n] - sum(range(n - 1 - k, i => rows[k][k + 1 + i] * found[k + 1 + i]))) / rows[k][k]
    }
    return found
  }
  // Of the best fits the one that is nearest to the start: where gradient descent ends.
  const nearest = (inputs, targets, start) => {
    const left = targets.map((target, i) => target - dot(inputs[i], start))
    const columns = start.map((_, j) => inputs.map(row => row[j]))
    const change = start.length <= inputs.length
      ? solve(columns.map(a => columns.map(b => dot(a, b))), columns.map(a => dot(a, left)))
      : (many => columns.map(column => dot(column, many)))(solve(inputs.map(a => inputs.map(b => dot(a, b))), left))
    return start.map((each, j) => each + change[j])
  }

  const polynomial = (degree, { points, starts }) => {
    const count = degree + 1, inputs = points.map(([x]) => legendre(x, count)), targets = points.map(([, y]) => y)
    const fits = starts.map(start => nearest(inputs, targets, start.slice(0, count)))
    const value = (fit, x) => dot(fit, legendre(x, count)), at = grid(-1, 1, 101)
    const off = max(...points.map(([x, y]) => abs(value(fits[0], x) - y)))
    const apart = max(...at.map(x => {
      const all = fits.map(fit => value(fit, x))
      return max(...all) - min(...all)
    }))
    const curves = count > points.length ? fits : fits.slice(0, 1)
    return {
      words: `Degree ${degree}: ${times(count, "parameter")} for ${points.length} points. `
        + (count < points.length ? `It misses a point by ${say(off)}, from every start: too simple.`
        : count === points.length ? "One curve only fits, and it is the truth: a parabola."
        : `From each start another curve fits all points; between and beyond them they lie up to ${say(apart)} apart.`),
      numbers: { fits, off, apart },
      panels: [{
        x: { from: -1, to: 1, ticks: [-1, -0.5, 0, 0.5, 1], label: "x" },
        y: { from: -1.2, to: 1.9, ticks: [-1, -0.5, 0, 0.5, 1, 1.5], label: "y" },
        marks: [
          ...curves.map(fit => ({
            line: at.map(x => [x, value(fit, x)]), color: "c1", width: curves.length > 1 ? 1.2 : 3,
          })),
          { line: at.map(x => [x, 1 - x * x]), color: "ink", dash: "5 4" },
          { dots: points, color: "ink", r: 7 },
        ],
      }],
    }
  }

  // Normally distributed numbers, the same ones each time: a Weyl sequence, mixed (mulberry32), two at a time.
  const chance = seed => {
    const even = () => {
      seed = (seed + 0x6D2B79F5) | 0
      let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    }
    return () => sqrt(-2 * log(1 - even())) * cos(2 * PI * even())
  }
  const batchStatistics = (size, { runs, batches, seed }) => {
    const draw = chance(seed), average = list => sum(list) / list.length
    const found = range(runs, () => {
      const squares = range(batches, () => {
        const batch = range(size, draw), mean = average(batch)
        return average(batch.map(each => (each - mean) ** 2))
      })
      return [average(squares.map(sqrt)), sqrt(average(squares) * size / (size - 1))]
    })
    let ratio = 1 / sqrt(PI) // Γ(n/2) / Γ((n − 1)/2), from n = 2 on
    for (let n = 2; n < size; n++) ratio = (n - 1) / 2 / ratio
    const expected = sqrt(2 / size) * ratio, [ours, torchs] = [0, 1].map(i => average(found.map(pair => pair[i])))
    const dots = i => found.map((pair, run) => [i + (run / (runs - 1) - 0.5) * 0.3, pair[i]])
    return {
      words: `Batches of ${size} normally distributed outputs. The average of σ is ${ours.toFixed(2)} of the `
        + `true σ (the formula says ${expected.toFixed(3)}). The root of the average variance is ${torchs.toFixed(2)}.`,
      numbers: { ours, torchs, expected },
      panels: [{
        x: { from: -0.5, to: 1.5, ticks: [[0, "average of σ"], [1, "torch: root of average σ²"]] },
        y: { from: 0, to: 1.25, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2], label: "over the true σ" },
        marks: [
          { line: [[-0.5, 1], [1.5, 1]], color: "ink", dash: "2 3", width: 1.5 },
          { line: [[-0.3, expected], [0.3, expected]], color: "c1", width: 1.5 },
          { dots: dots(0), color: "c1" }, { dots: dots(1), color: "c0" },
          { text: "σ over all examples", at: [-0.45, 1.03] },
        ],
      }],
    }
  }

  Object.assign(Moving.kinds, {
    "warm-up": warmUp, "batch-size": batchSize, "loss-surfaces": lossSurfaces, polynomial,
    "batch-statistics": batchStatistics,
  })
}
