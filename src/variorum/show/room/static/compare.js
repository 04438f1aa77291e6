// Joins statements of one claim with lines across the gaps between reports set side by side.
import "./layers.js";

const SVG = "http://www.w3.org/2000/svg";
const columns = document.querySelector("[data-threads]");

function places(column) {
  const found = new Map();
  for (const at of column.querySelectorAll("[data-claim]")) {
    if (!found.has(at.dataset.claim)) found.set(at.dataset.claim, at);
  }
  return found;
}

function middle(at, frame) {
  const words = at.nextElementSibling ?? at;
  const box = words.getClientRects()[0] ?? at.getBoundingClientRect();
  return box.top + box.height / 2 - frame.top;
}

function drawn() {
  columns.querySelector(".threads")?.remove();
  const box = document.querySelector("#layer-statements");
  if (box && !box.checked) return;
  const frame = columns.getBoundingClientRect();
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "threads");
  svg.setAttribute("aria-hidden", "true"); // the numbers in the text and the table below say the same
  const told = [...columns.querySelectorAll(".column")].map((column) => ({ edge: column.getBoundingClientRect(), at: places(column) }));
  for (const claim of new Set(told.flatMap((one) => [...one.at.keys()]))) {
    const standing = told.filter((one) => one.at.has(claim));
    for (let n = 1; n < standing.length; n += 1) {
      const [from, to] = [standing[n - 1], standing[n]];
      const [x1, x2] = [from.edge.right - frame.left + 4, to.edge.left - frame.left - 4];
      const [y1, y2] = [middle(from.at.get(claim), frame), middle(to.at.get(claim), frame)];
      const path = document.createElementNS(SVG, "path");
      const bend = (x1 + x2) / 2;
      path.setAttribute("d", `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`);
      path.dataset.claim = claim;
      const relation = from.at.get(claim).dataset.relation;
      path.setAttribute("class", relation ? `thread-${relation}` : "thread");
      svg.append(path);
    }
  }
  columns.append(svg);
}

function statementOf(target) {
  const words = target.closest?.(".l-statements, .l-number");
  if (!words || !columns.contains(words)) return null;
  if (words.matches(".l-number")) return words.dataset.of;
  for (let one = words; one; one = one.previousElementSibling) {
    if (one.dataset?.claim) return one.dataset.claim;
  }
  return null;
}

function lit(claim) {
  for (const one of columns.querySelectorAll(".on")) one.classList.remove("on");
  if (claim === null) return;
  const quoted = CSS.escape(claim);
  for (const path of columns.querySelectorAll(`path[data-claim="${quoted}"]`)) path.classList.add("on");
  for (const at of columns.querySelectorAll(`.at[data-claim="${quoted}"]`)) at.nextElementSibling?.classList.add("on");
}

if (columns) {
  for (const kind of ["pointerover", "focusin"]) columns.addEventListener(kind, (event) => lit(statementOf(event.target)));
  columns.addEventListener("pointerleave", () => lit(null));
  for (const box of document.querySelectorAll(".layer-switch")) box.addEventListener("change", drawn);
  new ResizeObserver(drawn).observe(columns);
  drawn();
}
