// Deciding with keys, and pages that wait until the record is made again.

function keyed(key) {
  const all = [...document.querySelectorAll("main [data-key]")].filter((one) => one.dataset.key === key);
  return all.find((one) => one.checkVisibility ? one.checkVisibility() : one.offsetParent !== null);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const chosen = keyed(event.key);
  if (!chosen) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  chosen.click();
}, true);

const pending = document.querySelector("[data-pending]");
if (pending) {
  const ask = async () => {
    try {
      const found = await fetch(`/decisions/state?at=${encodeURIComponent(pending.dataset.pending)}`);
      if (found.ok && (await found.json()).made) return location.reload();
    } catch { /* the server is gone: the page stays as it is */ }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
}

// A form that was sent is not sent twice by an impatient finger.
for (const form of document.querySelectorAll("form.decide")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
}
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form.decide")) delete form.dataset.sent; });
