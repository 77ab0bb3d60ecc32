// Narrows a figure to what the reader chose, and says what of the choice it does not follow.

import { closeUp } from "./panels.js";

const FAINT = 0.2; // of the others where they stay

const plain = (text = "") => text.replace(/<br>/g, " ").replace(/<\/?b>/g, "").replace(/^\d+\. /, ""); // a rank may precede a name
const namesOf = ({ name, text }) => [name, ...[text].flat()].filter(Boolean).map(plain);

// Drops what is about others; where a curve says nothing without the others they stay, faint.
function keep({ data, layout }, name, wanted) {
  const about = data.filter(({ meta }) => meta && name in meta);
  const others = new Set(about.filter(({ meta }) => !wanted(meta[name])));
  if (others.size === about.length) return false;
  const names = new Set([...others].flatMap(namesOf));
  const ofOthers = ({ hovertext, text }) => names.has(plain(hovertext)) || names.has(plain(text));
  if (layout.meta?.context) {
    about.forEach((trace) => (trace.opacity = others.has(trace) ? FAINT : 1));
    data.sort((one, other) => others.has(other) - others.has(one));
    layout.annotations?.filter(ofOthers).forEach((annotation) => (annotation.opacity = FAINT));
    return true;
  }
  data.splice(0, Infinity, ...data.filter((trace) => !others.has(trace)));
  layout.annotations = layout.annotations?.filter((annotation) => !ofOthers(annotation));
  return true;
}

// A cell stands in the middle of what is drawn of it: half of it lies before its day.
function edge(day, period, grid) {
  const place = grid.periods.indexOf(period);
  return new Date(Date.parse(day) - (Date.parse(grid.ends[place]) - Date.parse(period)) / 2).toISOString().slice(0, 10);
}

function cut({ data, layout }, since, until, grid) {
  if (!layout.meta?.time) return false;
  const celled = data.some(({ type }) => type === "heatmap");
  const end = until && grid.ends[grid.periods.indexOf(until)];
  for (const name of new Set(["xaxis", ...Object.keys(layout).filter((key) => /^xaxis\d+$/.test(key))])) {
    const [from, to] = layout[name]?.range ?? [grid.periods[0], grid.ends.at(-1)];
    const range = [since || from, end || to];
    if (celled && since) range[0] = edge(since, since, grid);
    if (celled && end) range[1] = edge(end, until, grid);
    layout[name] = { ...layout[name], range };
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
  const [first, last] = [since, until].map((day) => (grid?.periods.includes(day) ? day : ""));
  if ((first || last) && !cut(figure, first, last, grid)) missed.push("dates");
  if (stratum && !keep(figure, "stratum", (name) => name === stratum)) missed.push(grid?.kind ?? "group");
  if (topics.length || stratum) closeUp(figure);
  return missed.length ? `This chart is not narrowed to the ${missed.join(" and ")} that you chose.` : "";
}
