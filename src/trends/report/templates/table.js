// Opens a topic when a link leads to it, and sorts a table by the column whose heading is pressed.
(() => {
  "use strict";

  function open(hash) {
    if (!hash.startsWith("#topic-")) return;
    const topic = document.getElementById(hash.slice(1));
    if (!topic) return;
    topic.open = true;
    topic.scrollIntoView();
    topic.querySelector("summary").focus({ preventScroll: true });
  }

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

  addEventListener("hashchange", () => open(location.hash));
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href^='#topic-']");
    if (link) open(link.hash);
    const heading = target.closest("table.sortable thead th");
    if (heading) sort(heading);
  });
  open(location.hash);
})();
