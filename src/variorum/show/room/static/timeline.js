// Time by wheel, keys and drag: asks the server for the same page of another stretch and puts it in place of this one.
import { localise } from "./localise.js";
import { centred } from "./pictures.js";
import { offer } from "./taking.js";

const live = document.querySelector("[data-live]");
const MINUTE = 60_000;
let waiting = 0;
let asked = 0;

const time = (iso) => Date.parse(`${iso}:00Z`);
const iso = (ms) => new Date(ms).toISOString().slice(0, 16);

async function show(address) {
  const mine = (asked += 1);
  live.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh || mine !== asked) return;
    const focused = document.activeElement?.closest?.(".picture")?.getAttribute("aria-label");
    live.replaceChildren(...fresh.childNodes);
    localise(live);
    centred(live);
    offer(live);
    Object.assign(live.dataset, fresh.dataset);
    history.replaceState(history.state, "", address);
    if (focused) live.querySelector(`.picture[aria-label="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  } finally {
    if (mine === asked) live.removeAttribute("aria-busy");
  }
}

function stretch(from, to) {
  if (!(to - from >= 2 * MINUTE) || !Number.isFinite(from) || from < -62_000_000_000_000 || to > 253_000_000_000_000) return;
  live.dataset.from = iso(from);
  live.dataset.to = iso(to);
  const address = new URL(location.href);
  address.searchParams.set("from", iso(from));
  address.searchParams.set("to", iso(to));
  address.searchParams.delete("whole");
  clearTimeout(waiting);
  waiting = setTimeout(() => show(address), 120);
}

function zoomed(factor) {
  const [from, to] = [time(live.dataset.from), time(live.dataset.to)];
  const middle = (from + to) / 2;
  stretch(middle - (middle - from) * factor, middle + (to - middle) * factor);
}

function moved(share) {
  const [from, to] = [time(live.dataset.from), time(live.dataset.to)];
  stretch(from + (to - from) * share, to + (to - from) * share);
}

function place(event, picture) {
  const svg = picture.querySelector("svg");
  const box = svg.getBoundingClientRect();
  return ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
}

// The stretch that a drag over the strip marks.
function brush(event) {
  const strip = event.target.closest?.(".strip");
  if (!strip || event.button !== 0) return;
  const [from, to] = [time(strip.dataset.from), time(strip.dataset.to)];
  const [left, width] = [Number(strip.dataset.left), Number(strip.dataset.width)];
  const at = (one) => from + (to - from) * Math.min(Math.max((place(one, strip) - left) / width, 0), 1);
  const [start, x] = [at(event), event.clientX];
  const chosen = strip.querySelector(".chosen");
  const drag = (one) => {
    if (Math.abs(one.clientX - x) < 6) return;
    const [a, b] = [start, at(one)].sort((m, n) => m - n);
    chosen?.setAttribute("x", String(left + (width * (a - from)) / (to - from)));
    chosen?.setAttribute("width", String(Math.max((width * (b - a)) / (to - from), 2)));
  };
  const done = (one) => {
    removeEventListener("pointermove", drag);
    removeEventListener("pointerup", done);
    if (Math.abs(one.clientX - x) < 6) return; // a click: the link below it
    addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    const [a, b] = [start, at(one)].sort((m, n) => m - n);
    stretch(a, b);
  };
  event.preventDefault();
  addEventListener("pointermove", drag);
  addEventListener("pointerup", done);
}

const isMap = (picture) => picture.getAttribute("aria-label") === "Map";
const follow = (name) => live.querySelector(`a[data-move="${name}"]`)?.click();
const IN_TIME = {
  "+": () => zoomed(0.5), "=": () => zoomed(0.5), "-": () => zoomed(2), ArrowLeft: () => moved(-0.25), ArrowRight: () => moved(0.25),
};
const ON_MAP = {
  "+": () => follow("closer"), "=": () => follow("closer"), "-": () => follow("wider"), ArrowLeft: () => follow("west"),
  ArrowRight: () => follow("east"), ArrowUp: () => follow("north"), ArrowDown: () => follow("south"),
};

if (live) {
  live.addEventListener("pointerdown", brush);
  live.addEventListener("dragstart", (event) => event.target.closest?.(".strip") && event.preventDefault());
  live.addEventListener("wheel", (event) => {
    const picture = event.target.closest(".picture");
    if (!picture || (!event.ctrlKey && !picture.matches(":focus, :focus-within"))) return; // a page still scrolls past it
    event.preventDefault();
    if (!isMap(picture)) zoomed(event.deltaY > 0 ? 1.25 : 0.8);
    else if (!live.hasAttribute("aria-busy")) follow(event.deltaY > 0 ? "wider" : "closer");
  }, { passive: false });
  live.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".picture") || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = (isMap(event.target) ? ON_MAP : IN_TIME)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  live.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-zoom], .strip a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(new URL(link.getAttribute("href"), location.href));
  });
}
