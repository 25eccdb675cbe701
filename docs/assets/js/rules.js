// The optimizers' rules, operation by operation as in snippets/, and losses: pure functions in one global, because from
// disk modules are refused. The losses' numbers come from scripts/site/surfaces.py.
//   surfaces(data)    {name: {value(theta), gradient(theta), …numbers}}; theta: an array of one or two parameters
//   path(surface, rule, start, settings, steps)    {theta, loss, sigma, left}: three arrays, of the start and
//     each step; left: the step at which it was far outside and ended, or null
//   step(rule, state, gradient, settings)    the next state; begin(theta): the first
//   curvature(surface, theta)    the largest eigenvalue of the Hessian
// settings: rate η; momentum λ, β₁; memory α, β₂; decay, AdamW's; falls, how η does; else USUAL
{
  const USUAL = { rate: 0.01, momentum: 0.9, memory: 0.99, decay: 0.01, falls: "constant" }

  // Of one parameter: value, gradient, what is kept, settings with the count of gradients
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
  const rule = (one, has = [], usual = {}) => ({ one, has, usual }) // has: settings besides η
  const rules = {
    sgd: rule((theta, g, own, { rate }) => ({ theta: theta - rate * g })),
    momentum: rule((theta, g, own, { rate, momentum }) => {
      const m = momentum * own.m - rate * g
      return { theta: theta + m, m }
    }, ["momentum"]),
    average: rule(adagrad(true)),
    adagrad: rule(adagrad(false)),
    rmsprop: rule((theta, g, own, { rate, memory, count }) => {
      const square = memory * (count > 1 ? own.square : g * g) + (1 - memory) * (g * g), sigma = Math.sqrt(square)
      return { theta: theta - rate * g / (sigma + 1e-8), square, sigma }
    }, ["memory"]),
    adam: rule(adam(false), ["momentum", "memory"], { memory: 0.999 }),
    adamw: rule(adam(true), ["momentum", "memory", "decay"], { memory: 0.999 }),
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
    const sigma = own[0].sigma === undefined ? null : own.map(each => each.sigma)
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
    hump: ({ knots, heights, tilt, wall }) => { // half a period of a cosine between knots; then a wall
      const beyond = w => Math.max(w - knots.at(-1), 0)
      const sum = (w, f) => knots.slice(1).reduce((all, knot, i) => { // f(part behind w, length, rise)
        const length = knot - knots[i], part = Math.min(Math.max((w - knots[i]) / length, 0), 1)
        return all + f(Math.PI * part, length, heights[i + 1] - heights[i])
      }, 0)
      return {
        value: ([w]) => heights[0] - tilt * w + wall * beyond(w) ** 2 / 2
          + sum(w, (part, length, rise) => rise * (1 - Math.cos(part)) / 2),
        gradient: ([w]) => [wall * beyond(w) - tilt
          + sum(w, (part, length, rise) => rise * Math.PI / (2 * length) * Math.sin(part))],
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
    // Within three pictures of its edges
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
    const [[a, b = 0], [c = 0, d = a] = []] = rows
    return (a + d) / 2 + Math.hypot((a - d) / 2, (b + c) / 2)
  }

  globalThis.Rules = { USUAL, rules, falls, begin, step, surfaces, path, curvature }
}
