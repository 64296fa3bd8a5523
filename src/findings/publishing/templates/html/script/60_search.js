// Search over headings, questions, text and the rows of tables. What is found is listed in place of the contents.
const MOST_LISTED = 60, MOST_MARKED = 2000;
const field = make("input", { type: "search", id: "find-text", autocomplete: "off", spellcheck: "false" });
const foundCount = make("p", { role: "status", class: "told" });
const foundList = make("ol", { class: "found" });
const clear = button(say("find.clear"), () => { field.value = ""; search(); field.focus(); }, { class: "quiet", hidden: true });
let index;

// As it is compared: small letters without accents, one space between words.
function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
}

function indexed() {
  if (index) return index;
  let section = "";
  index = [];
  for (const element of document.querySelectorAll("main :is(h2, h3, h4, h5, h6, p, li, caption, figcaption, tr)")) {
    if (element.matches(".up, .tools, .tools *")) continue;
    const parts = element.matches("tr") ? [...element.cells].map(plain).filter(Boolean) : [plain(element)];
    if (element.matches("h2, h3, h4, h5, h6")) section = parts[0];
    index.push({ element, section, text: parts.join(", "), folded: folded(parts.join(", ")) });
  }
  return index;
}

// A piece of the text around what was found, with it marked.
function snippet(entry, wanted) {
  const first = Math.min(...wanted.map((word) => entry.folded.indexOf(word)));
  const start = entry.text.length <= 140 ? 0 : Math.max(0, entry.text.lastIndexOf(" ", Math.max(0, first - 40)) + 1);
  const piece = entry.text.slice(start, start + 140);
  const parts = [start ? "… " : ""];
  let at = 0;
  const plainly = folded(piece);
  // Folding may change lengths (a letter with an accent in two signs): then nothing is marked in the list.
  while (plainly.length === piece.length) {
    const hits = wanted.map((word) => [plainly.indexOf(word, at), word.length]).filter(([place]) => place >= 0);
    if (!hits.length) break;
    const [place, length] = hits.reduce((one, other) => (other[0] < one[0] ? other : one));
    parts.push(piece.slice(at, place), make("mark", {}, piece.slice(place, place + length)));
    at = place + length;
  }
  parts.push(piece.slice(at), start + 140 < entry.text.length ? " …" : "");
  return make("span", { class: "snippet" }, ...parts);
}

// Marks in the page itself, where the browser can set them without touching what stands there.
function markAll(entries, wanted) {
  if (!window.Highlight || !CSS.highlights) return;
  CSS.highlights.delete("found");
  const ranges = [];
  for (const { element } of entries) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && ranges.length < MOST_MARKED) {
      const text = folded(walker.currentNode.data);
      if (text.length !== walker.currentNode.data.length) continue;
      for (const word of wanted) {
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
          const range = new Range();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + word.length);
          ranges.push(range);
        }
      }
    }
  }
  if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
}

function goTo(element) {
  const out = element.closest(".out");
  if (out) filterTables("");
  openContents(false);
  // A row is reached through the first thing in it that can take the focus.
  const goal = element.matches("tr") ? element.querySelector("a[data-cell]") || element.cells[0] : element;
  if (!goal.matches("a")) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
}

function search() {
  const wanted = folded(field.value).split(" ").filter(Boolean);
  const searching = wanted.join("").length > 1;
  const found = searching ? indexed().filter((entry) => wanted.every((word) => entry.folded.includes(word))) : [];
  contents.classList.toggle("searching", searching);
  clear.hidden = !field.value;
  markAll(found, wanted);
  const listed = found.slice(0, MOST_LISTED);
  foundList.replaceChildren(...listed.map((entry) => {
    const anchor = entry.element.closest("[id]") || entry.element.closest("section").querySelector("[id]");
    const link = make("a", { href: "#" + encodeURIComponent(anchor ? anchor.id : "content") },
      make("span", { class: "where" }, entry.section), " ", snippet(entry, wanted));
    link.addEventListener("click", (event) => { event.preventDefault(); goTo(entry.element); });
    return make("li", {}, link);
  }));
  const counts = { count: found.length, shown: listed.length };
  const told = found.length > listed.length ? "find.first" : ["find.none", "find.one"][found.length] || "find.many";
  foundCount.textContent = searching ? say(told, counts) : "";
}

function beginSearch() {
  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      field.value = "";
      search();
    } else if (event.key === "Enter" || event.key === "ArrowDown") {
      clearTimeout(timer);
      search();
      const first = foundList.querySelector("a");
      if (first) {
        event.preventDefault();
        first.focus();
      }
    }
  });
  foundList.addEventListener("keydown", (event) => {
    const links = [...foundList.querySelectorAll("a")];
    const at = links.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (Number.isNaN(at)) return;
    event.preventDefault();
    (links[at] || (at < 0 ? field : event.target)).focus();
  });
  contents.querySelector("ol").before(make("div", { class: "find", role: "search" },
    make("label", { for: "find-text" }, say("find.label")), field, foundCount, clear, foundList,
    make("p", { class: "tip" }, say("panel.tip"))));
}
