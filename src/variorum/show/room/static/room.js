// What every page has: the sheet of keys, going about by keys, and times in the reader's own way of writing them.
import { localise } from "./localise.js";

const GO = { o: "/", c: "/claims", r: "/reports", p: "/people", t: "/timeline", m: "/map", l: "/lineage", q: "/queue" };
const sheet = document.getElementById("keys");
let going = 0;

for (const link of document.querySelectorAll("[data-opens=keys]")) {
  link.addEventListener("click", (event) => { event.preventDefault(); sheet.showModal(); });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (going && GO[event.key]) {
    const link = document.querySelector(`.bar nav a[href="${GO[event.key]}"]`);
    if (link) link.click();
    going = 0;
  } else if (event.key === "g") {
    going = setTimeout(() => { going = 0; }, 1500);
  } else if (event.key === "?") {
    sheet.open ? sheet.close() : sheet.showModal();
  } else if (event.key === "/") {
    const field = document.querySelector("main input[type=search]") ?? document.querySelector(".find input");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  } else if (event.key === "n" || event.key === "b") {
    document.querySelector(`main a[rel=${event.key === "n" ? "next" : "prev"}]`)?.click();
  }
});

localise(document);
