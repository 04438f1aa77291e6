const sheet = document.getElementById("keys");
document.addEventListener("keydown", (event) => { if (event.key === "?" && !event.target.closest("input,textarea,select")) sheet.showModal(); });
