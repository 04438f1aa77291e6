// Taking pictures away as SVG and PNG, made here from what the page shows; and the address of exactly this view.
// Where a decision withholds somebody whom the page shows, none are made here: the server draws them from a copy.

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
  "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline", "letter-spacing", "paint-order",
  "visibility", "display", "marker-end", "marker-start"];
const CAPTION = 13;
const SMALLEST = 150; // pixels; what is smaller is a sign and no picture

function standing(picture) {
  // A copy that needs no stylesheet: every element carries the look that the page gives it.
  const copy = picture.cloneNode(true);
  const from = [picture, ...picture.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((one, n) => {
    const look = getComputedStyle(one);
    for (const name of KEPT) {
      const value = look.getPropertyValue(name);
      if (value) to[n].style.setProperty(name, value);
    }
  });
  for (const link of copy.querySelectorAll("a")) { link.removeAttribute("href"); link.removeAttribute("xlink:href"); }
  return copy;
}

function lines(text, wide) {
  const most = Math.max(20, Math.floor(wide / (CAPTION * 0.55)));
  const found = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = found[found.length - 1];
    if (last !== undefined && last.length + word.length < most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word.slice(0, most));
  }
  return found;
}

export function drawn(figure) {
  // The picture as text of an SVG file, with its caption below, so that who says it goes with it.
  const picture = figure.querySelector("svg");
  const copy = standing(picture);
  const box = picture.viewBox.baseVal;
  const seen = picture.getBoundingClientRect();
  const [x, y, wide, high] = box && box.width ? [box.x, box.y, box.width, box.height] : [0, 0, seen.width, seen.height];
  const page = getComputedStyle(document.body);
  const words = [figure.querySelector("figcaption")?.textContent ?? picture.getAttribute("aria-label") ?? "", figure.dataset.tellers ?? "",
    `${document.title} · what reports tell, not what happened`].join(" · ");
  const told = lines(words, wide);
  const whole = high + CAPTION * 1.4 * (told.length + 1);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `${x} ${y} ${wide} ${whole}`);
  copy.setAttribute("width", wide);
  copy.setAttribute("height", whole);
  const make = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };
  const ground = page.backgroundColor === "rgba(0, 0, 0, 0)" ? "white" : page.backgroundColor;
  copy.prepend(make("rect", { x, y, width: wide, height: whole, fill: ground }));
  told.forEach((line, n) => copy.append(make("text", { x: x + 4, y: y + high + CAPTION * 1.4 * (n + 1), fill: page.color,
    "font-family": "system-ui, sans-serif", "font-size": CAPTION }, line)));
  return { text: new XMLSerializer().serializeToString(copy), wide, high: whole };
}

async function pixels({ text, wide, high }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(2, 8000 / Math.max(wide, high));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(wide * scale);
  canvas.height = Math.ceil(high * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((yes) => canvas.toBlob(yes, "image/png"));
}

async function untold(body, csrf) {
  // Why the journal was not told of a picture; nothing where it was. What is not told is not handed out.
  let answer;
  try {
    answer = await fetch("/take/picture", { method: "POST", headers: { "X-CSRF": csrf }, body });
  } catch {
    return "The room does not answer; nothing was handed out. Start it again, then load the page again.";
  }
  if (answer.ok) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("main h1 + .ours")?.textContent ?? "The journal was not told; nothing was handed out. Load the page again.";
}

async function hand(blob, name) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
  const trouble = await untold(new URLSearchParams({ csrf, sha256, name }), csrf);
  if (trouble) {
    const told = document.getElementById("told");
    if (told) told.textContent = trouble;
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function offer(root) {
  if (document.querySelector("main[data-withholds]")) return;
  const held = new Set();
  for (const picture of root.querySelectorAll("svg")) {
    if (picture.getBoundingClientRect().width > SMALLEST && !picture.closest(".strip")) held.add(picture.closest("figure") ?? picture.parentElement);
  }
  for (const figure of held) {
    const stem = (document.querySelector("h1")?.textContent ?? "picture").trim().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "picture";
    const bar = document.createElement("p");
    bar.className = "take-picture";
    for (const kind of ["SVG", "PNG"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = `Picture as ${kind}`;
      button.addEventListener("click", async () => {
        const made = drawn(figure);
        const blob = kind === "SVG" ? new Blob([made.text], { type: "image/svg+xml" }) : await pixels(made);
        await hand(blob, `${stem}.${kind.toLowerCase()}`);
      });
      bar.append(button, " ");
    }
    if (figure.tagName === "FIGURE") figure.append(bar); else figure.after(bar);
  }
}

offer(document.querySelector("main"));

for (const link of document.querySelectorAll("[data-copies]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const address = new URL(link.href, location.href).href;
    const told = document.getElementById("told");
    try {
      await navigator.clipboard.writeText(address);
      if (told) told.textContent = "The address of this view is in the clipboard.";
    } catch {
      if (told) told.textContent = address;
    }
  });
}
