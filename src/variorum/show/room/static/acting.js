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
      const found = await fetch(`/decisions?made=${encodeURIComponent(pending.dataset.pending)}`);
      const answer = found.ok ? await found.json() : {};
      if (answer.made || answer.failed) return location.reload();
    } catch { /* the server is gone: the page stays as it is */ }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
}

const later = document.querySelector("[data-reload]");
if (later) setTimeout(() => location.reload(), 1000 * Number(later.dataset.reload));

// What can be decided about a statement, put where the statement is when it is asked for.
for (const details of document.querySelectorAll("details[data-act=statement]")) {
  details.addEventListener("toggle", async () => {
    const link = details.querySelector("a[href^='/act?']");
    if (!details.open || !link) return;
    try {
      const answer = await fetch(`${link.getAttribute("href")}&part=forms`);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      link.replaceWith(...page.body.childNodes);
      once(details);
      details.querySelector("input:not([type=hidden])")?.focus();
    } catch { /* the link stays */ }
  });
}

// A form that was sent is not sent twice by an impatient finger.
function once(within) {
  for (const form of within.querySelectorAll("form.decide")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      setTimeout(() => { delete form.dataset.sent; }, 8000);
    });
  }
}
once(document);
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form.decide")) delete form.dataset.sent; });
