// Figures that move. scripts/site/moving.py puts a button and a slider below the image of a figure; whoever takes them
// sees it drawn anew in the image's place. What is drawn, and said in words, comes from Moving.kinds. On paper, and
// without this script, the image is the figure.
{
  const GAP = { left: 66, right: 16, top: 14, bottom: 52, title: 20, bare: 26 } // around a panel, in pixels
  const FAR = 1e4 // pixels: what lies further out is not seen, and some browsers draw nothing of a path that goes there
  const SECONDS = 4 // of a play
  const QUIET = 400 // milliseconds after the last key, so that a screen reader need not read each sentence between
  const still = matchMedia("(prefers-reduced-motion: reduce)")
  let clips = 0

  // Three digits, a real minus sign, commas between thousands, powers of ten for what is very small or large.
  const raised = power => `10${[...String(power)].map(sign => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] || "⁻").join("")}`
  const say = (value, digits = 3) => {
    if (value < 0) return `−${say(-value, digits)}`
    if (!Number.isFinite(value)) return "beyond all numbers"
    const power = value ? Math.floor(Math.log10(value)) : 0
    if (power >= -4 && power < 7) {
      const [whole, rest] = String(Number(value.toPrecision(digits))).split(".")
      return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...(rest ? [rest] : [])].join(".")
    }
    const front = Number((value / 10 ** power).toPrecision(digits))
    return front === 1 ? raised(power) : `${front} × ${raised(power)}`
  }
  const range = (count, each = i => i) => Array.from({ length: count }, (_, i) => each(i))
  globalThis.Moving = {
    kinds: {}, // filled by moving-paths.js and moving-curves.js
    say,
    range,
    grid: (from, to, count) => range(count, i => from + (to - from) * i / (count - 1)),
    last: list => list[list.length - 1],
    part: (points, share) => points.slice(0, Math.max(1, Math.ceil(share * points.length))),
    powers: (from, to) => range(to - from + 1, i => { // ticks
      const power = from + i
      return [10 ** power, from < -3 || to > 2 ? raised(power) : say(10 ** power)]
    }),
    times: (count, what) => `${say(count, 9)} ${what}${count === 1 ? "" : "s"}`,
  }

  const add = (parent, name, attributes = {}, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name)
    for (const key in attributes) element.setAttribute(key, attributes[key])
    element.textContent = text
    return parent.appendChild(element)
  }

  const scale = ({ from, to, log }, start, end) => {
    const at = log ? Math.log10 : Number
    return value => {
      const place = start + (end - start) * (at(value) - at(from)) / (at(to) - at(from))
      return Math.max(-FAR, Math.min(FAR, place)) // not a number stays none
    }
  }

  const path = (points, x, y) => {
    let way = "", pen = "M"
    for (const point of points) {
      const places = [x(point[0]), y(point[1])]
      if (places.some(Number.isNaN)) pen = "M"
      else {
        way += pen + places.map(place => place.toFixed(1)).join(" ")
        pen = "L"
      }
    }
    return way
  }

  const words = (parent, x, y, text, anchor = "middle", more = {}) =>
    add(parent, "text", { x, y, "text-anchor": anchor, ...more }, text)

  const mark = (parent, each, x, y) => {
    const look = { class: each.color || "ink" }
    if (each.band) {
      const [left, right] = each.band.map(x)
      add(parent, "rect", { ...look, x: left, y: 0, width: right - left, height: FAR, fill: "currentColor" })
    }
    if (each.line) {
      const stroke = { "stroke-width": each.width || 2, "stroke-dasharray": each.dash || "none" }
      add(parent, "path", { ...look, ...stroke, d: path(each.line, x, y), fill: "none", stroke: "currentColor" })
    }
    for (const [cx, cy] of each.dots || []) {
      const dot = { cx: x(cx), cy: y(cy), r: each.r || 4, fill: "currentColor" }
      if (!Number.isNaN(dot.cx + dot.cy)) add(parent, "circle", { ...look, ...dot })
    }
    if (each.text) {
      const size = each.size ? { "font-size": each.size, "dominant-baseline": "central" } : {}
      words(parent, x(each.at[0]), y(each.at[1]), each.text, each.anchor || "start", { ...look, ...size })
    }
  }

  const panel = (drawing, { cell = [0, 0, 1, 1], title, x, y, marks }, width, height) => {
    const tick = each => Array.isArray(each) ? each : [each, say(each, 4)]
    const [below, beside] = [x, y].map(axis => axis.ticks.map(tick))
    const room = y.label ? GAP.left : GAP.bare + 7 * Math.max(...beside.map(([, text]) => text.length))
    const left = cell[0] * width + room, right = cell[2] * width - GAP.right
    const top = cell[1] * height + GAP.top + (title ? GAP.title : 0)
    const bottom = cell[3] * height - (x.label ? GAP.bottom : GAP.bare)
    const across = scale(x, left, right), up = scale(y, bottom, top)
    for (const [value, text] of below) {
      add(drawing, "path", { class: "faint", d: `M${across(value)} ${top}V${bottom}`, stroke: "currentColor" })
      words(drawing, across(value), bottom + 20, text)
    }
    for (const [value, text] of beside) {
      add(drawing, "path", { class: "faint", d: `M${left} ${up(value)}H${right}`, stroke: "currentColor" })
      words(drawing, left - 7, up(value) + 5, text, "end")
    }
    const clip = `moving-clip-${clips += 1}`, frame = { x: left, y: top, width: right - left, height: bottom - top }
    add(add(drawing, "clipPath", { id: clip }), "rect", frame)
    const inside = add(drawing, "g", { "clip-path": `url(#${clip})` })
    for (const each of marks) mark(inside, each, across, up)
    add(drawing, "path", { d: `M${left} ${top}V${bottom}H${right}`, fill: "none", stroke: "currentColor" })
    if (title) words(drawing, (left + right) / 2, top - 9, title)
    if (x.label) words(drawing, (left + right) / 2, bottom + 44, x.label)
    if (y.label) {
      const turned = `translate(${cell[0] * width + 16} ${(top + bottom) / 2}) rotate(-90)`
      words(drawing, 0, 0, y.label, "middle", { transform: turned })
    }
  }

  const start = box => {
    const [open, inside, slider, shown, play, back, said, numbers] =
      ["__open", "__inside", " input", "__value", "__play", "__back", " output", " script"]
        .map(each => box.querySelector(each[0] === " " ? each : `.moving${each}`))
    const figure = box.closest("figure"), image = figure.querySelector("img"), data = JSON.parse(numbers.textContent)
    const [width, height] = ["width", "height"].map(each => image.getAttribute(each))
    const look = { class: "moving__drawing", role: "img", width, height, viewBox: `0 0 ${width} ${height}` }
    const drawing = add(document.createElement("p"), "svg", look)
    let running = 0, later
    if (!Moving.kinds[box.dataset.kind]) return // its script did not come: no button
    box.classList.add("moving--ready")

    const state = (share = 1) => Moving.kinds[box.dataset.kind](data.values[slider.value], data, share)
    const draw = ({ panels }) => {
      drawing.replaceChildren()
      for (const each of panels) panel(drawing, each, Number(width), Number(height))
    }
    const show = () => {
      cancelAnimationFrame(running)
      clearTimeout(later)
      const now = state(), value = say(data.values[slider.value], 5)
      slider.setAttribute("aria-valuetext", `${data.sign} = ${value}`)
      shown.textContent = value
      drawing.setAttribute("aria-label", now.words)
      draw(now)
      return () => { said.textContent = now.words }
    }
    const turn = on => {
      cancelAnimationFrame(running)
      figure.classList.toggle("moves", on)
      open.hidden = on
      inside.hidden = !on
    }

    open.addEventListener("click", () => {
      const { width, height } = image.getBoundingClientRect() // exactly: its attributes are rounded
      drawing.style.aspectRatio = width / height
      const tell = show() // first: if it fails, the image stays
      turn(true)
      tell()
      image.closest("a").after(drawing)
      slider.focus()
    })
    back.addEventListener("click", () => {
      turn(false)
      drawing.remove()
      slider.value = slider.defaultValue
      open.focus()
    })
    slider.addEventListener("input", () => { later = setTimeout(show(), QUIET) })
    if (play) play.addEventListener("click", () => {
      show()()
      if (still.matches) return
      let begun
      const frame = time => {
        begun = begun || time
        const share = Math.min(1, (time - begun) / 1000 / SECONDS)
        draw(state(share))
        if (share < 1) running = requestAnimationFrame(frame)
      }
      running = requestAnimationFrame(frame)
    })
  }

  addEventListener("DOMContentLoaded", () => document.querySelectorAll(".moving").forEach(start))
}
