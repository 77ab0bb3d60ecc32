// Draws of a long list only the rows that are near to be seen.

const BEYOND = 8; // rows above and below, so that the Tab key finds a neighbour

export function makeRows(box, body, draw) {
  const drawn = new Map();
  let places = [];
  let height = 0;

  function forget(rank) {
    drawn.get(rank).remove();
    drawn.delete(rank);
  }

  function add(rank) {
    const row = draw(places[rank]);
    row.setAttribute("aria-rowindex", rank + 2); // after the row of headings
    row.style.top = `${rank * height}px`;
    drawn.set(rank, row);
    return row;
  }

  function refresh() {
    const first = Math.max(0, Math.floor(box.scrollTop / height) - BEYOND);
    const end = Math.min(places.length, Math.ceil((box.scrollTop + box.clientHeight) / height) + BEYOND);
    [...drawn.keys()].filter((rank) => rank < first || rank >= end).forEach(forget);
    for (let rank = first; rank < end; rank += 1) {
      const row = drawn.get(rank) ?? add(rank);
      const there = body.children[rank - first] ?? null;
      if (there !== row) body.insertBefore(row, there); // rows that stay are not touched: one may have the focus
    }
  }

  function show(chosen = places) {
    places = chosen;
    height = parseFloat(getComputedStyle(body).getPropertyValue("--row")) * parseFloat(getComputedStyle(body).fontSize);
    [...drawn.keys()].forEach(forget);
    body.style.height = `${places.length * height}px`;
    refresh();
  }

  box.addEventListener("scroll", refresh, { passive: true });
  new ResizeObserver(() => height && show()).observe(box);
  return show;
}
