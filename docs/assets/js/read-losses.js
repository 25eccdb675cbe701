// Losses out of the text that a trainer leaves: a table, JSON, what Python prints, or a console's log.
// snippets/read_losses.py reads the same files to the same lists; its table of names comes with the page.
window.readLosses = (() => {
  const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`, ANY = `(?:${NUMBER}|[-+]?nan|[-+]?inf(?:inity)?)`
  const PLAIN = new RegExp(`^${NUMBER}$`, "i"), LEFT = String.raw`(?<![\w.])`, RIGHT = String.raw`(?![\w.]*\w)`
  const WRAP = String.raw`(?:tensor|(?:np\.)?float\d+)?[("'[]*`  // loss: tensor(2.31), loss: (2.31)
  const VALUE = String.raw`${WRAP}(${ANY})${RIGHT}(\s?%)?`, SIGN = String.raw`["']?[ \t]*[:=][ \t]*`
  const LOSS = new RegExp(String.raw`(loss[\w./@-]{0,40})(?:${SIGN}|["']?[ \t]+)${VALUE}`, "gi")
  const PAIR = new RegExp(String.raw`([a-z_][\w./@-]{0,40})${SIGN}${VALUE}`, "gi")
  const LIST = /(?:([\w ./-]{1,40})["']?[ \t]*[:=][ \t]*)?\[([^[\]]+)\]/g
  const BLANK = /^(?:|-+|none|null|n\/a|no log)$/i
  const INDEX = /^(?:index|unnamed|epochs?|(?:global|train)?steps?|iter(?:ation)?s?|batch(?:es)?|.*time|timestamp|date)$/
  const RATE = /^lr$|learningrate|runtime|persecond/
  const ACCURACY = /acc|f1|auc|precision|recall|top\d?$/
  const SPLIT = /(?<![a-z])(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|eval(?:uation)?|test(?:ing)?)(?![a-z])/gi
  const DIGIT = /\d|nan|inf/i, TOKEN = /[\w./@-]*$/, OWN = /train|val|dev|eval|test/i
  const HELD = /val(?!ue)|dev|eval|heldout|holdout/, PER_LINE = 0.6, MOST = 60e6
  const letters = name => name.toLowerCase().replace(/[^a-z]/g, "")

  // A number; null for a blank; undefined for anything else.
  function numberOf(cell) {
    if (typeof cell === "number") return cell
    if (cell === null || cell === undefined) return null
    if (typeof cell !== "string") return undefined
    if (PLAIN.test(cell)) return Number(cell)
    const text = cell.trim().replace(/\s?%$/, "")
    if (PLAIN.test(text)) return Number(text)
    if (BLANK.test(text)) return null
    const odd = /^([-+]?)(?:(nan)|inf(?:inity)?)$/i.exec(text)
    return odd ? odd[2] ? NaN : odd[1] === "-" ? -Infinity : Infinity : undefined
  }

  class Table {
    columns = new Map()
    add(name, cell) {
      const number = numberOf(cell)
      if (number === null) return
      if (!this.columns.has(name)) this.columns.set(name, { name, values: [], words: 0, percent: 0 })
      const column = this.columns.get(name)
      if (number === undefined) column.words += 1
      else column.values.push(number)
      if (typeof cell === "string" && cell.endsWith("%")) column.percent += 1
    }
    found() {
      return [...this.columns.values()].filter(({ values, words }) => values.length > words)
    }
  }

  // JSON, and what Python prints: its quotes, None, nan, np.float64(2.3).
  const STRING = String.raw`"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'`
  const WORD = new RegExp(STRING + String.raw`|[-+]?\b(?:NaN|nan|Infinity|inf|None|True|False)\b|,(?=\s*[\]}])`, "g")
  const CALL = /\b(?:tensor|array|(?:np\.)?float\d+)\(([^()]*?)(?:,\s*(?:dtype|device|grad_fn)=[^()]*)?\)/g
  function plainWord(word, quoted) {
    if (quoted !== undefined) return JSON.stringify(quoted)
    if (word[0] === '"' || word === ",") return word === "," ? "" : word
    return { None: "null", True: "true", False: "false" }[word] ?? `"${word}"`
  }
  function parse(text) {
    try { return JSON.parse(text) } catch { /* as Python prints it, or NaN in it */ }
    try { return JSON.parse(text.replace(CALL, "$1").replace(WORD, plainWord)) } catch { return undefined }
  }

  const isObject = value => value !== null && typeof value === "object" && !Array.isArray(value)
  const isCurve = value => Array.isArray(value) && value.length > 0 && value.every(each => numberOf(each) !== undefined)

  function addRow(table, row, prefix = "") {
    for (const [name, cell] of Object.entries(row)) {
      if (isObject(cell)) addRow(table, cell, `${prefix}${name}/`)
      else if (!Array.isArray(cell)) table.add(prefix + name, cell)
    }
  }

  function addCurves(table, log, prefix = "") {
    for (const [name, value] of Object.entries(log)) {
      const keys = isObject(value) ? Object.keys(value) : []
      const counted = keys.length && keys.every(key => /^\d+$/.test(key))
      const curve = counted ? Object.values(value) : value
      if (isCurve(curve)) for (const cell of curve) table.add(prefix + name, cell)
      else if (isObject(value)) addCurves(table, value, `${prefix}${name}/`)
      else if (!Array.isArray(value)) table.add(prefix + name, value)
    }
  }

  function fromJson(log, depth = 0) {
    const table = new Table()
    if (Array.isArray(log)) {
      if (isCurve(log)) for (const cell of log) table.add("loss", cell)
      else if (log.every(isCurve)) return fromRows(log)
      else {
        const rows = log.filter(row => isObject(row) && !("train_runtime" in row))  // means of the run
        for (const row of rows) addRow(table, row)
      }
    } else if (isObject(log)) {
      const rows = Object.values(log).find(value => Array.isArray(value) && value.some(isObject))
      const inner = log.log_history ?? log.history ?? rows
      if (inner && depth < 4) return fromJson(inner, depth + 1)
      addCurves(table, log)
    }
    return table.found()
  }

  // Rows of numbers without names; few and long ones are curves.
  function fromRows(rows) {
    const table = new Table(), width = Math.max(...rows.slice(0, 100).map(row => row.length))
    const lying = rows.length <= 3 && width > 3
    const name = number => lying && rows.length === 1 ? "loss" : `column ${number + 1}`
    rows.forEach((row, i) => row.forEach((cell, j) => table.add(name(lying ? i : j), cell)))
    return table.found()
  }

  function fromLists(text) {
    const table = new Table()
    for (const [, name, inside] of text.matchAll(LIST)) {
      // np.float64(2.3)
      const bare = inside.includes("(") ? inside.replace(/(?:\w{1,20}\.)?\w{1,20}\(|\)/g, "") : inside
      const cells = bare.trim().split(/\s*,\s*|\s+/).filter(Boolean)
      const called = name?.trim() ?? `column ${table.columns.size + 1}`
      if (cells.length > 1 && isCurve(cells)) for (const cell of cells) table.add(called, cell)
    }
    return table.found()
  }

  function cellsOf(line, mark) {
    if (mark === "|") return line.trim().replace(/^\||\|$/g, "").split("|")
    if (mark === " ") return line.trim().split(/\s+/)
    if (!mark) return [line]
    if (!line.includes('"')) return line.split(mark)
    const cells = line.match(new RegExp(`(?:^|\\${mark})\\s*(?:"(?:[^"]|"")*"[^\\${mark}]*|[^\\${mark}]*)`, "g")) ?? []
    return cells.map((cell, place) => cell.slice(place && 1).trim().replace(/^"|"$/g, "").replaceAll('""', '"'))
  }

  // A file with a line for each row; null if it is none. lines: not blank.
  function fromTable(lines, notes) {
    const first = lines[0].replace(/^#\s*/, ""), count = mark => first.slice(0, 2000).split(mark).length - 1
    const often = [..."\t;,"].reduce((one, other) => count(other) > count(one) ? other : one)
    let mark = first.trim().startsWith("|") ? "|" : often
    if (mark !== "|" && !count(mark)) mark = /\S\s+\S/.test(first.trim()) ? " " : ""
    // 0,52: a comma in each of the numbers is a decimal point
    const comma = lines.every((line, place) => place > 50 || !/\d\.\d/.test(line)) && (mark === ","
      ? lines.every((line, place) => place > 50 || /^\s*-?\d+,\d+\s*$/.test(line) || (!place && !/[\d,]/.test(line)))
      : lines.slice(1, 50).some(line => /\d,\d/.test(line)))
    if (comma && mark === ",") mark = ""
    if (comma) notes.push("Commas are read as decimal points.")
    const split = line => comma ? cellsOf(line, mark).map(cell => cell.replace(",", ".")) : cellsOf(line, mark)
    const head = split(first).map(cell => cell.trim()), isNumber = cell => typeof numberOf(cell) === "number"
    const named = !head.some(isNumber)
    const rows = lines.slice(named ? 1 : 0).filter(line => !/^(?:#|[\s|:+-]*$)/.test(line))
    const fits = line => {
      const cells = split(line), good = cells.filter(cell => numberOf(cell) !== undefined).length
      const width = mark === " " ? cells.length === head.length : cells.length <= head.length
      return width && cells.some(isNumber) && 2 * good >= cells.length
    }
    if (named && head.length > 5000) return null
    const sample = rows.slice(0, 50)
    if (!named && lines.length <= 3 && head.length > 3) {
      const all = lines.map(split)
      return all.every(isCurve) ? fromRows(all) : null
    }
    if (!sample.length || sample.filter(fits).length < 0.7 * sample.length) return null
    if (!named && head.some(cell => numberOf(cell) === undefined)) return null
    const table = new Table(), names = head.map((name, place) => named ? name : `column ${place + 1}`)
    for (const line of rows) {
      const cells = split(line)
      for (let place = 0; place < names.length; place += 1) table.add(names[place], cells[place]?.trim())
    }
    return table.found()
  }

  // The losses of one state of a line, [name, number] each; before: train, val or test, if the line before said so.
  function lossesOf(state, before) {
    const pairs = []
    if (!/loss/i.test(state) || !DIGIT.test(state)) return pairs
    let end = LOSS.lastIndex = 0
    for (let match = LOSS.exec(state); match; match = LOSS.exec(state)) {
      const [, tail, cell, percent] = match, start = state.slice(Math.max(end, match.index - 40), match.index)
      const token = TOKEN.exec(start)[0] + tail
      const lead = (end ? "" : before) + state.slice(Math.max(end, match.index - 80), match.index)
      const split = OWN.test(token) ? "" : lead.match(SPLIT)?.at(-1).toLowerCase() ?? ""
      end = LOSS.lastIndex
      pairs.push([split ? `${split} ${token}` : token, cell + (percent ? "%" : "")])
    }
    return pairs
  }

  // A console's log. A terminal shows the last state of a line that a progress bar wrote again and again.
  function fromLog(lines, every) {
    const table = new Table()
    let before = ""
    for (const line of lines) {
      const states = line.includes("\r") ? line.split("\r") : [line], pairs = []
      for (let place = states.length - 1; place >= 0 && (every || !pairs.length); place -= 1) {
        pairs.push(...lossesOf(every ? states[states.length - 1 - place] : states[place], before))
      }
      for (const [name, cell] of pairs) table.add(name, cell)
      before = !pairs.length && line.length < 60 ? `${line.match(SPLIT)?.at(-1) ?? ""} ` : ""  // Test error:
    }
    return table.found()
  }

  function fromPairs(lines) {
    const table = new Table()
    for (const line of lines) {
      if (!DIGIT.test(line)) continue
      for (const [, name, cell, percent] of line.matchAll(PAIR)) table.add(name, cell + (percent ? "%" : ""))
    }
    return table.found()
  }

  // As many bare numbers in most lines.
  function fromNumbers(lines) {
    const bare = new RegExp(LEFT + ANY + RIGHT, "gi")
    const rows = lines.map(line => line.match(bare) ?? []).filter(row => row.length)
    const counts = new Map()
    for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
    const [width, often] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [0, 0]
    if (often < 2 || often < PER_LINE * lines.length) return []
    return fromRows(rows.filter(row => row.length === width))
  }

  const longest = columns => columns.reduce((most, { values }) => Math.max(most, values.length), 0)

  function columnsOf(text, notes) {
    if (/^\s*[[{]/.test(text)) {
      const [head] = text.trimStart().split("\n", 1), lines = isObject(parse(head)) && head.length < text.trim().length
      const whole = lines ? undefined : parse(text)
      if (whole !== undefined) return ["JSON", fromJson(whole)]
      const rows = text.split("\n").filter(line => /^\s*\{/.test(line)).map(parse).filter(isObject)
      if (rows.length > 1) return ["JSON lines", fromJson(rows)]
    }
    const lists = /\[[^[\]]*,[^[\]]*\]/.test(text) ? fromLists(text) : []
    if (lists.length && longest(lists) > 2) return ["lists", lists]
    const newline = text.includes("\n") ? /\r*\n/ : /\r/
    const lines = text.split(newline).filter(line => line.trim())
    const table = fromTable(lines, notes)
    if (table?.length) return ["a table", table]
    notes.length = 0
    let plain = text.includes("\x1b") ? text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "") : text
    if (!/\d\.\d/.test(plain.slice(0, 1e5)) && /[:= ]\d+,\d/.test(plain)) {
      plain = plain.replace(/(\d),(?=\d)/g, "$1.")
      notes.push("Commas are read as decimal points.")
    }
    const printed = plain.replace(/[\b]+/g, "\r").split(/\r*\n/).filter(line => line.trim())
    let log = fromLog(printed, false)
    if (longest(log) < 3 && plain.includes("\r")) {
      const all = fromLog(printed, true)
      if (longest(all) > longest(log)) [log] = [all, notes.push("A progress bar: each of its states is read.")]
    }
    if (log.length) return ["a log", log]
    const pairs = fromPairs(printed)
    return pairs.length ? ["a log", pairs] : ["numbers", fromNumbers(printed)]
  }

  const isAccuracy = ({ name, percent, values }) => ACCURACY.test(letters(name)) || 2 * percent > values.length
  const rises = values => values.every((each, place) => Number.isInteger(each) && (!place || each > values[place - 1]))
  const isNameless = name => name.startsWith("column ") || !letters(name)  // 训练损失 too
  const isIndex = ({ name, values }) => !name ? true : isNameless(name) ? values.length > 2 && rises(values)
    : INDEX.test(letters(name)) || RATE.test(letters(name))

  // Which column is what: by the names that Python knows, then by words in them, then by their order, which is told.
  function assign(columns, names, notes) {
    const plain = Object.fromEntries(columns.map(column => [letters(column.name), column])), role = {}
    for (const [curve, usual] of Object.entries(names)) {
      const known = usual.map(name => plain[name]).filter(Boolean)
      role[curve] = known.find(({ values }) => values.length !== 1) ?? known[0]
    }
    let told = true
    const rest = columns.filter(column => !isIndex(column) && !isAccuracy(column))
    const free = pattern => rest.filter(column => !Object.values(role).includes(column)
      && pattern.test(letters(column.name)))
    const take = (curve, pattern) => {
      const fit = free(pattern)
      role[curve] ??= fit.find(({ values }) => values.length > 1) ?? fit[0]
    }
    take("test_loss", /test.*loss|loss.*test/)
    take("validation_loss", new RegExp(`(?:${HELD.source}).*loss|loss.*(?:${HELD.source})`))
    take("train_loss", /^(?!.*(?:val|dev|eval|test)).*train.*loss|loss.*train/)
    take("train_loss", /^(?!.*(?:val|dev|eval|test|heldout|holdout)).*loss/)
    if (!columns.some(({ name }) => /loss/i.test(name))) {
      take("test_loss", /test/)
      take("validation_loss", HELD)
      take("train_loss", /train/)
      const [first, second, third] = free(/^/)
      if (!role.train_loss && first && !third) {
        [role.train_loss, role.validation_loss] = [first, role.validation_loss ?? second]
        notes.push(second ? "By their order: the training loss, then the validation loss. You can change it below."
          : "Taken for the training loss.")
        told = !second
      } else told = Boolean(role.train_loss)
    }
    if (role.test_loss?.values.length > 1 && !role.validation_loss) {
      [role.validation_loss, role.test_loss] = [role.test_loss, undefined]
      notes.push(`\`${role.validation_loss.name}\` has many numbers, so it is read as validation.`)
    }
    for (const curve in role) if (role[curve] && isAccuracy(role[curve])) role[curve] = undefined
    for (const column of columns) {
      column.role = Object.keys(role).find(curve => role[curve] === column) ?? ""
      column.accuracy = isAccuracy(column)
      // NaN and then a number again: a run that went on, or blanks of a data frame
      const odd = column.values.map(Number.isNaN)
      column.gaps = odd.some((each, place) => place && !each && odd[place - 1])
    }
    return told && Boolean(role.train_loss)
  }

  // -> {kind, columns: [{name, values, role, accuracy, gaps, words}], sure, notes}. Throws an Error with a sentence.
  function readLosses(text, names) {
    if (text.length > MOST) throw new Error("That is more than 60 MB. Every tenth line of it is enough.")
    if (/\0/.test(text.slice(0, 1000))) {
      throw new Error("That is no text. Of TensorBoard's files, for example, give the CSV that it exports.")
    }
    if (!/\S/.test(text)) throw new Error("There is nothing in it.")
    const notes = [], [kind, columns] = columnsOf(text.replace(/^\ufeff/, ""), notes)
    if (!columns.length) throw new Error("No losses found in it. Two columns of numbers are enough.")
    if (columns.every(column => isAccuracy(column) || isIndex(column)) && columns.some(isAccuracy)) {
      throw new Error("Percents or accuracies only. The guide reads losses, which tell how wrong an answer is.")
    }
    return { kind, sure: assign(columns, names, notes), columns, notes }
  }

  return readLosses
})()
