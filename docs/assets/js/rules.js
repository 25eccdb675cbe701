// The optimizers' rules, operation by operation as in snippets/, and the losses that they go down: pure functions.
// One global, because from disk modules are refused. The numbers of the losses come from scripts/site/surfaces.py.
//   surfaces(data)    {name: {value(theta), gradient(theta), …its numbers}}; theta: an array of one or two parameters
//   path(surface, rule, start, settings, steps)    {theta, loss, sigma, left}: arrays, one entry for the start and one
//                     after each step; left: the step at which it was far outside, where it ends, or null
//   step(rule, state, gradient, settings)    the next state; begin(theta): the first one
//   curvature(surface, theta)    the largest eigenvalue of the Hessian; gradient descent is stable below 2 over it
// settings: rate η; momentum λ or β₁; memory α or β₂; decay of the weights; falls, how η does; USUAL where not given
{
  const USUAL = { rate: 0.01, momentum: 0.9, memory: 0.99, decay: 0.01, falls: "constant" }

  // For one parameter: its value, its gradient, what is kept of it, the settings with the count of gradients
  const adagrad = mean => (theta, g, { square }, { rate, count }) => {
    square += g * g
    const sigma = Math.sqrt(square / (mean ? count : 1))
    return { theta: theta - rate * g / (sigma + 1e-10), square, sigma }
  }
  const adam = decays => (theta, g, own, { rate, momentum, memory, decay, count }) => {
    const m = momentum * own.m + (1 - momentum) * g, square = memory * own.square + (1 - memory) * g * g
    const sigma = Math.sqrt(square / (1 - memory ** count)), from = decays ? theta * (1 - rate * decay) : theta
    return { theta: from - rate * (m / (1 - momentum ** count)) / (sigma + 1e-8), m, square, sigma }
  }
  const rule = (title, one, has = [], usual = {}) => ({ title, one, has, usual }) // has: which settings besides η
  const rules = {
    sgd: rule("gradient descent", (theta, g, own, { rate }) => ({ theta: theta - rate * g })),
    momentum: rule("momentum", (theta, g, own, { rate, momentum }) => {
      const m = momentum * own.m - rate * g
      return { theta: theta + m, m }
    }, ["momentum"]),
    average: rule("averaged root mean square", adagrad(true)),
    adagrad: rule("Adagrad", adagrad(false)),
    rmsprop: rule("RMSProp", (theta, g, own, { rate, memory, count }) => {
      const square = memory * (count > 1 ? own.square : g * g) + (1 - memory) * (g * g), sigma = Math.sqrt(square)
      return { theta: theta - rate * g / (sigma + 1e-8), square, sigma }
    }, ["memory"]),
    adam: rule("Adam", adam(false), ["momentum", "memory"], { memory: 0.999 }),
    adamw: rule("AdamW", adam(true), ["momentum", "memory", "decay"], { memory: 0.999 }),
  }
  const falls = { // ηᵗ over η⁰, of the number of steps made
    constant: () => 1,
    root: step => 1 / Math.sqrt(1 + step),
    hyperbola: step => 1 / (1 + step / 1000),
  }

  const begin = theta => ({ steps: 0, theta, sigma: null, own: theta.map(() => ({ m: 0, square: 0 })) })
  const step = (name, state, gradient, settings) => {
    const { usual, one } = rules[name], now = { ...USUAL, ...usual, ...settings, count: state.steps + 1 }
    now.rate *= falls[now.falls](state.steps)
    const own = state.theta.map((theta, i) => one(theta, gradient[i], state.own[i], now))
    const sigma = own[0].sigma === undefined ? null : own.map(each => each.sigma) // null where the rule has none
    return { steps: now.count, theta: own.map(each => each.theta), sigma, own }
  }

  const formulas = {
    "ten-points": ({ points }) => { // b + wx through them, the sum of the squared errors
      const sum = f => points.reduce((all, [x, y]) => all + f(x, y), 0), n = points.length
      const sx = sum(x => x), sxx = sum(x => x * x), sy = sum((x, y) => y), sxy = sum((x, y) => x * y)
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
      const end = knots.length - 1, beyond = w => Math.max(w - knots[end], 0)
      const sum = (w, f) => knots.slice(0, end).reduce((all, knot, i) => { // f(part behind w, length, rise)
        const length = knots[i + 1] - knot, part = Math.min(Math.max((w - knot) / length, 0), 1)
        return all + f(Math.PI * part, length, heights[i + 1] - heights[i])
      }, 0)
      return {
        value: ([w]) => heights[0] + sum(w, (part, length, rise) => rise * (1 - Math.cos(part)) / 2) - tilt * w
          + wall * beyond(w) ** 2 / 2,
        gradient: ([w]) => [sum(w, (part, length, rise) => rise * Math.PI / (2 * length) * Math.sin(part)) - tilt
          + wall * beyond(w)],
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
  const surfaces = data => {
    const found = {}
    for (const name in data) found[name] = { ...data[name], ...formulas[name](data[name]) }
    return found
  }

  const path = ({ value, gradient, box }, name, start, settings, steps) => {
    const run = { theta: [start], loss: [value(start)], sigma: [null], left: null }
    // Far outside is three times its size beyond an edge of the picture; and what is no number
    const stays = (w, i) => Math.abs(w - (box[i][0] + box[i][1]) / 2) <= 3.5 * (box[i][1] - box[i][0])
    for (let state = begin(start); state.steps < steps && run.left === null;) {
      state = step(name, state, gradient(state.theta), settings)
      run.theta.push(state.theta)
      run.loss.push(value(state.theta))
      run.sigma.push(state.sigma)
      if (!state.theta.every(stays)) run.left = state.steps
    }
    return run
  }

  const curvature = ({ box, gradient }, theta) => {
    const rows = theta.map((_, i) => {
      const h = 1e-5 * (box[i][1] - box[i][0]), at = by => gradient(theta.map((w, j) => w + (i === j ? by : 0)))
      const up = at(h), down = at(-h)
      return up.map((g, j) => (g - down[j]) / (2 * h))
    })
    const [[a, b], [c, d]] = rows.length > 1 ? rows : [[rows[0][0], 0], [0, rows[0][0]]]
    return (a + d) / 2 + Math.hypot((a - d) / 2, (b + c) / 2)
  }

  globalThis.Rules = { USUAL, rules, falls, begin, step, surfaces, path, curvature }
}
