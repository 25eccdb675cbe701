// Losses out of the text that a trainer leaves: a table, JSON, what Python prints, or a console's log.
// snippets/read_losses.py reads the same files to the same lists; its table of names comes with the page.
window.readLosses = (() => {
  const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`, ANY = `(?:${NUMBER}|[-+]?nan|[-+]?inf(?:inity)?)`
  const PLAIN = new RegExp(`^${NUMBER}$`, "i"), RIGHT = String.raw`(?![\w.]*\w)`
  const WRAP = String.raw`(?:tensor|(?:np\.)?float\d+)?[("'[]*`  // loss: tensor(2.31), loss: (2.31)
  const VALUE = String.raw`${WRAP}(${ANY})${RIGHT}(\s?%)?`, SIGN = String.raw`["']?[ \t]*[:=][ \t]*`
  const LOSS = new RegExp(String.raw`(loss[\w./@-]{0,40})(?:${SIGN}|["']?[ \t]+)${VALUE}`, "gi")
  const TURNED = new RegExp(String.raw`\bloss\s+(train|val\w*|test)\s+(${ANY})(?:\s+(val\w*|test)\s+(${ANY}))?`, "gi")
  const LOSS_COMMA = /loss[\w./@-]{0,40}["']?[ \t]*[:=]?[ \t]*\d+,\d/i
  const PAIR = new RegExp(String.raw`([a-z_][\w./@-]{0,40})${SIGN}${VALUE}`, "gi")
  const LIST = /(?:([\w ./-]{1,40})["']?[ \t]*[:=][ \t]*)?\[([^[\]]+)\]/g
  const THOUSANDS = /^[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/, COMMA = /^[-+]?\d*,\d+(?:e[-+]?\d+)?$/i
  const DOTS = /^[-+]?[1-9]\d{0,2}(?:\.\d{3})+(,\d+)?$/  // 1.234,5: the comma is the point
  const POINTS = "Commas are read as decimal points."
  const BLANK = /^(?:|-+|none|null|n\/a|no log)$/i
  const ROLE = "train(?:ing)?|val(?:id(?:ation)?)?|dev|eval(?:uation)?|test(?:ing)?"
  const SPLIT = new RegExp(`(?:^|[^a-z])(?:${ROLE})(?![a-z])`, "gi"), SPLIT_CELL = new RegExp(`^(?:${ROLE})$`, "i")
  const HEADING = new RegExp(String.raw`^\W*(?:epoch\W*\d+\W*)?(?:train|val|eval|dev|test)[a-z]*`
    + String.raw`(?:\s+(?:set|error|step|phase|epoch|results?|metrics?))?\W*$`, "i")
  const EPOCH = /(?:^|[^a-z])epoch\W{0,3}(\d+)/i, OTHER_EPOCH = /best|load|restor|checkpoint/i
  const RECORD = /(?:^|[^a-z])(?:best|min(?:imum)?|lowest)[ _-]+(?:[a-z]+[ _-]+)?$/i  // best val loss
  const DIGIT = /\d|nan|inf/i, TOKEN = /[\w./@-]*$/, OWN = /train|val|dev|eval|test/i, PER_LINE = 0.6, MOST = 60e6
  const letters = name => name.toLowerCase().replace(/[^a-z]/g, "")

  // What a name says. Of a run that is called test-3, `test-3 - train/loss` is the training loss.
  const INDEX = new RegExp("^(?:index|unnamed|epochs?|(?:global|train)?steps?|iter(?:ation)?s?|batch(?:es)?"
    + "|timestamp|date|seed|fold|run|trial|episode|patience|lr|learningrate|mem.*"
    + "|.*(?:elapsed|times?|norm|tokens|runtime|persecond))$")
  const HELP = /(?:^|[^a-z])(?:best|std|weight|scale|min|max|var|coef)(?![a-z])/  // beside a loss, not the loss
  const ACCURACY = /acc|(?:^|[^a-z])(?:f1|r2)|auc|precision|recall|top\d?$|iou|map$/
  const SCORE = /(?:^|[^a-z])(?:score|dice|bleu|rouge|psnr|ssim|rewards?)(?![a-z])/
  const LESS = /brier|fid|matching|err/  // scores of which less is better
  const PERPLEXITY = /ppl|perplex/, SHARE = /(?:^|[^a-z])(?:err(?:or)?s?|[wc]er)(?![a-z])/
  const [TRAIN, HELD, TEST] = [
    "tr(?:ai)?n(?:ing)?|learn|t", "v|val(?:id[a-z]*)?|dev|eval(?:uation)?|held_?out|hold_?out", "te?st(?:ing)?",
  ].map(words => new RegExp(`(?:^|[^a-z]|loss)(?:${words})(?=loss|[^a-z]|$)`))
  function meaning({ name, percent, values }) {
    const own = name.split(" - ").at(-1), low = own.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()
    const plain = letters(own), held = HELD.test(low) && "validation_loss", test = TEST.test(low) && "test_loss"
    const split = held || test || (TRAIN.test(low) ? "train_loss" : "")
    const loss = plain.includes("loss") && !HELP.test(low)
    const like = pattern => !loss && (pattern.test(plain) || pattern.test(low))
    const unfit = 2 * percent > values.length || like(ACCURACY) ? "an accuracy"
      : like(SCORE) && !LESS.test(low) ? "a score"
      : like(PERPLEXITY) ? "a perplexity: give its logarithm" : ""
    const nameless = !plain || name.startsWith("column ")  // 训练损失 too
    return { own, plain, split, loss, unfit, nameless, index: !name || INDEX.test(plain), helper: HELP.test(low),
      share: !loss && SHARE.test(low) && !/square|absolute/.test(low) }
  }

  const bare = cell => cell.trim().replace(/\s?%$/, "")

  // A number; null for a blank; undefined for anything else.
  function numberOf(cell) {
    if (typeof cell === "number") return cell
    if (cell === null || cell === undefined) return null
    if (typeof cell !== "string") return undefined
    if (PLAIN.test(cell)) return Number(cell)
    const text = bare(cell)
    if (PLAIN.test(text)) return Number(text)
    if (DOTS.test(text)) return Number(text.replaceAll(".", "").replace(",", "."))
    if (THOUSANDS.test(text)) return Number(text.replaceAll(",", ""))
    if (COMMA.test(text)) return Number(text.replace(",", "."))
    if (BLANK.test(text)) return null
    const odd = /^([-+]?)(?:(nan)|inf(?:inity)?)$/i.exec(text)
    return odd ? odd[2] ? NaN : odd[1] === "-" ? -Infinity : Infinity : undefined
  }

  // The second of two that are called the same gets a name of its own.
  function unlike(names) {
    const often = {}
    return names.map(name => {
      const place = often[` ${name}`] = (often[` ${name}`] ?? 0) + 1
      return place > 1 ? `${name} (${place})` : name
    })
  }

  class Table {
    columns = new Map()
    row = 0
    starts = []  // rows at which a run begins anew
    add(name, cell) {
      const number = numberOf(cell)
      if (number === null) return
      if (!this.columns.has(name)) {
        this.columns.set(name, { name, values: [], rows: [], words: 0, percent: 0, commas: [], dots: [], points: "" })
      }
      const column = this.columns.get(name)
      if (number === undefined) column.words += 1
      else {
        if (typeof cell === "string") this.note(column, cell)
        column.values.push(number)
        column.rows.push(this.row)
      }
      if (typeof cell === "string" && cell.endsWith("%")) column.percent += 1
    }
    // Where the cells with a comma stand; and those like 1.000, until there is one with another point.
    note(column, cell) {
      const place = column.values.length
      if (cell.includes(",")) column.commas.push([place, bare(cell)])
      else if (column.dots && cell.includes(".")) {
        if (DOTS.test(bare(cell))) column.dots.push([place, bare(cell)])
        else column.dots = null
      }
    }
    // A row may say in a cell what its numbers are: "val", or "val_loss".
    addRow(cells) {
      this.row += 1
      const says = pattern => cells.find(([, cell]) => typeof cell === "string" && pattern.test(cell))
      const some = says(/[a-z]/i), split = some && says(SPLIT_CELL), metric = some && says(/loss/i)
      for (const [name, cell] of cells) {
        const plain = split || metric ? letters(name) : ""
        if (plain && INDEX.test(plain)) continue
        const called = metric && plain === "value" ? metric[1] : name
        this.add(split && !OWN.test(called) ? `${split[1]} ${called}` : called, cell)
      }
    }
    // 0,512 has a decimal point. Then so has 1,234 in its column, or in one where all are like it; and 1.000 has none.
    points() {
      const all = [...this.columns.values()]
      if (!all.some(({ commas }) => commas.length)) return
      const proves = ([, cell]) => COMMA.test(cell) ? !THOUSANDS.test(cell) : DOTS.test(cell)
      const proven = all.some(({ commas }) => commas.some(proves))
      const dotted = all.some(({ dots, values }) => !dots || dots.length || values.some(value => value % 1))
      for (const column of all) {
        const { values, dots } = column, commas = column.commas.filter(([, cell]) => COMMA.test(cell))
        const places = new Set(commas.map(([place]) => place))
        const rest = values.filter((value, place) => Number.isFinite(value) && !places.has(place))
        if (commas.length) {
          const small = commas.some(proves) || rest.every(value => Math.abs(value) < 100)
          column.points = proven && small ? "sure" : !proven && !dotted && !rest.length ? "perhaps" : "none"
          if (column.points === "none") continue
          for (const [place, cell] of commas) values[place] = Number(cell.replace(",", "."))
        } else if (proven && dots?.length && dots.length < rest.length) {
          for (const [place, cell] of dots) values[place] = Number(cell.replaceAll(".", ""))
        }
      }
    }
    found() {
      this.points()
      const columns = [...this.columns.values()].filter(({ values, words }) => values.length > words)
      return Object.assign(columns, { starts: this.starts })
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

  const cellsIn = (row, prefix = "") => Object.entries(row).flatMap(([name, cell]) => Array.isArray(cell) ? []
    : isObject(cell) ? cellsIn(cell, `${prefix}${name}/`) : [[prefix + name, cell]])

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
        const last = rows.at(-1) ?? {}
        // runs, each with its lists
        if (Object.values(last).some(value => isCurve(value) && value.length > 1)) addCurves(table, last)
        else for (const row of rows) table.addRow(cellsIn(row))
      }
    } else if (isObject(log)) {
      const rows = Object.values(log).find(value => Array.isArray(value) && value.some(isObject))
      const inner = log.log_history ?? log.history
      if (inner && depth < 4) return fromJson(inner, depth + 1)
      addCurves(table, log)
      const lists = table.found().filter(({ name }) => OWN.test(name) || /loss/i.test(name))
      if (rows && depth < 4 && longest(lists) < 2) return fromJson(rows, depth + 1)
    }
    return table.found()
  }

  // Rows of numbers without names; few and long ones are curves.
  function fromRows(rows) {
    const table = new Table(), width = Math.max(...rows.slice(0, 100).map(row => row.length))
    const lying = rows.length <= 3 && width > (rows.length === 1 ? 2 : 3)
    const name = number => lying && rows.length === 1 ? "loss" : `column ${number + 1}`
    rows.forEach((row, i) => {
      table.row = i
      row.forEach((cell, j) => table.add(name(lying ? i : j), cell))
    })
    return table.found()
  }

  function fromLists(text) {
    const table = new Table()
    for (const { 1: name, 2: inside, index } of text.matchAll(LIST)) {
      const call = text.slice(Math.max(0, index - 7), index)
      if (/[a-z]\($/i.test(call) && !/(?:tensor|array)\($/.test(call)) continue  // torch.Size([64, 3])
      // np.float64(2.3)
      const bare = inside.includes("(") ? inside.replace(/(?:\w{1,20}\.)?\w{1,20}\(|\)/g, "") : inside
      const cells = bare.trim().split(/\s*,\s*|\s+/).filter(Boolean)
      const given = name?.trim() ?? `column ${table.columns.size + 1}`
      const called = table.columns.has(given) ? `${given} (${table.columns.size + 1})` : given
      if (cells.length > 1 && isCurve(cells)) for (const cell of cells) table.add(called, cell)
    }
    return table.found()
  }

  // train: 2.3, 1.1, 0.6 and val: 2.2, 1.3, 0.9: few lines, and long ones
  function fromNamed(lines) {
    const has = pattern => lines.some(line => pattern.test(line))
    if (lines.length > 6 || has(/\d,\d/) && !has(/\d\.\d/)) return null
    const parts = lines.map(line => {
      const [lead, name] = /^\s*([a-z][a-z_ ./-]{0,40}?)["']?\s{0,9}[:=,;\s]\s{0,9}(?=[-+.\d]|nan)/i.exec(line) ?? []
      const cells = lead ? line.slice(lead.length).split(/[,;\s]+/).filter(Boolean) : []
      return cells.length > 1 && isCurve(cells) ? [name, cells] : null
    })
    const names = parts.map(part => part?.[0])
    if (!parts.every(Boolean) || new Set(names).size < names.length) return null
    if (!names.some(name => OWN.test(name) || /loss/i.test(name))) return null
    const table = new Table()
    for (const [name, cells] of parts) for (const cell of cells) table.add(name, cell)
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
  function fromTable(lines, notes, doubts) {
    const first = lines[0].replace(/^#\s*/, ""), count = mark => first.slice(0, 2000).split(mark).length - 1
    const often = [..."\t;,"].reduce((one, other) => count(other) > count(one) ? other : one)
    let mark = first.trim().startsWith("|") ? "|" : often
    if (mark !== "|" && !count(mark)) mark = /\S\s+\S/.test(first.trim()) ? " " : ""
    // 0,52: one comma in each line is a decimal point
    const comma = mark === "," && lines.slice(0, 51).every(line => /^\s*-?\d+,\d+\s*$/.test(line))
    // 1,5 and 2,4 are epochs and losses; 1,234.5 and 1,134.5 are thousands
    const firsts = lines.slice(0, 50).map(line => parseInt(line, 10)).filter(Number.isInteger)
    const counted = firsts.length > 2 && firsts.every((each, place) => !place || each === firsts[place - 1] + 1)
    const many = mark === "," && !counted && lines.some(line => /\./.test(line) && THOUSANDS.test(line.trim()))
      && lines.every(line => /^\s*(?:\d{1,3}(?:,\d{3})+|\d{1,3})(?:\.\d+)?\s*$/.test(line))
    if (many) {
      mark = ""
      doubts.push("Commas are read as marks of thousands.")
    }
    if (comma && counted) doubts.push("The numbers before the commas count up: read as epochs.")
    else if (comma) mark = ""
    const split = line => cellsOf(line, mark)
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
    if (!named && lines.length <= 3 && head.length > (lines.length === 1 ? 2 : 3)) {
      const all = lines.map(split)
      return all.every(isCurve) ? fromRows(all) : null
    }
    if (!sample.length || sample.filter(fits).length < 0.7 * sample.length) return null
    if (!named && head.some(cell => numberOf(cell) === undefined)) return null
    const table = new Table(), names = unlike(head.map((name, place) => named ? name : `column ${place + 1}`))
    for (const line of rows) {
      const cells = split(line)
      if (named && line === lines[0]) table.starts.push(table.row + 1)
      else table.addRow(names.map((name, place) => [name, cells[place]?.trim()]))
    }
    return table.found()
  }

  // The losses of one state of a line, [name, number] each; before: train, val or test, if the line before said so.
  function lossesOf(state, before) {
    const pairs = []
    if (!/loss/i.test(state) || !DIGIT.test(state)) return pairs
    state = state.replace(TURNED, (_, one, first, other, second) => `${one} loss: ${first}`
      + (other ? ` ${other} loss: ${second}` : ""))
    let end = LOSS.lastIndex = 0
    for (let match = LOSS.exec(state); match; match = LOSS.exec(state)) {
      const [, tail, cell, percent] = match, start = state.slice(Math.max(end, match.index - 40), match.index)
      const token = TOKEN.exec(start)[0] + tail
      const lead = (end ? "" : before) + state.slice(Math.max(end, match.index - 80), match.index)
      const split = OWN.test(token) ? "" : lead.match(SPLIT)?.at(-1).replace(/[^a-z]/gi, "").toLowerCase() ?? ""
      end = LOSS.lastIndex
      if (RECORD.test(start + token.replace(/loss.*/i, ""))) continue
      pairs.push([split ? `${split} ${token}` : token, cell + (percent ? "%" : "")])
    }
    const names = unlike(pairs.map(([name]) => name))
    return pairs.map(([, cell], place) => [names[place], cell])
  }

  // A console's log. A terminal shows the last state of a line that a progress bar wrote again and again.
  function fromLog(lines, every) {
    const table = new Table()
    let before = "", epoch = null, first = null
    for (const line of lines) {
      const said = OTHER_EPOCH.test(line) ? null : EPOCH.exec(line)
      if (said) {
        const number = Number(said[1])
        first ??= number
        if (number === first && epoch > first) table.starts.push(table.row + 1)
        epoch = number
      }
      const states = line.includes("\r") ? line.split("\r") : [line], pairs = []
      for (let place = states.length - 1; place >= 0 && (every || !pairs.length); place -= 1) {
        pairs.push(...lossesOf(every ? states[states.length - 1 - place] : states[place], before))
      }
      table.row += 1
      for (const [name, cell] of pairs) table.add(name, cell)
      if (HEADING.test(line)) before = `${line.match(SPLIT)?.at(-1).trim() ?? ""} `  // Test error:
      else if (/[a-z]/i.test(line)) before = ""
    }
    return table.found()
  }

  function fromPairs(lines) {
    const table = new Table()
    for (const line of lines) {
      if (!DIGIT.test(line)) continue
      const pairs = [...line.matchAll(PAIR)], names = unlike(pairs.map(([, name]) => name))
      table.row += 1
      pairs.forEach(([, , cell, percent], place) => table.add(names[place], cell + (percent ? "%" : "")))
    }
    return table.found()
  }

  // As many bare numbers in most lines.
  function fromNumbers(lines) {
    const bare = new RegExp(`(?:^|[^\\w.])(${ANY})${RIGHT}`, "gi")
    const rows = lines.map(line => [...line.matchAll(bare)].map(match => match[1])).filter(row => row.length)
    const counts = new Map()
    for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
    const [width, often] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? [0, 0]
    if (often < 2 || often < PER_LINE * lines.length) return []
    return fromRows(rows.filter(row => row.length === width))
  }

  const longest = columns => columns.reduce((most, { values }) => Math.max(most, values.length), 0)

  function columnsOf(text, notes, doubts) {
    if (/^\s*[[{]/.test(text)) {
      const [head] = text.trimStart().split("\n", 1), lines = isObject(parse(head)) && head.length < text.trim().length
      const whole = lines ? undefined : parse(text)
      if (whole !== undefined) return ["JSON", fromJson(whole)]
      const rows = text.split("\n").filter(line => /^\s*\{/.test(line)).map(parse).filter(isObject)
      if (rows.length > 1) return ["JSON lines", fromJson(rows)]
    }
    const decimals = /^\s*(?:-?\d+,\d+[\s;]+){2,}-?\d+,\d+\s*$/.test(text.slice(0, 1e5))
    if (decimals && /,\d+[ \t;]+\S/.test(text)) {
      text = text.replaceAll(",", ".")
      notes.push(POINTS)
    }
    const newline = text.includes("\n") ? /\r*\n/ : /\r/
    const lines = text.split(newline).filter(line => line.trim())
    const bracket = /\[[^[\]]*\]/.test(text)
    const named = fromNamed(lines)
    if (named) return ["curves", named]
    const table = bracket && /^\s*\[/.test(text) ? null : fromTable(lines, notes, doubts)
    if (table?.length) return ["a table", table]
    notes.length = doubts.length = 0
    let plain = text.includes("\x1b") ? text.replace(/\x1b\[[0-9;?]*[ -/]*[@-~]/g, "") : text
    if (/[:= ]\d{1,3}(?:,\d{3})+\.\d/.test(plain)) plain = plain.replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    else if (LOSS_COMMA.test(plain) || !/\d\.\d/.test(plain.slice(0, 1e5)) && /[:= ]\d+,\d/.test(plain)) {
      plain = plain.replace(/(\d),(?=\d)/g, "$1.")
      const list = /\d,(?!\d{3}(?!\d))\d/.test(text.slice(0, 5000)) ? notes : doubts  // 2,300 may be a thousand
      list.push(POINTS)
    }
    const printed = plain.replace(/[\b]+/g, "\r").split(/\r*\n/).filter(line => line.trim())
    let log = fromLog(printed, false)
    if (longest(log) < 3 && plain.includes("\r")) {
      const all = fromLog(printed, true)
      if (longest(all) > longest(log)) [log] = [all, notes.push("A progress bar: each of its states is read.")]
    }
    const wanted = bracket && (longest(log) < 3 || /loss\w{0,20}["']?\s?[:=]?\s?\[/i.test(text))
    const lists = wanted ? fromLists(text) : []
    const losses = longest(log) < 3 ? lists : lists.filter(({ name }) => /loss/i.test(name))
    if (longest(losses) > 2 && longest(losses) >= longest(log)) return ["lists", losses]
    if (log.length) return ["a log", log]
    const pairs = fromPairs(printed)
    return pairs.length ? ["a log", pairs] : ["numbers", fromNumbers(printed)]
  }

  const falls = values => values.length > 2 && values.every((each, place) => !place || each < values[place - 1])
  const rises = values => values.length > 2 && values.every((each, place) => !place || each > values[place - 1])
  const even = values => values.every((each, place) => !place
    || Math.abs(each - values[place - 1] - values[1] + values[0]) < 1e-6)
  const whole = values => values.every(Number.isInteger)
  const counts = values => values.length > 2 && whole(values)
    && values.every((each, place) => !place || Math.abs(each - values[place - 1]) <= 1 || each === values[0])

  // Which columns count epochs, steps or time: by their names, or as they rise while another column does not.
  function findIndices(columns, doubts) {
    const open = columns.filter(({ says }) => !says.index && !says.unfit && !says.helper)
    for (const [place, column] of open.entries()) {
      const { says, values } = column, others = open.filter(each => each !== column && !each.says.index)
      if (says.loss || says.split || !others.length) continue
      const leads = open.slice(0, place).every(each => each.says.index)
      const alone = leads && others.some(each => !rises(each.values) && !counts(each.values))
      const sure = rises(values) && (whole(values) || alone && (even(values) || values[0] > 1e6))
        || leads && counts(values) && !others.every(each => whole(each.values))
      const maybe = !sure && alone && says.nameless && rises(values)
      says.index = sure || maybe
      if (maybe) doubts.push(`The numbers of ${column.name} rise, so it is left out.`)
    }
  }

  // One run of several in a file, the last one; and from its first epoch on.
  function lastRun(columns, notes, doubts) {
    const called = pattern => columns.find(({ says }) => pattern.test(says.plain))
    const group = called(/^(?:seed|fold|run|trial)$/), epochs = called(/^epochs?$/)
    const count = epochs ?? columns.find(({ says, values }) => says.index && says.nameless && counts(values))
    const { values = [], rows = [] } = count ?? {}
    const starts = rows.filter((_, place) => place && values[place] === values[0] && values[place - 1] > values[0])
    const runs = columns.starts?.length > starts.length ? columns.starts : starts
    const last = group?.values.at(-1), mine = new Set(group?.rows.filter((_, place) => group.values[place] === last))
    let keep = null
    if (group && mine.size < group.rows.length) {
      keep = row => mine.has(row)
      notes.push(`Several runs: that with ${group.name} ${last} is read.`)
    } else if (runs.length && columns.some(each => each.rows.some(row => row >= runs.at(-1)))) {
      keep = row => row >= runs.at(-1)
      notes.push(`The epochs begin anew: ${runs.length + 1} runs one after the other; the last one is read.`)
    }
    for (const column of keep ? columns : []) {
      column.values = column.values.filter((_, place) => keep(column.rows[place]))
    }
    const order = count ?? called(/^(?:global)?steps?$/)
    if (order && falls(order.values)) {
      for (const { values: backwards } of columns) backwards.reverse()
      const list = order.says.nameless ? doubts : notes
      list.push(`The numbers of ${order.name} fall, so it is read from the last row to the first.`)
    }
  }

  // Which column is what: by the names that Python knows, then by words in them, then by their order. Where that may
  // be wrong, a doubt says why, and the reader confirms it.
  function assign(columns, names, notes, doubts) {
    const twice = /\(\d+\)$/, role = {}
    const first = columns.filter(({ name }) => !twice.test(name))
    const plain = Object.fromEntries(first.map(each => [each.says.plain, each]))
    for (const [curve, usual] of Object.entries(names)) {
      const known = usual.map(name => plain[name]).filter(Boolean)
      role[curve] = known.find(({ values }) => values.length !== 1) ?? known[0]
    }
    let told = true
    const rest = columns.filter(({ says }) => !says.index && !says.unfit && !says.helper)
    const free = fits => rest.filter(each => !Object.values(role).includes(each) && fits(each.says))
    const take = (curve, fits) => {
      if (role[curve]) return
      const all = free(fits), long = all.filter(({ values }) => values.length > 1), fit = long.length ? long : all
      const total = fit.filter(({ says }) => /total|overall|mean|avg|average/.test(says.plain))
      role[curve] = (total.length ? total : fit)[0]
      if ((total.length || fit.length) > 1) {
        doubts.push(`${role[curve].name} is one of ${fit.length} losses. You can choose another.`)
      }
    }
    const some = columns.some(({ says }) => says.loss)
    for (const curve of ["test_loss", "validation_loss", "train_loss"]) {
      take(curve, ({ split, loss }) => split === curve && (loss || !some))
    }
    if (some) take("train_loss", ({ split, loss }) => !split && loss)
    else {
      const [first, second, third] = free(() => true)
      if (!role.train_loss && first && !third) {
        [role.train_loss, role.validation_loss] = [first, role.validation_loss ?? second]
        notes.push(second ? "By their order: the training loss, then the validation loss. You can change it below."
          : "Taken for the training loss.")
        told = !second
      }
    }
    if (role.test_loss?.values.length > 1 && !role.validation_loss) {
      [role.validation_loss, role.test_loss] = [role.test_loss, undefined]
      notes.push(`\`${role.validation_loss.name}\` has many numbers, so it is read as validation.`)
    }
    for (const curve in role) if (role[curve]?.says.unfit) role[curve] = undefined
    for (const column of columns) {
      const { says, values, name } = column
      column.role = Object.keys(role).find(curve => role[curve] === column) ?? ""
      column.unfit = says.unfit
      // NaN and then a number again: a run that went on, or blanks of a data frame
      const odd = values.map(Number.isNaN)
      column.gaps = odd.some((each, place) => place && !each && odd[place - 1])
      if (!column.role) continue
      const like = each => each !== column && each.says.plain === says.plain
      const own = says.own.replace(twice, "").trim()
      if (!says.nameless && rest.some(like)) doubts.push(`Two columns are called ${own}.`)
      const { points } = column, read = points === "none" ? "marks of thousands" : "decimal points"
      if (/perhaps|none/.test(points)) doubts.push(`Commas in ${name} are read as ${read}. If not, write them without.`)
      if (points === "sure" && !notes.includes(POINTS)) notes.push(POINTS)
      if (says.share) {
        column.suspect = "a share of errors"
        doubts.push(`Is ${name} a loss, or a share of errors?`)
      }
      const low = values.reduce((least, each) => Math.min(least, each), Infinity), [start] = values
      const up = values.at(-1) > start && values.every(value => value >= 0 && value <= 100)
      const [train] = role.train_loss?.values ?? [], near = start > 1 && start > train / 2 && start < 2 * train
      const held = !near && values.indexOf(low) <= values.length / 10  // an accuracy is lowest at its start
      if (!says.loss && up && (column.role === "train_loss" || held)) {
        column.suspect ??= "an accuracy"
        doubts.push(`The numbers of ${name} rise: are they accuracies?`)
      }
    }
    return told && Boolean(role.train_loss) && !doubts.length
  }

  // -> {kind, columns: [{name, values, role, unfit, gaps, words}], sure, notes, doubts}. Throws a sentence as an Error.
  function readLosses(text, names) {
    if (text.length > MOST) throw new Error("That is more than 60 MB. Every tenth line of it is enough.")
    if (/\0/.test(text.slice(0, 1000))) {
      throw new Error("That is no text. Of TensorBoard's files, for example, give the CSV that it exports.")
    }
    if (!/\S/.test(text)) throw new Error("There is nothing in it.")
    const notes = [], doubts = [], [kind, columns] = columnsOf(text.replace(/^\ufeff/, ""), notes, doubts)
    if (!columns.length) throw new Error("No losses found in it. Two columns of numbers are enough.")
    for (const column of columns) column.says = meaning(column)
    const unfit = columns.filter(({ says }) => says.unfit)
    if (unfit.length && columns.every(({ says }) => says.unfit || says.index)) {
      const all = start => unfit.every(({ says }) => says.unfit.startsWith(start))
      if (all("a p")) throw new Error("Perplexities only. The guide reads losses: give their logarithms.")
      const what = all("a s") ? "Scores only, of which more is better" : "Percents or accuracies only"
      throw new Error(`${what}. The guide reads losses, which tell how wrong an answer is.`)
    }
    findIndices(columns, doubts)
    lastRun(columns, notes, doubts)
    return { kind, sure: assign(columns, names, notes, doubts), columns, notes, doubts }
  }

  return readLosses
})()
