// Dropping files and folders on the page, and how far the reading of them is.

const form = document.getElementById("adding");
const drop = document.getElementById("drop");
const said = document.getElementById("sending");

async function walk(entry, path, found) {
  if (entry.isFile) {
    const file = await new Promise((yes, no) => entry.file(yes, no));
    found.push([path + entry.name, file]);
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (!some.length) break;
      for (const one of some) await walk(one, `${path}${entry.name}/`, found);
    }
  }
}

function chosen() {
  const found = [];
  for (const field of form.querySelectorAll("input[type=file]")) {
    for (const file of field.files) found.push([file.webkitRelativePath || file.name, file]);
  }
  return found;
}

const MOST = 500, MOST_BYTES = 250e6, NEVER_MORE = 2000; // files and bytes of a parcel; files that the room takes at once

// Parcels of files, of which those that begin alike stay together: a.json says what is known of a.txt.
function parcels(files) {
  const alike = (name) => name.replace(/(?<=[^/])\.[^/]*$/, "");
  const groups = new Map();
  for (const one of files) {
    const key = alike(one[0]);
    if (groups.has(key)) groups.get(key).push(one);
    else groups.set(key, [one]);
  }
  const made = [];
  let bytes = 0;
  for (const group of groups.values()) {
    const size = group.reduce((sum, [, file]) => sum + file.size, 0);
    const last = made.at(-1);
    if (last && last.length + group.length <= MOST && bytes + size <= MOST_BYTES) { last.push(...group); bytes += size; continue; }
    for (let at = 0; at < group.length; at += NEVER_MORE) made.push(group.slice(at, at + NEVER_MORE));
    bytes = size;
  }
  return made;
}

async function send(files) {
  const kept = files.filter(([name]) => !name.split("/").some((part) => part.startsWith(".")));
  if (!kept.length) { said.textContent = "No file was chosen. Choose reports, or a folder of them."; return; }
  const all = parcels(kept);
  let where = "", sent = 0;
  try {
    for (const parcel of all) {
      const body = new FormData();
      body.append("csrf", form.elements.csrf.value);
      for (const [name, file] of parcel) { body.append("path", name); body.append("files", file, file.name); }
      said.textContent = `Sending ${kept.length} ${kept.length === 1 ? "file" : "files"} …` + (sent ? ` ${sent} sent` : "");
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-CSRF": form.elements.csrf.value } });
      if (!answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const why = page.querySelector("main")?.textContent.trim() || "It was not taken. Try again with fewer files.";
        said.textContent = sent ? `${why} The first ${sent} files were sent, the other ${kept.length - sent} were not.` : why;
        return;
      }
      where = answer.url;
      sent += parcel.length;
    }
    location.assign(where);
  } catch {
    const rest = sent ? ` The first ${sent} files were sent, the other ${kept.length - sent} were not.` : "";
    said.textContent = `It could not be sent: the room does not answer. Is \`variorum serve\` still running?${rest}`;
  }
}

if (form) {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(chosen()); });
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const kind of ["dragleave", "dragend"]) {
    document.addEventListener(kind, (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  }
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    if (entries.length) for (const entry of entries) await walk(entry, "", found);
    else for (const file of event.dataTransfer.files) found.push([file.name, file]);
    send(found);
  });
  form.dataset.ready = "";
}

const running = document.querySelector("[data-addition]");
if (running) {
  const ask = async () => {
    try {
      const answer = await fetch(`/add/${running.dataset.addition}?part=state`);
      if (!answer.ok) return;
      const state = await answer.json();
      for (const [stage, [done, total]] of Object.entries(state.stages)) {
        const line = running.querySelector(`[data-stage="${stage}"]`);
        if (!line) continue;
        line.querySelector("progress").max = Math.max(total, 1);
        line.querySelector("progress").value = done;
        line.querySelector(".count").textContent = `${done} of ${total}`;
      }
      if (state.over) return location.reload();
    } catch { /* asked again below */ }
    setTimeout(ask, 300);
  };
  ask();
}
