// Tables: those of one breakdown and of all respondents alone, and each as a file.
const BY = /\.by\.(\w+(?:\.x\.\w+)?)/;
const chosen = make("select", { id: "tables-by" });
const tablesTold = make("p", { role: "status", class: "told" });
const quietly = make("p", { role: "status", class: "unseen" });
const notice = make("p", { class: "filtered", hidden: true });
let breakdownsOf;

function byBreakdown() {
  if (breakdownsOf) return breakdownsOf;
  breakdownsOf = new Map();
  for (const exhibit of document.querySelectorAll("main .exhibit")) {
    const found = new Set();
    for (const number of exhibit.querySelectorAll("[data-cell]")) {
      const by = BY.exec(number.dataset.cell);
      found.add(by ? by[1] : "");
    }
    breakdownsOf.set(exhibit, found);
  }
  return breakdownsOf;
}

// Whether an exhibit is left out when only one breakdown is wanted: it has others, and not this one.
function isOther(found, wanted) {
  const groups = [...found].filter(Boolean);
  return Boolean(wanted) && groups.length > 0 && !groups.includes(wanted);
}

function filterTables(wanted) {
  chosen.value = wanted;
  let count = 0, shown = 0;
  for (const [exhibit, found] of byBreakdown()) {
    const out = isOther(found, wanted);
    exhibit.classList.toggle("out", out);
    if (exhibit.matches(".table")) {
      count += 1;
      shown += out ? 0 : 1;
    }
  }
  const told = wanted ? say("tables.told", { shown, count, breakdown: block.breakdowns[wanted][0] }) : "";
  tablesTold.textContent = told;
  notice.replaceChildren(told, " ", button(say("tables.all"), () => { filterTables(""); chosen.focus(); }));
  notice.hidden = !wanted;
  bar.classList.toggle("filters", Boolean(wanted));
  markCurrent();
}

// A value that no spreadsheet runs as a formula; numbers stay numbers.
function safe(text) {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]*\d*\.?\d+%?$/.test(text) ? "'" + text : text;
}

function csvLine(values) {
  return values.map(safe).map((text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text)).join(",");
}

// What this table is marked as: made up as the report is, unless it holds what others published.
function markOf(table) {
  return block.made_up && !table.matches(".published") ? block.made_up[0] : "";
}

// The table as it is shown: its header and its rows. A mark of made-up data stands in each row, as in every data file.
function csvOf(table) {
  const mark = markOf(table);
  const lines = [...table.rows].map((row, at) => {
    const values = [...row.cells].filter((cell) => !cell.matches(".drawn")).map(plain);
    return csvLine(mark ? [...values, at ? mark : say("tables.csv_data")] : values);
  });
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

function nameOf(table, label) {
  const marks = [markOf(table), document.querySelector("p.draft") ? say("tables.csv_draft") : "", label];
  return marks.join(" ").trim().toLowerCase().replace(/[^a-z0-9]+/g, "-") + ".csv";
}

function download(table, label) {
  const address = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: address, download: nameOf(table, label) });
  link.click();
  quietly.textContent = say("tables.csv_done", { file: link.download });
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function beginTables() {
  document.body.append(quietly);
  for (const table of document.querySelectorAll("main .exhibit.table table")) {
    const label = plain(table.querySelector("caption .label"));
    const save = button(say("tables.csv", { table: label }), () => download(table, label), { class: "quiet" });
    table.closest(".scroll").after(make("p", { class: "tools" }, save));
  }
  const names = Object.keys(block.breakdowns || {});
  if (!names.length) return;
  chosen.append(make("option", { value: "" }, say("tables.every")),
    ...names.map((name) => make("option", { value: name }, block.breakdowns[name][0])));
  chosen.addEventListener("change", () => filterTables(chosen.value));
  contents.querySelector(".find").after(make("div", { class: "choose" },
    make("label", { for: "tables-by" }, say("tables.label")), chosen, tablesTold));
  bar.prepend(notice);
}
