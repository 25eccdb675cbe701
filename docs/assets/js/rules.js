// The rules of the optimizers and the losses they go down, as pure functions: no page, no clock, no chance. The rules
// are those of snippets/{momentum,adagrad,rmsprop,adam}.py, operation by operation; tests/site/test_playground.py holds
// both against each other. One global, because the site opens from disk, where modules are refused:
//
//   const surfaces = Rules.surfaces(data)       data: what scripts/site/surfaces.py puts into the page, {name: numbers}
//   const { value, gradient } = surfaces.crescent                 of theta, an array of one or two parameters
//   const run = Rules.path(surfaces.crescent, "adam", [-1.5, 2], { rate: 0.01 }, 100)
//   run.theta[100], run.loss[100], run.sigma[100]                 after a hundred steps; σ of step 100, by parameter
//   run.left                                    the step after which it was far outside, where it ends; null if it never was
//   Rules.step(name, state, gradient, settings) one step, state → state; Rules.begin(theta) is the first state
//   Rules.curvature(surface, theta)             the largest eigenvalue of the Hessian: stable below 2 over it
//
// settings: rate η; momentum λ, Adam's β₁; memory α, Adam's β₂; decay, AdamW's; falls, how η does over the run.
{
  const USUAL = { rate: 0.01, momentum: 0.9, memory: 0.99, decay: 0.01, falls: "constant" }

  // What one parameter does: its value, its gradient, what the rule keeps of it, the count of gradients, the settings.
  // σ is null where a rule has none.
  const adagrad = mean => (theta, g, own, count, { rate }) => {
    const square = own.square + g * g
    const sigma = Math.sqrt(square / (mean ? count : 1))
    return { theta: theta - rate * g / (sigma + 1e-10), square, sigma }
  }
  const adam = decays => (theta, g, own, count, { rate, momentum, memory, decay }) => {
    const m = momentum * own.m + (1 - momentum) * g
    const square = memory * own.square + (1 - memory) * g * g
    const sigma = Math.sqrt(square / (1 - memory ** count))
    const from = decays ? theta * (1 - rate * decay) : theta
    return { theta: from - rate * (m / (1 - momentum ** count)) / (sigma + 1e-8), m, square, sigma }
  }
  const rules = { // title, the settings that it has, and where these are not the usual ones
    sgd: {
      title: "gradient descent", has: [],
      one: (theta, g, own, count, { rate }) => ({ theta: theta - rate * g, sigma: null }),
    },
    momentum: {
      title: "momentum", has: ["momentum"],
      one: (theta, g, own, count, { rate, momentum }) => {
        const m = momentum * own.m - rate * g
        return { theta: theta + m, m, sigma: null }
      },
    },
    average: { title: "averaged root mean square", has: [], one: adagrad(true) },
    adagrad: { title: "Adagrad", has: [], one: adagrad(false) },
    rmsprop: {
      title: "RMSProp", has: ["memory"],
      one: (theta, g, own, count, { rate, memory }) => {
        const square = memory * (count > 1 ? own.square : g * g) + (1 - memory) * (g * g)
        const sigma = Math.sqrt(square)
        return { theta: theta - rate * g / (sigma + 1e-8), square, sigma }
      },
    },
    adam: { title: "Adam", has: ["momentum", "memory"], usual: { memory: 0.999 }, one: adam(false) },
    adamw: { title: "AdamW", has: ["momentum", "memory", "decay"], usual: { memory: 0.999 }, one: adam(true) },
  }
  const falls = { // ηᵗ over η⁰, of the number of steps made
    constant: () => 1,
    root: step => 1 / Math.sqrt(1 + step),
    hyperbola: step => 1 / (1 + step / 1000),
  }

  const begin = theta => ({ steps: 0, theta, sigma: null, own: theta.map(() => ({ m: 0, square: 0 })) })

  const step = (name, state, gradient, settings) => {
    const rule = rules[name], all = { ...USUAL, ...rule.usual, ...settings }, steps = state.steps + 1
    const now = { ...all, rate: all.rate * falls[all.falls](state.steps) }
    const own = state.theta.map((theta, i) => rule.one(theta, gradient[i], state.own[i], steps, now))
    return { steps, theta: own.map(each => each.theta), sigma: own.map(each => each.sigma), own }
  }

  // The formulas; their numbers come from the experiments.
  const formulas = {
    "ten-points": ({ points }) => { // b + wx through them, the sum of the squared errors
      const sum = f => points.reduce((all, [x, y]) => all + f(x, y), 0)
      const n = points.length, sx = sum(x => x), sxx = sum(x => x * x), sy = sum((x, y) => y), sxy = sum((x, y) => x * y)
      return {
        value: ([b, w]) => sum((x, y) => (b + w * x - y) ** 2),
        gradient: ([b, w]) => [2 * (n * b + w * sx - sy), 2 * (b * sx + w * sxx - sxy)],
      }
    },
    product: () => ({ // y = w₁w₂x, with the one example (1, 1)
      value: ([a, b]) => (1 - a * b) ** 2,
      gradient: ([a, b]) => [-2 * (1 - a * b) * b, -2 * (1 - a * b) * a],
    }),
    crescent: ({ steep }) => ({ // Rosenbrock's valley
      value: ([a, b]) => (1 - a) ** 2 + steep * (b - a * a) ** 2,
      gradient: ([a, b]) => [-2 * (1 - a) - 4 * steep * (b - a * a) * a, 2 * steep * (b - a * a)],
    }),
    hump: ({ knots, heights, tilt, wall }) => { // half a period of a cosine between neighbouring knots; then a wall
      const parts = knots.slice(1).map((knot, i) => [knots[i], knot - knots[i], heights[i + 1] - heights[i]])
      const along = (w, from, length) => Math.min(Math.max((w - from) / length, 0), 1)
      const beyond = w => Math.max(w - knots[knots.length - 1], 0)
      const sum = f => parts.reduce((all, part) => all + f(...part), 0)
      return {
        value: ([w]) => heights[0] - tilt * w + wall * beyond(w) ** 2 / 2
          + sum((from, length, rise) => rise * (1 - Math.cos(Math.PI * along(w, from, length))) / 2),
        gradient: ([w]) => [wall * beyond(w) - tilt
          + sum((from, length, rise) => rise * Math.PI / (2 * length) * Math.sin(Math.PI * along(w, from, length)))],
      }
    },
    slope: ({ flat, high, width }) => { // flat, steep, flat
      const share = x => 1 / (1 + Math.exp(-x / width))
      return {
        value: ([x]) => -(flat * x + high * share(x)),
        gradient: ([x]) => [-(flat + high * share(x) * (1 - share(x)) / width)],
      }
    },
  }
  const surfaces = data => Object.fromEntries(Object.entries(data).map(
    ([name, numbers]) => [name, { ...numbers, ...formulas[name](numbers) }],
  ))

  // Far outside: where nothing comes back from, three sizes of the picture beyond its edge.
  const isOutside = ({ box }, theta, sizes = 0) => !theta.every((each, i) => {
    const [low, high] = box[i], reach = sizes * (high - low)
    return each >= low - reach && each <= high + reach
  })

  const path = (surface, name, start, settings, steps) => {
    let state = begin(start)
    const run = { theta: [start], loss: [surface.value(start)], sigma: [null], left: null }
    while (state.steps < steps && run.left === null) {
      state = step(name, state, surface.gradient(state.theta), settings)
      run.theta.push(state.theta)
      run.loss.push(surface.value(state.theta))
      run.sigma.push(state.sigma)
      if (isOutside(surface, state.theta, 3)) run.left = state.steps
    }
    return run
  }

  const curvature = ({ box, gradient }, theta) => {
    const rows = theta.map((_, i) => {
      const h = 1e-5 * (box[i][1] - box[i][0])
      const [up, down] = [h, -h].map(by => gradient(theta.map((each, j) => each + by * (i === j))))
      return up.map((each, j) => (each - down[j]) / (2 * h))
    })
    if (rows.length === 1) return rows[0][0]
    const [[a, b], [c, d]] = rows
    return (a + d) / 2 + Math.hypot((a - d) / 2, (b + c) / 2)
  }

  globalThis.Rules = { USUAL, rules, falls, begin, step, surfaces, isOutside, path, curvature }
}
