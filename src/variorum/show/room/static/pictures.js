// Where a picture is wider than the page, shows the part of it that matters first.
export function centred(root) {
  for (const frame of root.querySelectorAll(".picture")) {
    const svg = frame.querySelector("svg");
    if (!svg || frame.scrollWidth <= frame.clientWidth + 1) continue;
    const first = frame.querySelector(frame.matches(".strip") ? ".chosen" : ".pin");
    if (!first) {
      if (frame.matches(".around")) frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
      continue;
    }
    const [box, own] = [first.getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollLeft += box.left + box.width / 2 - own.left - own.width / 2;
  }
}

centred(document);
