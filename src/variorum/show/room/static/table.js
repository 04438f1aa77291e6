// The table of claims: pages of rows come as they come into sight and go when they are far; filters act as one types; keys move.
import { localise } from "./localise.js";

const FAR = 6000; // pixels beyond which a page of rows is let go
const NEAR = "1600px";
const found = document.getElementById("found");
const form = document.getElementById("choice");
let watching = null;

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").body.childNodes;
}

async function fetched(address, signal) {
  const answer = await fetch(address, { signal, headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

function scroller(sheet) {
  return getComputedStyle(sheet).overflowY === "visible" ? null : sheet; // on a phone and in print the page itself scrolls
}

function lay(sheet) {
  if (watching) watching.disconnect();
  const last = Number(sheet.dataset.last);
  const first = sheet.querySelector(".leaf");
  if (last < 2) return;
  document.querySelector(".pager")?.setAttribute("hidden", "");
  const start = Number(first.dataset.page);
  const guess = Math.max(first.offsetHeight, 400);
  const empty = (number) => {
    const leaf = document.createElement("div");
    leaf.className = "leaf";
    leaf.dataset.page = number;
    leaf.style.height = `${guess}px`;
    return leaf;
  };
  const before = document.createDocumentFragment();
  const after = document.createDocumentFragment();
  for (let number = 1; number < start; number += 1) before.append(empty(number));
  for (let number = start + 1; number <= last; number += 1) after.append(empty(number));
  first.before(before);
  first.after(after);
  const root = scroller(sheet);
  if (start > 1) first.scrollIntoView();
  watching = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && fill(sheet, entry.target)), {
    root,
    rootMargin: NEAR,
  });
  sheet.querySelectorAll(".leaf").forEach((leaf) => watching.observe(leaf));
  (root || document).addEventListener("scroll", () => later(() => letGo(sheet, root)), { passive: true });
}

async function fill(sheet, leaf) {
  if (leaf.childElementCount || leaf.dataset.coming) return;
  leaf.dataset.coming = "1";
  try {
    const html = await fetched(`${sheet.dataset.address}&page=${leaf.dataset.page}`);
    leaf.replaceChildren(...parsed(html));
    localise(leaf);
    leaf.style.height = "";
  } catch {
    leaf.textContent = "These rows could not be fetched; scroll on and back to try again, or see whether variorum still runs.";
  } finally {
    delete leaf.dataset.coming;
  }
}

function letGo(sheet, root) {
  const height = root ? root.clientHeight : innerHeight;
  const top = root ? root.getBoundingClientRect().top : 0;
  for (const leaf of sheet.querySelectorAll(".leaf")) {
    if (!leaf.childElementCount || leaf.contains(document.activeElement)) continue;
    const box = leaf.getBoundingClientRect();
    if (box.bottom < top - FAR || box.top > top + height + FAR) {
      leaf.style.height = `${leaf.offsetHeight}px`;
      leaf.replaceChildren();
    }
  }
}

let waiting = 0;
function later(work) {
  if (waiting) return;
  waiting = setTimeout(() => { waiting = 0; work(); }, 200);
}

let asking = null;
let typing = 0;
function asked() {
  const query = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && !(name === "sort" && value === "story")));
  return query.toString();
}

async function choose() {
  const query = asked();
  asking?.abort();
  asking = new AbortController();
  try {
    const html = await fetched(`/claims?${query}&part=table`, asking.signal);
    found.replaceChildren(...parsed(html));
    localise(found);
    history.replaceState(null, "", query ? `/claims?${query}` : "/claims");
    lay(document.getElementById("sheet"));
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

form?.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(choose, 160); });
form?.addEventListener("submit", (event) => { event.preventDefault(); choose(); });

// The statements of one origin light up together.
function twins(target, on) {
  const cell = target.closest?.("p[data-origin]");
  if (!cell) return;
  for (const other of cell.closest("tr").querySelectorAll(`p[data-origin="${cell.dataset.origin}"]`)) other.classList.toggle("twin", on);
}
for (const [come, go] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  found?.addEventListener(come, (event) => twins(event.target, true));
  found?.addEventListener(go, (event) => twins(event.target, false));
}

function visible(rows) {
  const top = document.getElementById("sheet").getBoundingClientRect().top;
  return rows.find((row) => row.getBoundingClientRect().bottom > Math.max(top, 0) + 60);
}

function step(by) {
  const rows = [...found.querySelectorAll("tbody tr[id]")];
  const now = document.activeElement?.closest?.("tr[id]");
  const next = now ? rows[rows.indexOf(now) + by] : visible(rows);
  const link = next?.querySelector("a.number");
  if (!link) return;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

function across(key) {
  const here = document.activeElement?.closest?.("#found td, #found tbody th");
  if (!here) return false;
  const row = here.parentElement;
  const at = [...row.children].indexOf(here);
  const rows = [...found.querySelectorAll("tbody tr[id]")];
  const line = rows.indexOf(row);
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const by = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  for (let n = 1; n < 60; n += 1) {
    const cell = sideways ? row.children[at + by * n] : rows[line + by * n]?.children[at];
    if (!cell) return true;
    const link = cell.querySelector("a");
    if (link) {
      link.focus({ preventScroll: true });
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
      return true;
    }
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key.startsWith("Arrow") && across(event.key)) event.preventDefault();
});

form?.querySelector("button")?.setAttribute("hidden", ""); // what is chosen acts at once

const sheet = document.getElementById("sheet");
if (sheet) lay(sheet);
