// Sorts a table by the column whose heading is pressed, and finds topics by words of their names and terms.
import { counted, hasWords, wordsOf } from "./elements.js";

function compare(left, right) {
  const [a, b] = [left, right].map(Number);
  return Number.isNaN(a) || Number.isNaN(b) ? left.localeCompare(right, "en") : a - b;
}

function sort(heading) {
  const table = heading.closest("table");
  const column = heading.cellIndex;
  const direction = heading.ariaSort === "descending" ? "ascending" : "descending";
  const sign = direction === "ascending" ? 1 : -1;
  const value = (row) => row.cells[column].dataset.value;
  const rows = [...table.tBodies[0].rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === "" || b === "") return (a === "") - (b === ""); // unknown values stay last
    return sign * compare(a, b);
  });
  table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  heading.ariaSort = direction;
  table.tBodies[0].append(...rows);
}

function find({ target }) {
  const words = wordsOf(target.value);
  const rows = [...document.querySelectorAll("#topics-table tbody tr")];
  rows.forEach((row) => (row.hidden = !hasWords(row.dataset.words, words)));
  const n = rows.filter((row) => !row.hidden).length;
  document.getElementById("n-topics").textContent = words.length ? `${counted(n, "topic")} of ${rows.length}.` : "";
}

export function start() {
  document.addEventListener("click", ({ target }) => {
    const heading = target.closest("table.sortable thead th[data-sort]");
    if (heading) sort(heading);
  });
  document.getElementById("find-topic")?.addEventListener("input", find);
}
