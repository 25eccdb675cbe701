// Figures that move, paths: for each kind a pure function (value of the slider, the page's data, how much of the run
// has been played) -> { panels, words, numbers }. moving.js draws the panels and says the words; the numbers are those
// that the words round, for tests/site/test_moving.py, which holds them against Python. Rules come from rules.js.
{
  const { abs, cos, hypot, max, PI, round, sin, sqrt } = Math
  const { begin, step: move, surfaces } = Rules // without them nothing moves
  const { grid, last, part, powers, range, say, times } = Moving

  // Where half of dᵀHd is `height`, for a Hessian [[a, b], [b, c]]: an ellipse about the middle.
  const ellipse = ([[a, b], [, c]], middle, height) => grid(0, 2 * PI, 121).map(angle => {
    const low = b / sqrt(a), up = sqrt(2 * height) * sin(angle) / sqrt(c - low * low)
    const across = (sqrt(2 * height) * cos(angle) - low * up) / sqrt(a)
    return [middle[0] + across, middle[1] + up]
  })

  const stepSize = (rate, { best, hessian: [[a, b], [, c]], least, limit, steps }, share) => {
    const off = ([x, y]) => [x - best[0], y - best[1]]
    const error = place => {
      const [u, v] = off(place)
      return sqrt(least + (a * u * u + 2 * b * u * v + c * v * v) / 2)
    }
    const way = [[0, 0]]
    for (let step = 0; step < steps; step++) {
      const [x, y] = last(way), [u, v] = off([x, y])
      way.push([x - rate * (a * u + b * v), y - rate * (b * u + c * v)])
    }
    const end = error(last(way)), out = way.findIndex(([x, y]) => x < -70 || x > 230 || y < -45 || y > 75)
    const shown = part(way, share)
    const ends = `After ${steps} steps the error is ${say(end)}`
    const how = out > 0 ? `Each step overshoots by more than the one before: outside after ${times(out, "step")}.`
      : rate > limit ? `${ends}: each step overshoots by more than the one before.`
      : end / sqrt(least) > 1.001 ? `${ends} and falls; the least is ${say(sqrt(least))}.`
      : `${ends}, the least that a line can have.`
    const zigzag = rate < limit && rate > limit / 2 ? " It zigzags on the way." : ""
    return {
      words: `η = ${say(rate)}${rate > limit ? `, above ${say(limit)}` : ""}. ${how}${zigzag}`,
      numbers: { end: last(way), error: end, out },
      panels: [{
        x: { from: -70, to: 230, ticks: [-50, 0, 50, 100, 150, 200], label: "b" },
        y: { from: -45, to: 75, ticks: [-40, -20, 0, 20, 40, 60], label: "w" },
        marks: [
          ...[100, 150, 200, 250, 300].map(level => ({
            line: ellipse([[a, b], [b, c]], best, level ** 2 - least), color: "faint", width: 1.5,
          })),
          { line: shown, color: "c0", width: 1.5 },
          { dots: shown, color: "c0", r: 2.5 },
          { dots: [last(shown)], color: "c0", r: 5 },
          { text: "A", at: [-10, 0], anchor: "end" },
          { text: "★", at: best, anchor: "middle", size: 26 },
          { text: "θ*", at: [best[0] + 5, best[1] - 9] },
        ],
      }],
    }
  }

  const tenPoints = (rate, { points, start, best, hessian, limit, steps }, share) => {
    const sum = f => points.reduce((all, [x, y]) => all + f(x, y), 0)
    const n = points.length, sx = sum(x => x), sxx = sum(x => x * x)
    const sy = sum((x, y) => y), sxy = sum((x, y) => x * y)
    const loss = ([b, w]) => sum((x, y) => (b + w * x - y) ** 2)
    let [b, w] = start, due = 1
    const way = [[0, b, w]]
    for (let step = 1; step <= steps && abs(w) < 1e9; step++) {
      [b, w] = [b - rate * 2 * (n * b + w * sx - sy), w - rate * 2 * (b * sx + w * sxx - sxy)]
      if (step < due && step < steps) continue
      way.push([step, b, w])
      due = step < 100 ? step + 1 : Math.ceil(step * 1.02)
    }
    const out = (way.find(([, , place]) => abs(place) > 25) || [0])[0], shown = part(way, share)
    const how = out ? `Each swing is wider than the one before: outside after ${times(out, "update")}.`
      : `After ${say(steps, 9)} updates b has come from ${say(start[0])} to ${say(b, 6)}. `
        + `The optimum is at ${say(best[0], 4)}.${rate > 0.9 * limit ? " w swings across the valley on the way." : ""}`
    const [bb, bw, ww] = hessian
    return {
      words: `η = ${say(rate, 5)}${rate > limit ? `, above ${say(limit)}` : ""}. ${how}`,
      numbers: { b, w, loss: loss([b, w]), out },
      panels: [{
        cell: [0, 0, 0.56, 1], title: "path",
        x: { from: -200, to: -100, ticks: [-200, -160, -120], label: "b" },
        y: { from: -25, to: 25, ticks: [-20, -10, 0, 10, 20], label: "w" },
        marks: [
          ...range(9, i => ({
            line: ellipse([[bb, bw], [bw, ww]], best, 3e4 * (2e8 / 3e4) ** (i / 8)), color: "faint", width: 1.5,
          })),
          { line: shown.map(([, ...place]) => place), color: "c1", width: 1.5 },
          { dots: [last(shown).slice(1)], color: "c1", r: 5 },
          { text: "×", at: best, anchor: "middle", size: 28 },
        ],
      }, {
        cell: [0.56, 0, 1, 1], title: "loss",
        x: { from: 1, to: steps, log: true, ticks: powers(0, 5), label: "update (log scale)" },
        y: { from: 1e4, to: 1e9, log: true, ticks: powers(4, 9) },
        marks: [{ line: shown.slice(1).map(([step, ...place]) => [step, loss(place)]), color: "c1" }],
      }],
    }
  }

  const ownRates = (steep, { start, rate, steps, share: ofBest }, share) => {
    const slope = ([x, y]) => [x, steep * y], one = ofBest * 2 / (1 + steep)
    const follow = (rule, rate) => {
      let state = begin(start)
      const way = [start], sigma = []
      for (let step = 0; step < steps; step++) {
        state = move(rule, state, slope(state.theta), { rate })
        way.push(state.theta)
        sigma.push(state.sigma)
      }
      return { way, sigma, away: hypot(...last(way)) }
    }
    const single = follow("sgd", one), own = follow("average", rate)
    const near = away => away < 1e-3 ? "less than 0.001" : say(away)
    const curve = i => part(own.sigma, share).map((pair, step) => [step, pair[i]])
    return {
      words: `κ = ${say(steep)}. After ${steps} steps one rate for both, ${say(one)}, is ${near(single.away)} from the `
        + `minimum. A rate for each is ${near(own.away)} from it, on the same path at every κ.`,
      numbers: { single: single.away, own: own.away, sigma: last(own.sigma) },
      panels: [{
        cell: [0, 0, 0.56, 1],
        x: { from: -5, to: 2, ticks: [-4, -2, 0, 2], label: "w₁, flat" },
        y: { from: -3.6, to: 3.6, ticks: [-3, -2, -1, 0, 1, 2, 3], label: "w₂, steep" },
        marks: [
          ...range(7, i => ({
            line: ellipse([[1, 0], [0, steep]], [0, 0], 0.5 * 120 ** (i / 6)), color: "faint", width: 1.5,
          })),
          ...[[single, "c1"], [own, "c0"]].flatMap(([{ way }, color]) => [
            { line: part(way, share), color, width: 1.5 }, { dots: part(way, share), color, r: 2.5 },
          ]),
          { text: "one rate", at: [-4.8, 3], color: "c1" },
          { text: "a rate for each", at: [-4.8, 2.4], color: "c0" },
          { text: "×", at: [0, 0], anchor: "middle", size: 28 },
        ],
      }, {
        cell: [0.56, 0, 1, 1],
        x: { from: 0, to: steps, ticks: [0, 10, 20, 30, 40], label: "step" },
        y: { from: 0.5, to: 5000, log: true, ticks: powers(0, 3), label: "σ (log scale)" },
        marks: [
          { line: curve(0), color: "c2" }, { line: curve(1), color: "c3" },
          { text: "w₁, flat", at: [steps, own.sigma[steps - 1][0] * 0.6], color: "c2", anchor: "end" },
          { text: "w₂, steep", at: [steps, own.sigma[steps - 1][1] * 1.8], color: "c3", anchor: "end" },
        ],
      }],
    }
  }

  const momentum = (coefficient, data, share) => {
    const { knots, rate, steps, start, box: [[from, to]] } = data, hill = surfaces({ hump: data }).hump
    let state = begin(start)
    const way = [start[0]]
    while (way.length <= steps) {
      state = move("momentum", state, hill.gradient(state.theta), { rate, momentum: coefficient })
      way.push(state.theta[0])
    }
    const beyond = knot => way.findIndex(w => w > knots[knot]), across = beyond(2), over = beyond(4)
    const now = max(1, round((steps + 1) ** share)) // the steps are played evenly on the log scale of the drawing
    const path = way.slice(0, now), lossAt = w => hill.value([w]), w = grid(from, to, 200)
    const deep = last(way) > knots[4]
    return {
      words: `λ = ${say(coefficient)}: across the plateau after ${times(across, "step")}`
        + (over < 0 ? ", and stuck in the valley before the hump." : `, over the hump after ${times(over, "step")}. `
        + (deep ? "It ends in the deep valley." : "It rolls back, and ends in the first valley.")),
      numbers: { across, over, end: last(way) },
      panels: [{
        cell: [0, 0, 1, 0.5],
        x: { from, to, ticks: range(5, i => [i + 1, ""]) },
        y: { from: -1.3, to: 0.8, ticks: [-1, -0.5, 0, 0.5], label: "loss" },
        marks: [
          { line: w.map(each => [each, lossAt(each)]), color: "ink" },
          { dots: [[start[0], lossAt(start[0])]], color: "faint", r: 6 },
          { dots: [[last(path), lossAt(last(path))]], color: "c0", r: 7 },
        ],
      }, {
        cell: [0, 0.5, 1, 1],
        x: { from, to, ticks: [1, 2, 3, 4, 5], label: "parameter w" },
        y: { from: steps + 1, to: 1, log: true, ticks: powers(0, 3), label: "step (log)" },
        marks: [{ line: path.map((each, step) => [each, step + 1]), color: "c0" }],
      }],
    }
  }

  const sigma = (memory, data, share) => {
    const { rate } = data, slope = surfaces({ slope: data }).slope, way = []
    let state = begin([-10])
    while (state.theta[0] < 10 && way.length < 20000) {
      const [x] = state.theta, gradient = slope.gradient([x])
      state = move("rmsprop", state, gradient, { rate, memory })
      way.push([x, state.sigma[0], abs(gradient[0])])
    }
    const first = way.filter(([x]) => x < -6).length, behind = way.filter(([x]) => x >= 6).length
    const shown = part(way, share), x = grid(-10, 10, 200), [place, size] = last(shown)
    const more = say(behind / first), axis = { from: -10, to: 10, ticks: [-10, -5, 0, 5, 10] }
    return {
      words: `α = ${say(memory, 4)}: about ${times(round(1 / (1 - memory)), "gradient")} remembered. `
        + `The flat behind the cliff takes ${times(behind, "step")}, the one before it ${first}: `
        + `${more === "1" ? "as many" : `${more} times as many`}.`,
      numbers: { first, behind, sigma: last(way)[1] },
      panels: [{
        cell: [0, 0, 1, 0.4],
        x: { ...axis, ticks: axis.ticks.map(each => [each, ""]) },
        y: { from: -6, to: 0.5, ticks: [-6, -4, -2, 0], label: "loss" },
        marks: [
          { line: x.map(each => [each, slope.value([each])]), color: "ink" },
          { dots: [[place, slope.value([place])]], color: "c0", r: 7 },
        ],
      }, {
        cell: [0, 0.4, 1, 1],
        x: { ...axis, label: "parameter" },
        y: { from: 0.009, to: 3, log: true, ticks: powers(-2, 0), label: "σ (log scale)" },
        marks: [
          { line: x.map(each => [each, abs(slope.gradient([each])[0])]), color: "ink", dash: "2 3", width: 1.5 },
          { line: shown, color: "c0" },
          { dots: [[place, size]], color: "c0", r: 5 },
          { text: "σ of RMSProp", at: [-9.6, 1.7], color: "c0" },
          { text: "size of the gradient (dotted)", at: [-9.6, 0.95] },
        ],
      }],
    }
  }

  Object.assign(Moving.kinds, {
    "step-size": stepSize, "ten-points": tenPoints, "own-rates": ownRates, momentum, sigma,
  })
}
