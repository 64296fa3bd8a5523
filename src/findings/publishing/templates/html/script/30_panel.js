// The panel: a modal dialog, so that Escape, the focus inside it and the focus after it are the browser's own.
const panel = make("dialog", { class: "panel", id: "panel", "aria-labelledby": "panel-title" });
let askedFrom = null;
let asked = [];

// A field of the panel: a name, and paragraphs of text or elements.
function fieldOf(name, ...lines) {
  const said = lines.filter((line) => line && line !== "");
  return said.length ? make("div", {}, make("dt", {}, say(name)), ...said.map((line) => make("dd", {}, line))) : "";
}

// Another cell's number inside the panel: leads on to that cell.
function leading(id, before, after) {
  const link = make("a", { href: "#" + encodeURIComponent(id), "data-within": id }, cellOf(id).text);
  return make("span", {}, before || "", link, after || "");
}

function baseOf(cell) {
  if (!cell.base) return [];
  const base = cellOf(cell.base);
  const known = cell.asked === "population" ? say("whom.known") : whomOf({ ...base, group: "" });
  const out = cell.question && cell.question.left_out;
  const lines = [leading(cell.base, "", ": " + known + ".")];
  if (out && base.whom === "answered") lines.push(say("base.left_out", { options: out.join("; ") }));
  return lines;
}

// What a number is made of; of a share, what its count is made of.
function partsOf(cell) {
  return cell.from.length || !cell.numerator ? cell.from : cellOf(cell.numerator).from;
}

function partName(part, cell) {
  if (part.asked === "population") return whatOf(part).replace(/\.$/, "");
  const what = part.optionLabel || part.note;
  return part.level !== cell.level && part.group ? part.group + ", " + what : what;
}

function filterOf(cell) {
  const lines = [];
  if (cell.filter) lines.push(say("filter.named", { filter: cell.filter }));
  for (const [number, short, options] of (cell.question && cell.question.asked) || []) {
    const named = options.map((option) => say("filter.option", { option })).join(say("filter.or"));
    lines.push(say("filter.asked", { options: named, number, short }));
  }
  if (block.until) lines.push(say("filter.until", { date: block.until }));
  return lines.length ? lines : [say("filter.none")];
}

function methodOf(cell) {
  const kind = cell.question ? cell.question.kind : "";
  const lines = [];
  const told = (name) => lines.push(say("method." + name));
  if (cell.asked === "population") told("population");
  if (cell.share) told("percent");
  else if (cell.measure === "count" && cell.question && !cell.option.startsWith("net_")) told("count");
  if (cell.measure === "weighted") told("weighted");
  if (cell.low || cell.high) told("interval");
  if (cell.measure === "difference" && cell.question) told("difference");
  if (cell.option.startsWith("net_")) told(kind === "multiple" ? "net_several" : "net");
  if (cell.measure === "mentions" || cell.measure === "borda") told(cell.measure);
  const own = cell.question ? cell.question.method : "";
  const of = AVERAGES.includes(cell.measure);
  if (own === "several" && cell.share) told("several");
  if ((own === "scores" || own === "ranking" || own === "numbers") && of) told(own);
  if (own === "words" && cell.option === "answered") told("words");
  const about = cell.asked !== "population" && block.breakdowns[cell.breakdown];
  if (about && about[1]) told(about[1]);
  if (["p_value", "cramers_v", "higher_than"].includes(cell.measure)) told("test");
  return lines;
}

function intervalOf(cell) {
  return cell.low ? say("interval.of", cell) : "";
}

function roundingOf(cell) {
  const mark = /^\[(\w+)\]$/.exec(cell.text);
  const lines = [];
  if (mark) lines.push(say("rounding." + mark[1]));
  else if (cell.rounded) lines.push(say("rounding.rounded"));
  else lines.push(say(["count", "mentions", "borda"].includes(cell.measure) ? "rounding.count" : "rounding.percent"));
  lines.push(block.threshold ? say("rounding.threshold", block) : say("rounding.none") + " " + (block.because || ""));
  return lines;
}

function sourceOf(cell) {
  const told = (block.populations || {})[cell.breakdown];
  const own = cell.asked === "funnel" ? block.funnel : block.source;
  const official = cell.asked === "population" && told ? told[1] : "";
  const lines = cell.kind === "official" ? [official] : [own];
  if (official && cell.kind !== "official" && cell.measure !== "count" && cell.measure !== "percent") lines.push(official);
  if (cell.kind !== "made_up") lines.push(say("data." + cell.kind));
  return lines;
}

