// Numbers are links. In running text each is a tab stop; in a table one is, and arrow keys move between them.
function numberAt(element) {
  if (!element) return null;
  const own = element.closest("[data-cell]");
  if (own) return own;
  const links = element.closest("td") ? element.closest("td").querySelectorAll("a[data-cell]") : [];
  return links.length === 1 ? links[0] : null;
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (panel.contains(event.target) || (event.target.closest("a") && !event.target.closest("a[data-cell]"))) return;
  if (String(getSelection()) && !event.target.closest("a")) return;
  const number = numberAt(event.target);
  // A shape of a chart cannot take the focus back: the chart's region does.
  if (number && ask(number.dataset.cell, number.closest("a") || number.closest("[tabindex]"))) event.preventDefault();
});

// A link that names a number opens the panel, with the number itself in view behind it.
function askAddress() {
  let id = "";
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  if (!id.includes("#") || !rowOf(id)) return;
  const first = [...document.querySelectorAll("main a[data-cell]")].find((link) => link.dataset.cell === id);
  ask(id, first);
  // After the browser has gone to the line of the last chapter that has this address.
  if (first) setTimeout(() => first.scrollIntoView({ block: "center" }), 100);
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function linksOf(row) {
  return [...row.querySelectorAll("a[data-cell]")];
}

function step(from, key, whole) {
  const rows = [...from.closest("table").rows].filter((row) => linksOf(row).length);
  const row = from.closest("tr");
  const own = linksOf(row);
  if (key === "Home" || key === "End") {
    const goal = whole ? rows[key === "Home" ? 0 : rows.length - 1] : row;
    return linksOf(goal).at(key === "Home" ? 0 : -1);
  }
  const [down, right] = STEPS[key];
  if (right) return own[own.indexOf(from) + right];
  const next = rows[rows.indexOf(row) + down];
  if (!next) return undefined;
  const column = from.closest("td, th").cellIndex;
  return linksOf(next).reduce((best, link) => {
    const far = (one) => Math.abs(one.closest("td, th").cellIndex - column);
    return best === undefined || far(link) < far(best) ? link : best;
  }, undefined);
}

document.addEventListener("keydown", (event) => {
  const from = event.target.closest && event.target.closest("table a[data-cell]");
  if (!from || event.ctrlKey !== (event.ctrlKey && ["Home", "End"].includes(event.key)) || event.altKey || event.metaKey) return;
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  const to = step(from, event.key, event.ctrlKey);
  if (to) to.focus();
});

// The number that has the focus is the table's tab stop, also after a click.
document.addEventListener("focusin", (event) => {
  const link = event.target.closest && event.target.closest("table a[data-cell]");
  if (!link || link.tabIndex === 0) return;
  for (const other of link.closest("table").querySelectorAll('a[tabindex="0"]')) other.tabIndex = -1;
  link.tabIndex = 0;
});

function beginNumbers() {
  document.body.append(make("p", { id: "numbers-hint", hidden: true }, say("panel.hint")), panel);
  for (const table of document.querySelectorAll("main table")) {
    const first = table.querySelector("tbody a[data-cell]") || table.querySelector("a[data-cell]");
    if (!first) continue;
    first.tabIndex = 0;
    const region = table.closest("[role=region]");
    // The region need be no stop of its own: its numbers scroll it.
    region.removeAttribute("tabindex");
    region.setAttribute("aria-describedby", "numbers-hint");
  }
  addEventListener("hashchange", askAddress);
  askAddress();
}
