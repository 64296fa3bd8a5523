// How far coders agree: of comments that more than one person coded, and about no respondent.
const OF_CODERS = ["agreed", "kappa", "alpha"];
const whomCoded = whomOf, methodCoded = methodOf, filterCoded = filterOf, intervalAsked = intervalOf;

function ofCoders(cell) {
  return !cell.question && cell.asked.endsWith("_agreement");
}

whomOf = (cell) => (ofCoders(cell) ? say("coded.whom.twice") : whomCoded(cell));

methodOf = (cell) => {
  if (!ofCoders(cell)) return methodCoded(cell);
  const lines = OF_CODERS.includes(cell.measure) ? [say("coded.method." + cell.measure)] : [];
  return cell.low ? [...lines, say("coded.method.resampled")] : lines;
};

// What a machine proposed is no response, so no rule says which of them count.
filterOf = (cell) => {
  if (!cell.question && cell.asked.endsWith("_candidates")) return [];
  return ofCoders(cell) ? [say("coded.filter.twice")] : filterCoded(cell);
};

intervalOf = (cell) => (cell.low && !cell.text.endsWith("%") ? say("coded.interval", cell) : intervalAsked(cell));
