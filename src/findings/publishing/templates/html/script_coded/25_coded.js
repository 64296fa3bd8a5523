// What coders gave: comments that hold a theme, or letters and other submissions; no answers of respondents. Only on
// pages of coded comments, where these stand in for the functions of the same name.
const whomAsked = whomOf, didAsked = didOf, whatAsked = whatOf, methodAsked = methodOf, filterAsked = filterOf,
  sourceAsked = sourceOf;
const UNCODED = ["outside", "no_content", "set_aside", "to_code", "net_any_theme", "fewer", "no_principle"];

function codedOf(cell) {
  return cell.question ? cell.question.coded || "" : "";
}

// The unit of letters and other submissions; an empty text for comments.
function unitOf(cell) {
  return codedOf(cell) ? cell.question.unit || "" : "";
}

whomOf = (cell) => {
  if (unitOf(cell)) return say("coded.whom.submissions", { unit: unitOf(cell) });
  const kind = BASES[cell.option] || cell.whom;
  return codedOf(cell) && kind === "answered" ? sayIn("coded.whom.commented", cell) : whomAsked(cell);
};

didOf = (cell) => {
  const coded = codedOf(cell);
  if (!coded || cell.option.startsWith("not_")) return didAsked(cell);
  const values = { option: cell.optionLabel, number: cell.question.number };
  if (unitOf(cell)) return say("coded.did." + (coded === "people" ? coded : "submissions"), values);
  return say("coded.did." + (UNCODED.includes(cell.option) ? "code" : coded), values);
};

whatOf = (cell) => {
  if (!codedOf(cell) || cell.option.startsWith("not_")) return whatAsked(cell);
  const values = { option: cell.optionLabel, unit: unitOf(cell), did: didOf(cell), group: cell.group };
  if (unitOf(cell) && cell.option === "people") return say("coded.what.people", values);
  if (cell.measure === "mentions") return sayIn(cell.option === "base" ? "coded.what.mentions_all" : "coded.what.mentions", cell, values);
  if (unitOf(cell) && cell.measure === "count" && !(cell.option in BASES)) return say("coded.what.submissions", values);
  return whatAsked(cell);
};

methodOf = (cell) => {
  if (!codedOf(cell)) return methodAsked(cell);
  const instead = {
    [say("method.count")]: say(unitOf(cell) ? "coded.method.submissions" : "method.count"),
    [say("method.mentions")]: say("coded.method.mentions"),
    [say("method.net_several")]: say("coded.method.net"),
  };
  const lines = methodAsked(cell).map((line) => instead[line] || line);
  const several = cell.share && cell.question.kind === "multiple" ? [say("coded.method.several")] : [];
  return [say("coded.method.read"), ...lines, ...several];
};

filterOf = (cell) => (unitOf(cell) ? [say("coded.filter", { unit: unitOf(cell) })] : filterAsked(cell));

sourceOf = (cell) => (unitOf(cell) ? [cell.question.source] : sourceAsked(cell));
