// Narrows a figure to what the reader chose, and says what of the choice it does not follow.

const plain = (text = "") => text.replace(/<br>/g, " ").replace(/<\/?b>/g, "");

function keep(figure, name, wanted) {
  const about = figure.data.filter((trace) => trace.meta && name in trace.meta);
  if (!about.some((trace) => wanted(trace.meta[name]))) return false;
  const dropped = about.filter((trace) => !wanted(trace.meta[name]));
  const names = new Set(dropped.map((trace) => plain(trace.name)));
  figure.data = figure.data.filter((trace) => !dropped.includes(trace));
  figure.layout.annotations = figure.layout.annotations?.filter(
    ({ hovertext, text }) => !names.has(plain(hovertext)) && !names.has(plain(text)),
  );
  return true;
}

function cut(layout, since, end, grid) {
  if (!layout.meta?.time) return false;
  for (const name of new Set(["xaxis", ...Object.keys(layout).filter((key) => /^xaxis\d+$/.test(key))])) {
    const [from, to] = layout[name]?.range ?? [grid.periods[0], grid.ends.at(-1)];
    layout[name] = { ...layout[name], range: [since || from, end || to] };
  }
  return true;
}

function numbers({ bdata }) {
  return new Int32Array(Uint8Array.from(atob(bdata), (sign) => sign.charCodeAt(0)).buffer);
}

// Of points that are papers, dims those that do not fit the view.
export function light(figure, { since, until, stratum, find }, fits) {
  if (!since && !until && !stratum && !find) return;
  for (const trace of figure.data.filter(({ customdata }) => customdata?.bdata)) {
    const rows = numbers(trace.customdata);
    trace.selectedpoints = [...rows.keys()].filter((place) => fits(rows[place]));
    trace.unselected = { marker: { opacity: 0.04 } };
  }
}

// Returns the note to set under the chart; empty where the chart follows in everything.
export function narrow(figure, { topics, since, until, stratum }, grid) {
  const missed = [];
  if (topics.length && !keep(figure, "topic", (topic) => topics.includes(topic))) missed.push("topics");
  const end = until && grid?.ends[grid.periods.indexOf(until)];
  if ((since || end) && !cut(figure.layout, since, end, grid)) missed.push("dates");
  if (stratum && !keep(figure, "stratum", (name) => name === stratum)) missed.push(grid?.kind ?? "group");
  return missed.length ? `This chart is not narrowed to the ${missed.join(" and ")} that you chose.` : "";
}
