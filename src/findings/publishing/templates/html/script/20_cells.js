// A cell of the block with its parts by name, and what it counts in words.
const TABLE = 0, OPTION = 1, LEVEL = 2, MEASURE = 3, TEXT = 4, WHOM = 5, BASE = 6, PRINTED = 7, FROM = 8, NOTE = 9,
  LOW = 10, HIGH = 11, ROUNDED = 12, KIND = 13;
const SHARES = ["percent", "percent_of_answered", "percent_of_asked", "weighted"];
const AVERAGES = ["mean", "median", "lower_quartile", "upper_quartile"];
const BASES = { base: "", base_answered: "answered", base_asked: "asked", base_scored: "scored" };

function idOf(row) {
  const [question, breakdown, filter] = block.table[row[TABLE]];
  const level = block.level[row[LEVEL]][0];
  const measure = block.measure[row[MEASURE]];
  return question + (breakdown && ".by." + breakdown) + (filter && ".if." + filter) + "#" + block.option[row[OPTION]][0] +
    (level && "@" + level) + (measure === "count" ? "" : "!" + measure);
}

let rowsById;
function rowOf(id) {
  if (!rowsById) rowsById = new Map(block.cells.map((row) => [idOf(row), row]));
  return rowsById.get(id);
}

function cellOf(id) {
  const row = rowOf(id);
  if (!row) return undefined;
  const [asked, breakdown, filter] = block.table[row[TABLE]];
  const [option, optionLabel] = block.option[row[OPTION]];
  const [level, group] = block.level[row[LEVEL]];
  const measure = block.measure[row[MEASURE]];
  const share = SHARES.includes(measure);
  const count = id.split("!")[0];
  return {
    id, asked, breakdown, filter, option, optionLabel, level, measure, share,
    group: level && level !== "all" ? group : "",
    text: row[TEXT],
    whom: block.whom[row[WHOM]],
    base: row[BASE] ? idOf(block.cells[row[BASE] - 1]) : "",
    numerator: share && rowOf(count) ? count : "",
    from: (row[FROM] || []).map((number) => idOf(block.cells[number])),
    printed: (row[PRINTED] || []).map((place) => block.printed[place]),
    note: row[NOTE] ? block.note[row[NOTE]] : "",
    low: row[LOW] || "", high: row[HIGH] || "",
    rounded: Boolean(row[ROUNDED]),
    kind: block.kind[row[KIND] || 0],
    question: block.questions[asked],
  };
}

// A sentence that has a second form for one group of a breakdown.
function sayIn(name, cell, values) {
  return say(cell.group ? name + "_in" : name, { group: cell.group, ...values });
}

function whomOf(cell) {
  const kind = cell.option === "base_scored" ? "scored" : BASES[cell.option] || cell.whom;
  return sayIn("whom." + kind, cell);
}

function didOf(cell) {
  const kind = cell.question ? cell.question.kind : "";
  const values = { option: cell.optionLabel, item: cell.question ? cell.question.short : "" };
  if (cell.option === "not_answered" || cell.option === "not_asked") return say("did." + cell.option);
  if (cell.option.startsWith("not_") || kind === "open" || kind === "numeric") return say("did.other", values);
  if (kind === "ranking") return say(cell.option.startsWith("rank_") ? "did.ranking" : "did.other", values);
  return say(kind === "multiple" ? "did.multiple" : "did.single", values);
}

function whatOf(cell) {
  if (cell.asked === "population") return reachedOf(cell);
  if (!cell.question) return cell.note;
  const values = { option: cell.optionLabel, item: cell.question.short, whom: whomOf(cell), did: didOf(cell) };
  if (AVERAGES.includes(cell.measure)) {
    const kind = { ranking: "places", numeric: "numbers" }[cell.question.kind] || "scores";
    return sayIn("what." + cell.measure, cell, { values: say("values." + kind, values) });
  }
  if (cell.measure === "mentions") return sayIn(cell.option === "base" ? "what.mentions_all" : "what.mentions", cell, values);
  if (cell.measure === "borda" || cell.measure === "effective") return sayIn("what." + cell.measure, cell, values);
  if (cell.measure === "difference") {
    const other = cell.from.map(cellOf).find((one) => one.level !== cell.level);
    return say("what.difference", { ...values, group: cell.group, first: other ? other.group : "" });
  }
  if (cell.share) return say(cell.measure === "weighted" ? "what.weighted" : "what.share", values);
  if (cell.measure !== "count") return say("what." + cell.measure, { ...values, group: cell.group });
  return cell.option in BASES ? say("what.base", values) : sayIn("what.count", cell, values);
}

// Who responded against who lives there.
function reachedOf(cell) {
  const told = (block.populations || {})[cell.breakdown];
  const values = { group: cell.group, unit: told ? told[0] : "" };
  if (cell.measure === "difference") return say("what.reached_difference", values);
  if (cell.measure === "index") return say("what.reached_index", values);
  const form = cell.measure === "percent" ? "_share" : cell.group ? "" : "_all";
  return say("what." + cell.option + form, values);
}
