// Keeps the address in step with the layers that are on, so that a link leads to exactly this view.
const boxes = [...document.querySelectorAll(".layer-switch")];

function told() {
  const address = new URL(location.href);
  address.searchParams.delete("layer");
  const on = boxes.filter((box) => box.checked).map((box) => box.value);
  for (const name of on.length ? on : ["none"]) address.searchParams.append("layer", name);
  history.replaceState(history.state, "", address);
}

for (const box of boxes) box.addEventListener("change", told);
