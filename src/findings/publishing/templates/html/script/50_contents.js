// Contents that follow: the section that is read is marked; on a narrow page they open over it.
const contents = document.getElementById("contents");
const entries = new Map([...contents.querySelectorAll("li a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const headings = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
let current = null;

function markCurrent() {
  // A little below where a heading comes to stand when it is gone to.
  const line = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 24;
  // Headings stand in order, so the last above the line is found by halving.
  let low = 0, high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headings[middle].getBoundingClientRect().top <= line) low = middle + 1;
    else high = middle;
  }
  const link = low ? entries.get(headings[low - 1].id) : null;
  if (link === current) return;
  if (current) current.removeAttribute("aria-current");
  current = link;
  if (!link) return;
  link.setAttribute("aria-current", "true");
  const inside = contents.getBoundingClientRect(), box = link.getBoundingClientRect();
  if (contents.scrollHeight > contents.clientHeight && (box.top < inside.top || box.bottom > inside.bottom)) {
    contents.scrollTop += box.top - inside.top - contents.clientHeight / 3;
  }
}

function openContents(open) {
  contents.classList.toggle("open", open);
  opener.setAttribute("aria-expanded", String(open));
  document.documentElement.classList.toggle("held-still", open);
  if (open) contents.querySelector("input").focus();
}

const opener = button(say("contents.open"), () => openContents(!contents.classList.contains("open")),
  { "aria-expanded": "false", "aria-controls": "contents" });
const bar = make("div", { class: "bar" }, opener);

function beginContents() {
  contents.prepend(button(say("contents.close"), () => { openContents(false); opener.focus(); }, { class: "shut" }));
  document.querySelector(".page").after(bar);
  contents.addEventListener("click", (event) => {
    const link = event.target.closest("li a");
    if (!link) return;
    openContents(false);
    const goal = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    // Once more when the tables that came near have their true height.
    if (goal && entries.has(goal.id)) setTimeout(() => goal.scrollIntoView(), 100);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && contents.classList.contains("open")) {
      openContents(false);
      opener.focus();
    }
  });
  // Whoever leaves the opened contents by the keyboard is not left behind them.
  contents.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !contents.contains(event.relatedTarget)) openContents(false);
  });
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; markCurrent(); });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  markCurrent();
}
