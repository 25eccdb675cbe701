// The box on the home page: losses in, the guide's answer out. Nothing is sent anywhere.
{
  const box = document.querySelector(".diagnosis"), find = name => box.querySelector(name)
  const rules = JSON.parse(document.getElementById("diagnosis-rules").textContent)
  const form = find("form"), text = find("textarea"), file = find("[type=file]"), guess = find("fieldset")
  const read = find(".diagnosis__read"), columns = find(".diagnosis__columns"), answer = find(".diagnosis__answer")
  const more = find(".diagnosis__more"), why = find(".diagnosis__why"), curves = find(".diagnosis__curves")
  const LONG = 50000  // characters; a longer text is read, and not shown
  if (!window.readLosses || !window.diagnose || !window.lossCurves) {
    const words = "A script of this box did not come: load the page again, or take the function in Python."
    form.replaceWith(Object.assign(document.createElement("p"), { textContent: words }))
    throw new Error(words)
  }
  const { general, endOf } = window.diagnose, ROLES = {
    train_loss: "training loss", validation_loss: "validation loss", test_loss: "test loss", "": "left out",
  }
  const EXAMPLE = `epoch,train_loss,val_loss
1,2.21,2.02
2,1.62,1.55
3,1.18,1.24
4,0.84,1.08
5,0.61,0.99
6,0.43,1.03
7,0.30,1.12
8,0.20,1.24
9,0.13,1.37
10,0.09,1.49
11,0.06,1.58
12,0.05,1.66`
  let found = null, name = "", lent = false  // lent: the classes are those of the example

  const element = (tag, content, options = {}) => {
    const made = Object.assign(document.createElement(tag), options)
    made.append(...[content].flat())
    return made
  }
  const paragraph = (...content) => element("p", content)
  // 0,52 0,48: where each number has a comma before a digit, it is a decimal point
  const DECIMALS = /^\s*[-+]?\d*,\d+(?:(?:,\s|[\s;])+[-+]?\d*,\d+)*\s*$/
  const points = string => DECIMALS.test(string) ? string.replace(/,(?=\d)/g, ".") : string
  const numbers = string => (points(string).match(/[^\s,;]+/g) ?? []).map(each => Number(each))
  // 6,300,000 has marks of thousands; 6,300 may be either
  const THOUSANDS = /^[-+]?[1-9]\d{0,2}(?:,\d{2,3})+,\d{3}(?:\.\d+)?$|^[-+]?[1-9]\d{0,2},\d{3}\.\d+$/
  const EITHER = /^[-+]?[1-9]\d{0,2},\d{3}$/
  const one = string => {
    const typed = string.trim().replace("−", "-").replace(/(\d)[\s'’](?=\d{3}(?!\d))/g, "$1")
    const turned = /\..*(?:\.|,)/.test(typed) ? typed.replace(/[.,]/g, mark => mark === "." ? "," : ".") : typed
    const plain = THOUSANDS.test(turned) ? turned.replaceAll(",", "") : typed
    const number = typed ? Number(plain.replace(/^([-+]?\d*),(\d+(?:e[-+]?\d+)?)$/i, "$1.$2")) : NaN
    return Number.isNaN(number) || EITHER.test(typed) ? null : number
  }
  const wrong = string => {
    const typed = string.trim()
    if (!typed || one(typed) !== null) return ""
    if (!EITHER.test(typed)) return `"${typed}" is no number. Write it like 1234.5 or 1.2e6.`
    return `Is "${typed}" ${typed.replace(",", ".")} or ${typed.replace(",", "")}? Write it without the comma.`
  }
  // 32,000 and 32.000 and 32 000 are the same number of classes
  const whole = string => {
    const plain = string.trim().replace(/(\d)[,.\s'_](?=\d{3}(?!\d))/g, "$1").replace(/^(\d+)\s*class(?:es)?$/i, "$1")
    return /^\d+$/.test(plain) ? Number(plain) : NaN
  }
  const wholes = string => {
    const apart = string.trim().split(/[;\s/:]+|,\s+/).filter(Boolean)
    return (apart.length > 1 ? apart : string.split(",")).map(whole)
  }
  const field = key => more.querySelector(`[name=${key}]`)

  // {guess, zeros}, as guess_loss computes them from labels; null where the reader has not said enough.
  function yardstick() {
    const { kind, classes, counts, variance, mean, known } = form.elements
    if (kind.value === "classes") {
      const log = Math.log(whole(classes.value))
      return log > 0 && log < Infinity ? { guess: log, zeros: log } : null
    }
    if (kind.value === "counts") {
      const each = wholes(counts.value), all = each.reduce((sum, count) => sum + count, 0)
      if (each.length < 2 || !each.every(count => count > 0 && count < Infinity)) return null
      const entropy = each.reduce((sum, count) => sum - count / all * Math.log(count / all), 0)
      return { guess: entropy, zeros: Math.log(each.length) }
    }
    const value = one((kind.value === "variance" ? variance : known).value), middle = one(mean.value)
    if (!(value > 0 && value < Infinity)) return null
    return { guess: value, zeros: kind.value === "variance" && middle !== null ? value + middle ** 2 : null }
  }

  // Why there is no yardstick, where something is filled in.
  function refused() {
    const { kind, classes, counts, variance, mean, known } = form.elements
    if (kind.value === "variance" && wrong(mean.value)) return wrong(mean.value)
    if (yardstick()) return ""
    if (kind.value === "classes" && classes.value.trim()) return `"${classes.value.trim()}" is no whole number above 1.`
    if (kind.value === "counts" && counts.value.trim()) {
      return `"${counts.value.trim()}" is no list of whole numbers above 0, such as 900, 100.`
    }
    const amount = { variance, known }[kind.value]?.value.trim()
    return amount ? wrong(amount) || `"${amount}" is ${one(amount) > 0 ? "no finite number" : "not above 0"}.` : ""
  }

  // The link of a leaf of the map, to the page that treats it.
  const linkOf = leaf => document.querySelector(`.guide-map__leaf--${leaf.replaceAll(" ", "-")} a`).cloneNode(true)
  const checks = () => Object.assign(linkOf("broken step"), { textContent: "first checks" })

  // The way on for who has accuracies.
  const gap = () => paragraph("Good in training, bad in validation? That is ", linkOf("overfitting"),
    ". If not, log the loss too, and paste both here.")

  // d_loss and g_loss, Loss_D and Loss_G, errD and errG; of a log also [D loss: 0.5] [G loss: 0.9]
  function rivals(losses) {
    const called = found.columns.map(column => column.name.split(" - ").at(-1))
    const said = losses.slice(0, 1e5).match(/\b[a-z]{1,13} loss(?:es)?(?= ?[:=])/gi) ?? []
    const names = [...called, ...said].map(name => name.toLowerCase().replace(/[^a-z]/g, ""))
    return ["g|gen|generator|adv|adversarial", "d|dis|disc|discriminator|critic"].every(who => {
      const own = `(?:net)?(?:${who})`, loss = "(?:loss(?:es)?|err|error)"
      const last = "(?:train|epoch|step|mean|real|fake|a|b)?"
      const one = new RegExp(`^(?:train|epoch|loss)?(?:${own}(?:total|gan|adv)?${loss}|${loss}${own})${last}$`)
      const bare = new RegExp(`^(?:${who})(?:a|b|gan|real|fake)$`)  // D_A and G_A, D_real and G_GAN
      return names.some(each => one.test(each) || bare.test(each))
    })
  }

  function run() {
    const given = {}
    for (const { name: column, role, values, gaps } of found.columns) {
      const blanks = gaps && columns.querySelector(`[data-blanks="${CSS.escape(column)}"]`)?.checked
      const losses = blanks ? values.filter(value => !Number.isNaN(value)) : values
      if (role) given[role] = role === "test_loss" ? losses.at(-1) : losses
    }
    for (const input of more.querySelectorAll("input")) {
      const value = input.name === "validation_loss" ? numbers(input.value) : one(input.value)
      const good = input.name === "validation_loss" ? value.length && !value.some(Number.isNaN) : value !== null
      if (good) given[input.name] = value
    }
    return given
  }

  function ask(key) {
    for (const asked of key === "one_batch" ? [key, "one_batch_guess"] : [key]) {
      if (!field(asked)) {
        const input = element("input", [], { name: asked, inputMode: "decimal", autocomplete: "off" })
        if (asked === "validation_loss") input.inputMode = "text"
        more.append(element("label", [`${rules.fields[asked]} `, input]))
      }
    }
  }

  // Fields that are empty and not asked for: those of a way that the walk does not take any more.
  function forget(key) {
    for (const input of more.querySelectorAll("input")) {
      const beside = input.name === "one_batch_guess" && (key === "one_batch" || field("one_batch")?.value)
      const wanted = input.name === key || beside
      if (!wanted && !input.value && input !== document.activeElement) input.parentElement.remove()
    }
  }

  function say(content, reasons = []) {
    if (answer.textContent !== content.map(each => each.textContent).join("")) answer.replaceChildren(...content)
    why.hidden = !reasons.length
    why.querySelector("ol").replaceChildren(...reasons.map(reason => element("li", reason)))
  }

  function draw(given, measure) {
    const shown = ["Training", "Validation", "Test"].map((label, place) => {
      const losses = given[["train_loss", "validation_loss", "test_loss"][place]] ?? []
      return { name: label, losses: [losses].flat() }
    })
    const width = Math.max(260, Math.min(720, Math.floor(curves.clientWidth)))
    curves.innerHTML = shown[0].losses.length ? window.lossCurves(width, shown, measure?.guess) : ""
  }

  function conclude() {
    if (!found) return
    const given = run(), measure = yardstick()
    draw(given, measure)
    if (found.rivals && found.doubts.length) {
      const words = "Two networks that train against each other: neither loss has to fall"
      const next = ", so the guide cannot judge them. Put each one's update through the "
      return say([paragraph(words, next, checks(), ", with the other held still.")])
    }
    const unfit = found.columns.find(each => each.role && each.unfit)
    if (unfit) return say([paragraph(`${unfit.name} looks like ${unfit.unfit}. The guide reads losses.`)])
    if (!given.train_loss?.length) {
      const words = found.denied ? "The guide reads losses. " : ""
      return say([paragraph(`${words}Say which column is the training loss.`), ...words ? [gap()] : []])
    }
    if (found.doubts.length) return say([paragraph("Which column is which? Confirm it above, or choose others.")])
    const asked = [...more.querySelectorAll("input:not([name=validation_loss])")].map(input => wrong(input.value))
    const below = [...more.querySelectorAll("input")].find(input => one(input.value) < 0)
    const needless = !given.train_loss.every(loss => loss >= 0 && loss < Infinity)  // a guess, for the answer
    const negative = below && `"${below.value.trim()}" is below 0: a loss is not.`
    const unclear = !needless && refused() || asked.find(Boolean) || negative
    if (unclear) return say([paragraph(unclear)])
    const typed = field("validation_loss")?.value ?? ""
    const either = typed.split(/[\s;]+/).find(each => EITHER.test(each))
    if (either) return say([paragraph(wrong(either))])
    if (numbers(typed).some(Number.isNaN)) return say([paragraph(`"${typed.trim()}" holds more than numbers.`)])
    try {
      // NaN, or a loss below zero, needs no guess
      const { guess: yard, zeros } = measure ?? { guess: 1 }
      const told = window.diagnose(rules, { zeros, ...given, guess: yard })
      if (!measure && told.leaf !== "not a number") {
        forget(null)
        return say([paragraph("Now the guess: say what your loss is, and fill in the number above.")])
      }
      if (told.asked) {
        ask(told.asked)
        forget(told.asked)
        const sign = element("strong", "Cannot tell yet.")
        const next = paragraph(sign, ` ${told.question} To know, ${told.run}, and fill it in below.`)
        const still = told.asked === "recipe" && endOf(given.train_loss) > 0.97 * yard
        const short = " take a few hundred updates: run them before anything longer."
        const first = paragraph("It is no better than a guess. The ", checks(), short)
        return say(still ? [first, next] : [next], told.why)
      }
      forget(null)
      const stop = told.next.endsWith("?") ? "" : "."
      const says = paragraph("The guide says: ", element("strong", linkOf(told.leaf)), `. Try: ${told.next}${stop}`)
      const least = Math.min(given.train_loss[0], given.train_loss.at(-1)) / 1000
      const tiny = ["recipe", "smaller", "bigger"].find(key => given[key] < least)
      const unit = tiny && /variance|known/.test(form.elements.kind.value)
      const doubt = `${rules.fields[tiny]} is less than a thousandth of yours. Is it in the same unit?`
      say(unit ? [paragraph(doubt), says] : [says], told.why)
    } catch (error) {
      say([paragraph(error.message[0].toUpperCase() + error.message.slice(1))])
    }
  }

  // A status that stays as it is is not said again.
  function announce(...sentences) {
    const words = sentences.join(" ")
    if (read.textContent !== words) read.replaceChildren(paragraph(words))
  }

  function tell() {
    const roles = Object.entries(ROLES).slice(0, 3).flatMap(([role, words]) => {
      const column = found.columns.find(each => each.role === role)
      if (!column) return []
      const many = column.values.length
      return role === "test_loss" ? [`the ${words} ${general(column.values.at(-1), 4)} from ${column.name}`]
        : [`${many.toLocaleString("en")} ${words}${many === 1 ? "" : "es"} from ${column.name}`]
    })
    const notes = found.notes.map(note => note.replaceAll("`", ""))
    for (const { name: column, words, role } of found.columns) {
      if (role && words) notes.push(`${words} cells of ${column} are no numbers, and left out.`)
    }
    if (found.columns.some(({ values, role }) => role && values.length > 500)) {
      notes.push("The answer takes every number; the drawing takes the lowest and the highest of each part.")
    }
    notes.push(...found.doubts)
    const few = found.columns.some(({ role, values }) => role === "train_loss" && values.length === 1)
    if (few) notes.push("One number is no curve: note the loss after every epoch.")
    const held = found.columns.some(({ role }) => role && role !== "train_loss")
    if (held && !found.columns.some(({ role }) => role === "train_loss")) notes.push("There is no training loss in it.")
    const untold = found.denied ? "without losses, as you say"
      : `${found.columns.length} columns, whose names do not tell which is which`
    const what = roles.join(", ") || untold
    announce(`Read as ${found.kind}: ${what}.`, ...notes)
  }

  function confirm() {
    found.doubts = []
    columns.querySelector(".diagnosis__buttons")?.remove()
  }

  function settle() {
    for (const select of columns.querySelectorAll("select")) select.value = found.columns[select.dataset.place].role
    tell()
    conclude()
  }

  function choose(column, role) {
    for (const each of found.columns) if (role && each.role === role) each.role = ""
    column.role = role
    if (!found.rivals) confirm()
    settle()
  }

  function offer() {
    const rows = found.columns.slice(0, 40).map((column, place) => {
      const options = Object.entries(ROLES).map(([value, words]) => element("option", words, { value }))
      const select = element("select", options)
      select.value = column.role
      select.dataset.place = place
      select.addEventListener("change", () => choose(column, select.value))
      return element("label", [`${column.name} `, select])
    })
    const blanks = found.columns.filter(({ gaps }) => gaps).map(column => {
      const input = element("input", [], { type: "checkbox" })
      input.dataset.blanks = column.name
      input.addEventListener("change", conclude)
      return element("label", [input, ` NaN in ${column.name} is a blank`])
    })
    columns.querySelector("div").replaceChildren(...rows, ...blanks)
    const suspects = found.columns.filter(({ suspect }) => suspect)
    const yes = found.rivals ? "No: each loss has to fall" : suspects.length ? "They are losses" : "That is right"
    const buttons = element("div", [], { className: "diagnosis__buttons" })
    const button = (words, act) => {
      const made = element("button", words, { type: "button" })
      made.addEventListener("click", () => {
        act?.()
        confirm()
        columns.querySelector("summary").focus()
        settle()
      })
      buttons.append(made)
    }
    if (found.doubts.length) button(yes)
    if (suspects.length && !found.rivals) {
      button("They are not losses", () => {
        for (const column of suspects) column.role = ""
        found.denied = true
      })
    }
    if (buttons.children.length) columns.querySelector("div").append(buttons)
    columns.hidden = false
    columns.open = !found.sure || blanks.length > 0
  }

  // What is announced stays until there is something else to say.
  function clear(announced = true) {
    found = null
    for (const part of announced ? [read, answer, more, curves] : [more, curves]) part.replaceChildren()
    for (const part of [columns, guess, why, find("[data-do=clear]")]) part.hidden = true
    text.placeholder = text.dataset.empty
  }

  function take(losses, from = "") {
    clear(!losses.trim())
    name = from
    if (!losses.trim()) return
    if (lent && losses !== EXAMPLE) [form.elements.classes.value, lent] = ["", false]
    find("[data-do=clear]").hidden = false
    try {
      found = window.readLosses(losses, rules.names)
    } catch (error) {
      say(/accuracies only/.test(error.message) ? [gap()] : [])
      return announce(`${name && `${name}: `}${error.message}`)
    }
    found.rivals = rivals(losses) && found.columns.every(each => !each.role || each.values.every(Number.isFinite))
    if (found.rivals) Object.assign(found, { doubts: ["Do two networks train against each other?"], sure: false })
    guess.hidden = false
    tell()
    offer()
    conclude()
  }

  // A long text is not put into the field, which would take the browser longer than reading it.
  function put(losses, from) {
    const long = losses.length > LONG
    text.value = long ? "" : losses
    if (!long) return take(losses, from)
    clear()
    text.placeholder = `${from || "A long text"}, ${(losses.length / 1e6).toFixed(1)} MB. It is not shown here.`
    const shown = text.placeholder
    read.replaceChildren(paragraph("Reading …"))
    requestAnimationFrame(() => setTimeout(() => {
      take(losses, from)
      text.placeholder = shown
    }))
  }

  async function load(chosen) {
    if (!chosen) return
    const bytes = new Uint8Array(await chosen.arrayBuffer())
    const mark = bytes[0] * 256 + bytes[1], coding = { [0xfffe]: "utf-16le", [0xfeff]: "utf-16be" }[mark] ?? "utf-8"
    put(new TextDecoder(coding).decode(bytes), chosen.name)
  }

  // Each act waits for itself: who types a number right after a paste gets both.
  const waits = new Map()
  const soon = act => {
    clearTimeout(waits.get(act))
    waits.set(act, setTimeout(act, 300))
  }
  const retake = () => take(text.value)
  const doing = {
    open: () => file.click(),
    example: () => {
      form.elements.kind.value = "classes"
      if (whole(form.elements.classes.value) !== 10) [form.elements.classes.value, lent] = [10, true]
      show()
      put(EXAMPLE)
    },
    clear: () => {
      text.value = ""
      clear()
      text.focus()
    },
  }
  function show() {
    const kind = form.elements.kind.value
    for (const label of guess.querySelectorAll("[data-kind]")) label.hidden = label.dataset.kind !== kind
  }

  text.dataset.empty = text.placeholder
  for (const button of form.querySelectorAll("[data-do]")) button.addEventListener("click", doing[button.dataset.do])
  form.addEventListener("submit", event => { event.preventDefault(); conclude() })
  file.addEventListener("change", () => { load(file.files[0]); file.value = "" })
  text.addEventListener("input", () => soon(retake))
  text.addEventListener("paste", event => {
    const [pasted] = event.clipboardData.files, losses = event.clipboardData.getData("text")
    // The field would make lines of the states of a progress bar
    if (!pasted && losses.length <= LONG && !/\r(?!\n)/.test(losses)) return
    event.preventDefault()
    if (pasted && !losses) load(pasted)
    else put(losses)
  })
  guess.addEventListener("input", event => {
    if (event.target.name === "classes") lent = false
    show()
    soon(conclude)
  })
  more.addEventListener("input", () => soon(conclude))
  more.addEventListener("keydown", event => event.key === "Tab" && !event.shiftKey && conclude())
  // Anywhere on the page: a file that misses the box would take its place
  addEventListener("dragover", event => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    box.classList.add("diagnosis--over")
  })
  addEventListener("dragleave", event => event.relatedTarget || box.classList.remove("diagnosis--over"))
  addEventListener("drop", event => {
    box.classList.remove("diagnosis--over")
    if (!event.dataTransfer?.files.length) return
    event.preventDefault()
    load(event.dataTransfer.files[0])
  })
  let wide = innerWidth
  addEventListener("resize", () => {
    if (found && wide !== innerWidth) draw(run(), yardstick())
    wide = innerWidth
  })
  show()
  if (text.value) take(text.value)  // typed before this script had come
  // The browser fills in what was there, when the reader comes back
  addEventListener("pageshow", () => {
    show()
    if (text.value && !found) take(text.value)
  })
}