function auditorsOf(cell) {
  const command = "findings trace '" + cell.id + "' --run RUN";
  const code = make("code", {}, command);
  const copy = button(say("panel.copy"), () => copied(command, code), { "aria-label": say("panel.copy") + ": " + command });
  const printed = cell.printed.map(([notebook, place]) => {
    return say("audit.place", { notebook: block.notebook[notebook], cell: place });
  });
  return make("details", {}, make("summary", {}, say("audit.title")), make("dl", {},
    fieldOf("audit.cell", make("code", {}, cell.id)),
    fieldOf("audit.printed", ...printed),
    fieldOf("audit.trace", make("span", { class: "command" }, code, " ", copy), say("audit.run"))));
}

function copied(text, element) {
  const told = panel.querySelector("[role=status]");
  const say_so = (done) => { told.textContent = say(done ? "panel.copied" : "panel.not_copied"); };
  const select = () => {
    // Without a clipboard (a page on a plain network share): the text is selected, ready to be copied.
    if (element) getSelection().selectAllChildren(element);
    say_so(false);
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => say_so(true), select);
  else select();
}

function linkOf(id) {
  return location.href.split("#")[0] + "#" + encodeURIComponent(id).replaceAll("!", "%21");
}

function show(id) {
  const cell = cellOf(id);
  const made_up = cell.kind === "made_up" && block.made_up;
  const address = make("a", { href: linkOf(id), class: "address", "data-address": id }, linkOf(id));
  const shown = [
    make("div", { class: "panel-head" },
      make("h2", { id: "panel-title", tabindex: "-1", autofocus: true },
        make("span", { class: "kicker" }, say("panel.about"), " "), make("span", { class: "value" }, cell.text)),
      button(say("panel.close"), () => panel.close(), { class: "close" })),
    made_up ? make("p", { class: "made" }, make("strong", {}, block.made_up[0] + "."), " " + block.made_up[1]) : "",
    make("dl", {},
      fieldOf("field.what", whatOf(cell)),
      fieldOf("field.numerator", cell.numerator ? leading(cell.numerator) : ""),
      fieldOf("field.base", ...baseOf(cell)),
      fieldOf("field.from", ...partsOf(cell).map((part) => leading(part, partName(cellOf(part), cell) + ": "))),
      fieldOf("field.interval", intervalOf(cell)),
      fieldOf("field.group", !cell.question && cell.asked !== "population" ? "" : cell.group
        ? say("group.of", { breakdown: block.breakdowns[cell.breakdown][0], group: cell.group }) : say("group.all")),
      fieldOf("field.filter", ...filterOf(cell)),
      fieldOf("field.question", ...(cell.question
        ? [cell.question.matrix || "", make("span", { class: "asked" }, cell.question.number + ". " + cell.question.wording)] : [])),
      fieldOf("field.method", ...methodOf(cell)),
      fieldOf("field.rounding", ...roundingOf(cell)),
      fieldOf("field.source", ...sourceOf(cell))),
    auditorsOf(cell),
    make("div", { class: "panel-foot" },
      asked.length > 1 ? button(say("panel.back"), back) : "",
      button(say("panel.copy_link"), () => copied(linkOf(id), panel.querySelector(".address"))),
      make("p", { role: "status" }), address),
  ];
  panel.replaceChildren(...shown.filter(Boolean));
  panel.scrollTop = 0;
}

function ask(id, from) {
  if (!rowOf(id)) return false;
  asked = [id];
  askedFrom = from || null;
  show(id);
  if (!panel.open) panel.showModal();
  panel.querySelector("h2").focus();
  return true;
}

function back() {
  asked.pop();
  show(asked[asked.length - 1]);
  panel.querySelector("h2").focus();
}

panel.addEventListener("click", (event) => {
  const within = event.target.closest("[data-within]");
  if (within) {
    event.preventDefault();
    asked.push(within.dataset.within);
    show(within.dataset.within);
    panel.querySelector("h2").focus();
  } else if (event.target.closest("[data-address]")) {
    event.preventDefault();
  } else if (event.target === panel && !insideOf(panel, event)) {
    // Beside the panel: it closes, and a number that was clicked there is asked instead.
    panel.close();
    const next = numberAt(document.elementFromPoint(event.clientX, event.clientY));
    if (next) ask(next.dataset.cell, next);
  }
});

function insideOf(element, event) {
  const box = element.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

panel.addEventListener("close", () => {
  // The address no longer names a number, so that the same link can be followed again.
  if (location.hash.includes("%23")) {
    try { history.replaceState(null, "", location.href.split("#")[0]); } catch { /* Some browsers keep a file's address. */ }
  }
  if (askedFrom && askedFrom.isConnected) askedFrom.focus();
});
