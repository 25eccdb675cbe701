// Curves of losses as an SVG: training, validation, one test loss, and a guess to compare with.
window.lossCurves = (() => {
  const { general } = window.diagnose, HEIGHT = 220, PARTS = 250
  function extremes(list) {
    let least = Infinity, most = -Infinity
    for (const each of list) {
      if (each < least) least = each
      if (each > most) most = each
    }
    return [least, most]
  }

  // Of a long curve the lowest and the highest number of each part are drawn.
  function thin(losses) {
    const point = place => [(place + 1) / losses.length, losses[place]]
    if (losses.length <= 2 * PARTS) return losses.map((_, place) => point(place))
    const size = losses.length / PARTS, drawn = []
    for (let part = 0; part < PARTS; part += 1) {
      const first = Math.floor(part * size), end = Math.floor((part + 1) * size)
      let [low, high, odd] = [-1, -1, -1]
      for (let place = first; place < end; place += 1) {
        if (!Number.isFinite(losses[place])) odd = place
        else {
          if (low < 0 || losses[place] < losses[low]) low = place
          if (high < 0 || losses[place] > losses[high]) high = place
        }
      }
      const places = [...new Set([low, high, odd])].filter(place => place >= 0).sort((one, other) => one - other)
      drawn.push(...places.map(point))
    }
    return drawn
  }

  function ticksOf(least, most, log) {
    if (log) {
      const steps = Math.log10(most / least) > 2.5 ? [1] : [1, 2, 5], ticks = []
      for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power += 1) {
        ticks.push(...steps.map(step => step * 10 ** power))
      }
      const inside = ticks.filter(tick => tick >= least && tick <= most)
      return inside.filter((_, place) => place % Math.ceil(inside.length / 6) === 0)
    }
    const rough = most / 4 - least / 4, power = 10 ** Math.floor(Math.log10(rough))
    const step = [1, 2, 5, 10].find(each => each * power >= rough) * power
    const first = Math.ceil(least / step)
    return Array.from({ length: 7 }, (_, place) => (first + place) * step).filter(tick => tick <= most)
  }

  function words(curves, guess) {
    const said = curves.filter(({ losses }) => losses.length).map(({ name, losses }) => {
      const finite = losses.filter(Number.isFinite), odd = losses.length - finite.length
      if (losses.length === 1) return `${name} loss: ${general(losses[0], 3)}.`
      const low = finite.length ? `, lowest ${general(extremes(finite)[0], 3)}` : ""
      const [first, last] = [losses[0], losses.at(-1)].map(loss => general(loss, 3))
      return `${name} loss, ${losses.length} numbers: first ${first}${low}, last ${last}`
        + (odd ? `; ${odd} of them not finite.` : ".")
    })
    return [...said, guess ? `A guess: ${general(guess, 3)}.` : ""].join(" ").trim()
  }

  // curves: [{name, losses}]; the colour follows the order. -> the text of an SVG
  return (width, curves, guess) => {
    const drawn = curves.map(({ name, losses }) => ({ name, points: thin(losses) }))
    const finite = drawn.flatMap(({ points }) => points.map(([, loss]) => loss)).filter(Number.isFinite)
    let [least, most] = extremes(guess ? [...finite, guess] : finite)
    if (!(least <= most)) [least, most] = [0, 1]
    const log = least > 0 && most > 20 * least
    if (!log) {
      least = least > 0 && least < 0.7 * most ? 0 : least
      if (least === most) [least, most] = [least - (Math.abs(least) || 1) / 2, most + (Math.abs(most) || 1) / 2]
    }
    const ticks = ticksOf(least, most, log), labels = ticks.map(tick => general(tick, 3))
    const left = 14 + 7 * Math.max(2, ...labels.map(({ length }) => length)), right = width - 78
    const low = HEIGHT - 24, high = 22, x = part => (left + part * (right - left)).toFixed(1)
    const part = (loss, from, to) => (loss / 2 - from / 2) / (to / 2 - from / 2)  // halves: 1e308 - -1e308 is infinite
    const scale = loss => log ? part(...[loss, least, most].map(Math.log)) : part(loss, least, most)
    const y = loss => (low - scale(loss) * (low - high)).toFixed(1)
    const parts = ticks.map((tick, place) => `<path class="grid" d="M${left} ${y(tick)}H${right}"/>`
      + `<text x="${left - 6}" y="${y(tick)}" dy=".35em" text-anchor="end">${labels[place]}</text>`)
    parts.push(`<text x="${left}" y="12">loss${log ? ", on a logarithmic scale" : ""}</text>`)
    parts.push(`<text x="${right}" y="${HEIGHT - 6}" text-anchor="end">end of the run</text>`)
    const ends = []
    if (guess) {
      parts.push(`<path class="guess" d="M${left} ${y(guess)}H${right}"/>`)
      ends.push(["a guess", y(guess), "guess"])
    }
    drawn.forEach(({ name, points }, place) => {
      if (!points.length) return
      let pen = "M"
      const path = points.map(([part, loss]) => {
        const step = Number.isFinite(loss) ? `${pen}${x(part)} ${y(loss)}` : ""
        pen = step ? "L" : "M"
        return step
      }).join("")
      const odd = points.find(([, loss]) => !Number.isFinite(loss))
      const last = points.filter(([, loss]) => Number.isFinite(loss)).at(-1)
      parts.push(`<path class="c${place}" d="${path}"/>`)
      if (points.length < 30) {
        for (const [part, loss] of points) {
          if (Number.isFinite(loss)) parts.push(`<circle class="c${place}" cx="${x(part)}" cy="${y(loss)}" r="2.5"/>`)
        }
      }
      if (odd) {
        const at = `x="${x(odd[0])}" y="${high + 12 + 14 * place}"`
        parts.push(`<text class="c${place}" ${at} text-anchor="end">${general(odd[1]).replace("nan", "NaN")} ×</text>`)
      }
      ends.push([name.toLowerCase(), last ? y(last[1]) : String(low), `c${place}`])
    })
    let free = high - 6
    for (const [name, at, kind] of ends.sort((one, other) => one[1] - other[1])) {
      free = Math.max(free, Math.min(Number(at), low - 4))
      parts.push(`<text class="${kind}" x="${right + 6}" y="${free}" dy=".35em">${name}</text>`)
      free += 15
    }
    const size = `viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"`
    return `<svg ${size} role="img" aria-label="${words(curves, guess)}">${parts.join("")}</svg>`
  }
})()
