// Times and numbers as the reader's locale writes them; what a report tells is left in its own words.
const locale = navigator.language || "en";

function moment(value, short) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/.exec(value);
  if (!found) return null;
  const [, year, month, day, hour, minute, zone] = found;
  const shown = { year: "numeric" };
  if (month) shown.month = short ? "short" : "long";
  if (day) shown.day = "numeric";
  if (hour) Object.assign(shown, { hour: "2-digit", minute: "2-digit" });
  if (!zone) shown.timeZone = "UTC"; // a time without a zone is the report's own, and stays what it says
  const date = zone ? new Date(value) : new Date(Date.UTC(year, (month || 1) - 1, day || 1, hour || 0, minute || 0));
  if (Number.isNaN(date.getTime())) return null;
  if (zone && hour) shown.timeZoneName = "short";
  return new Intl.DateTimeFormat(locale, shown).format(date);
}

export function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-told])")) {
    const words = moment(time.getAttribute("datetime"), time.closest("small, thead"));
    if (!words) continue;
    time.title = time.textContent;
    time.textContent = words;
    time.dataset.told = "";
  }
  const plain = new Intl.NumberFormat(locale);
  for (const number of root.querySelectorAll("data[value]:not([data-told])")) {
    number.textContent = plain.format(Number(number.value));
    number.dataset.told = "";
  }
}
