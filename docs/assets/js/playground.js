// Two rules of rules.js go down one surface. The controls are the state, which the address holds. "2" ends a name of
// the second.
{
  const { log10, max, min } = Math
  const KEYS = ["rate", "momentum", "memory", "decay", "falls"], ENDS = ["", "2"], WIDE = 160, HIGH = 110
  const id = name => document.getElementById(name), root = id("playground"), plot = id("plot")
  const field = name => root.querySelector(`[name=${name}]`)
  const all = [...root.querySelectorAll("select, input:not([name^=slide])")]
  const get = name => { // of a bad rate the last good
    const own = field(name), value = own.validity.valid && own.value || own.defaultValue
    return isNaN(value) ? value : +value
  }
  const surfaces = Rules.surfaces(JSON.parse(id("surfaces").textContent)), here = () => surfaces[get("surface")]
  const ruleOf = n => Rules.rules[get("rule" + n)]
  const clamp = (x, low, high) => min(max(x, low), high)
  const show = x => String(Math.abs(x) >= 1e5 || (x && Math.abs(x) < 1e-3) ? x.toExponential(3).replace(/\.?0*e\+?/, "e")
    : +x.toPrecision(3)).replaceAll("-", "−")
  let paths, start, limit, size, place, later, playing

  const preset = n => {
    const usual = { ...Rules.USUAL, ...ruleOf(n).usual, rate: here().rates[get("rule" + n)] }
    for (const key of KEYS) field(key + n).value = usual[key]
  }
  const follow = name => {
    const [, key, n] = name.match(/^(\D+)(\d?)$/)
    if (key === "surface") {
      field("steps").value = here().steps
      here().box.forEach(([min, max], i) => Object.assign(field("start" + i), { min, max, value: here().start[i] }))
      ENDS.forEach(preset)
    }
    if (key === "surface" || key === "steps") Object.assign(field("at"), { max: get("steps"), value: get("steps") })
    if (key === "rule") preset(n)
    if (key === "slide") field("rate" + n).value = +(10 ** get(name)).toPrecision(3)
  }
  const read = () => {
    const said = new URLSearchParams(location.hash.slice(1))
    for (const name of ["surface", "rule", "rule2"]) field(name).selectedIndex = name.length === 5 ? 1 : 0
    follow("surface")
    for (const own of all.filter(own => said.has(own.name))) {
      const before = own.value, value = said.get(own.name)
      own.value = value
      if (!value || own.value !== value || !own.validity.valid) own.value = before
      follow(own.name)
    }
  }
  const write = () => "#" + all.filter(own => own.offsetParent).map(own => `${own.name}=${get(own.name)}`).join("&")

  const stability = n => limit > 0 && { // [stable below which rate, formula]
    sgd: [limit, "2/λmax"], momentum: [limit * (1 + get("momentum" + n)), "2(1 + λ)/λmax"],
  }[get("rule" + n)] || []
  const controls = () => {
    for (const i of [0, 1]) {
      const axis = here().axes[i]
      field("start" + i).parentElement.hidden = !axis
      id("start-value" + i).textContent = axis && `${axis} = ${show(get("start" + i))}`
    }
    for (const n of ENDS) {
      const slide = field("slide" + n), middle = log10(here().rates[get("rule" + n)]), [most, formula] = stability(n)
      for (const key of KEYS.slice(1, 4)) field(key + n).parentElement.hidden = !ruleOf(n).has.includes(key)
      field("rate" + n).defaultValue = get("rate" + n)
      Object.assign(slide, { min: middle - 2, max: middle + 2, value: log10(get("rate" + n)) })
      slide.ariaValueText = show(get("rate" + n))
      id("momentum-value" + n).textContent = get("momentum" + n)
      id("limit" + n).textContent = formula ? `${formula} = ${show(most)} at the start` : ""
    }
  }

  // In pixels: letters keep their size
  const add = (parent, name, attributes, text = "") => {
    const element = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name))
    for (const key in attributes) element.setAttribute(key, attributes[key])
    element.textContent = text
  }
  const mark = (svg, text, x, y, anchor = "") => add(svg, "text", { class: `tick ${anchor}`, x, y }, text)
  const line = points => points.map((point, i) =>
    (i ? "L" : "M") + point.map(x => clamp(x, -9e3, 9e3).toFixed(1)).join(" ")).join("")
  const sized = svg => {
    const { width, height } = svg.getBoundingClientRect()
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`)
    svg.replaceChildren()
    return [width, height]
  }
  const evenly = (count, [low, high]) => Array.from({ length: count + 1 }, (_, i) => low + i / count * (high - low))
  const ticks = (low, high, count) => {
    const rough = (high - low) / count, unit = 10 ** Math.floor(log10(rough))
    const step = unit * [1, 2, 5, 10].find(by => by * unit >= rough), first = Math.ceil(low / step)
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step)
  }
  // Steps evenly on a log scale
  const thin = end => [...new Set(evenly(1200, [0, Math.log1p(end)]).map(x => Math.round(Math.expm1(x))))]
  // Marching squares
  const contours = (grid, levels) => {
    const found = []
    for (let j = 1; j <= HIGH; j++) for (let i = 1; i <= WIDE; i++) for (const level of levels) {
      const crossed = [], edge = (x, y, u, v) => {
        const from = grid[y][x] - level, to = grid[v][u] - level, part = from / (from - to)
        if (from < 0 !== to < 0) crossed.push([(x + part * (u - x)) / WIDE * size[0], (y + part * (v - y)) / HIGH * size[1]])
      }
      edge(i - 1, j - 1, i, j - 1)
      edge(i, j - 1, i, j)
      edge(i, j, i - 1, j)
      edge(i - 1, j, i - 1, j - 1)
      found.push(line(crossed.slice(0, 2)), line(crossed.slice(2)))
    }
    return found.join("")
  }
  const ground = () => {
    const { axes, box, value, best } = here(), [width, height] = size = sized(plot)
    const [[left, right], [low, high] = []] = box, x = w => (w - left) / (right - left) * width
    if (axes[1]) {
      const y = w => (high - w) / (high - low) * height
      const across = evenly(WIDE, box[0]), losses = evenly(HIGH, [high, low]).map(b => across.map(a => value([a, b])))
      const least = min(...losses.flat()), most = max(...losses.flat()) - least
      const grid = losses.map(row => row.map(loss => Math.log((loss - least) / most + 3e-4)))
      const canvas = Object.assign(document.createElement("canvas"), { width: WIDE + 1, height: HIGH + 1 })
      const image = new ImageData(WIDE + 1, HIGH + 1)
      grid.flat().forEach((loss, i) => { image.data[4 * i + 3] = 45 + 5.5 * loss })
      canvas.getContext("2d").putImageData(image, 0, 0)
      add(plot, "image", { href: canvas.toDataURL(), width, height, preserveAspectRatio: "none" })
      add(plot, "path", { class: "contour", d: contours(grid, evenly(9, [-6.14, 0])) })
      for (const w of ticks(low, high, 5).slice(1, -1)) mark(plot, show(w), 6, y(w) + 4)
      mark(plot, axes[1], 6, 16)
      place = ([a, b]) => [x(a), y(b)]
    } else {
      const all = evenly(300, box[0]).map(w => [w]), losses = all.map(value), most = max(...losses)
      const reach = (height - 90) / (most - min(...losses)), y = loss => (most - loss) * reach + 40
      place = (w, off = 0) => [x(w[0]), y(value(w)) + off]
      add(plot, "path", { class: "ground", d: line(all.map(w => place(w))) })
    }
    for (const w of ticks(left, right, 6).slice(1, -1)) mark(plot, show(w), x(w), height - 6, "middle")
    mark(plot, axes[0], width - 6, height - 6, "end")
    if (best) add(plot, "path", { class: "best", d: `${line([place(best)])}m-6-6l12 12m0-12l-12 12` })
    add(plot, "g", { id: "moving" })
  }
  const ends = () => paths.map(({ loss }) => min(get("at"), loss.length - 1))
  const drawRuns = () => {
    const svg = id("moving"), one = start.length < 2, [cx, cy] = place(start), off = i => one ? 18 * i - 9 : 0
    svg.replaceChildren()
    ends().forEach((end, i) => {
      const points = thin(end).map(k => place(paths[i].theta[k], off(i))), dots = points.map(at => line([at]) + "h0")
      if (!one) add(svg, "path", { class: "run " + "ab"[i], d: line(points) })
      if (one || end <= 100) add(svg, "path", { class: "dots " + "ab"[i], d: dots.join("") })
    })
    add(svg, "circle", { class: "begin", cx, cy, r: 5 })
    ends().forEach((end, i) => {
      const [cx, cy] = place(paths[i].theta[end], 3 * off(i)).map((x, k) => clamp(x || 0, 12, size[k] - 12))
      add(svg, "circle", { class: "end " + "ab"[i], cx, cy, r: 10 })
      add(svg, "text", { class: "end-name", x: cx, y: cy, dy: 4.5 }, "AB"[i])
    })
  }
  // lines: [class, values]
  const curve = (svg, lines, f) => {
    const [width, height] = sized(svg), left = 54, floor = height - 22, steps = get("steps")
    const finite = (values, end) => thin(min(end, values.length - 1)).map(k => [k, f(values[k])])
      .filter(([, v]) => isFinite(v))
    const drawn = lines.flatMap(([, values]) => finite(values, steps).map(([, v]) => v))
    if (!drawn.length) return
    let most = min(max(...drawn), drawn[0] + 5), least = max(min(...drawn), most - 16)
    if (most - least < 1e-9) [least, most] = [most - 1, most + 1]
    const x = t => left + t / steps * (width - left - 18)
    const y = v => floor - 4 - (v - least) / (most - least) * (floor - 12)
    const log = f === log10
    for (const v of log && most - least < 2 ? ticks(10 ** least, 10 ** most, 3).map(f) : ticks(least, most, 3)) {
      add(svg, "path", { class: "grid", d: `M${left} ${y(v)}H${width}` })
      mark(svg, show(log ? 10 ** v : v), left - 6, y(v) + 4, "end")
    }
    for (const t of ticks(0, steps, 4)) mark(svg, t, x(t), height - 4, "middle")
    add(svg, "path", { class: "now", d: `M${x(get("at"))} 4V${floor}` })
    for (const [name, values] of lines) {
      add(svg, "path", { class: "run " + name, d: line(finite(values, get("at")).map(([k, v]) => [x(k), y(v)])) })
    }
  }
  const go = at => {
    field("at").value = at
    id("at-value").textContent = get("at")
    drawRuns()
    const { axes } = here(), losses = paths.map(({ loss }, i) => ["ab"[i], loss])
    const sigmas = paths.flatMap(({ sigma }, i) => sigma[1] ? axes.map((_, k) =>
      ["ab"[i] + (axes[k + 1] ? " dashed" : ""), sigma.map(each => each?.[k])]) : [])
    curve(id("loss"), losses, losses.some(([, loss]) => loss.some(v => v < 0)) ? v => v : log10)
    curve(id("sigma"), sigmas, log10)
    id("sigma-name").textContent = sigmas[0] ? `σ of ${axes.join(" (dashed) and ")}` : "σ: neither has one"
  }

  const say = () => {
    const { axes, title } = here(), said = ends().map((end, i) => {
      const { left, theta, loss } = paths[i], n = ENDS[i], [most, formula] = stability(n)
      const fate = left !== end ? "" : ` It left the picture at step ${end}: ${loss[end] < loss[0] ? "downhill"
        : get("rate" + n) > most ? `the rate is above ${formula} = ${show(most)}` : "its steps are too long"}.`
      const at = axes.map((axis, k) => `${axis} = ${show(theta[end][k])}`).join(", ")
      return `${"AB"[i]}, ${field("rule" + n).selectedOptions[0].text}: ${at}, loss ${show(loss[end])}.${fate}`
    })
    id("said").innerText = [`After ${get("at")} steps:`, ...said].join("\n")
    plot.ariaLabel = `${title}, with the paths of two runs. ${said.join(" ")}`
  }
  const soon = () => { // at most 100 new addresses in 30 s
    clearTimeout(later)
    later = setTimeout(() => { say(); history.replaceState(null, "", write()) }, 300)
  }
  const compute = () => {
    start = here().axes.map((_, i) => get("start" + i))
    limit = 2 / Rules.curvature(here(), start)
    paths = ENDS.map(n => {
      const settings = Object.fromEntries(KEYS.map(key => [key, get(key + n)]))
      return Rules.path(here(), get("rule" + n), start, settings, get("steps"))
    })
    controls()
    go(get("at"))
  }
  const enter = () => {
    stop()
    read()
    ground()
    compute()
    say()
  }

  const stop = () => {
    cancelAnimationFrame(playing)
    playing = 0
    field("play").textContent = "Play"
  }
  const play = () => {
    const last = max(...paths.map(({ loss }) => loss.length - 1)), steps = get("steps")
    if (get("at") >= last) go(0)
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return go(last)
    const from = Math.sqrt(get("at") / steps), begun = performance.now()
    const frame = now => {
      go(min(last, Math.round(steps * (from + (now - begun) / 5000) ** 2)))
      if (get("at") < last) playing = requestAnimationFrame(frame)
      else { stop(); soon() }
    }
    field("play").textContent = "Pause"
    playing = requestAnimationFrame(frame)
  }
  const point = event => {
    const { left, top } = plot.getBoundingClientRect()
    const at = [(event.clientX - left) / size[0], 1 - (event.clientY - top) / size[1]]
    here().box.forEach(([low, high], i) => { field("start" + i).value = +(low + at[i] * (high - low)).toPrecision(4) })
    compute()
    soon()
  }

  root.oninput = ({ target: { name } }) => {
    follow(name)
    if (name === "surface") ground()
    stop()
    compute()
    soon()
  }
  root.onchange = ({ target }) => { target.value = get(target.name) }
  root.onclick = ({ target: { name, type } }) => {
    if (type !== "button") return
    const was = playing
    stop()
    if (name !== "play") go(name === "step" ? get("at") + 1 : 0)
    else if (!was) play()
    soon()
  }
  plot.onclick = point
  plot.onpointermove = event => event.pointerType === "mouse" && event.buttons && point(event)
  addEventListener("hashchange", () => {
    if (!location.hash.includes("surface=")) return
    enter()
    root.scrollIntoView()
  })
  enter()
  root.dataset.on = ""
  new ResizeObserver(() => { ground(); go(get("at")) }).observe(plot.parentElement)
}
