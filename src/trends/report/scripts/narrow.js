// Narrows a figure to what the reader chose, and says what of the choice it does not follow.

import { closeLanes, hasLanes, keepCells } from "./lanes.js";
import { closeUp } from "./panels.js";
import { hasAreas, recount } from "./recount.js";
import { tellDoubts } from "./shares.js";
import { moveWithin } from "./within.js";

const FAINT = 0.2; // of the others where they stay
const FEW = 12; // points that can be named

const NOTHING = { note: "This chart holds none of what you chose.", none: true };
const TOPIC = { one: "topic", many: "topics" };
const STRATUM = { one: "stratum", many: "strata" };

const plain = (text = "") => text.replace(/<br>/g, " ").replace(/<\/?b>/g, "").replace(/^\d+\. /, ""); // a rank may precede a name
const namesOf = ({ name, text }) => [name, ...[text].flat()].filter(Boolean).map(plain);

// Draws tiles that are about others faint and without their names; groups, which are about nothing of their own, stay.
function fade({ data: [tiles] }, abouts, wanted) {
  const isOther = (place) => abouts[place] !== null && ![abouts[place]].flat().some(wanted); // a tile may be about several
  tiles.labels = tiles.labels.map((label, place) => (isOther(place) ? "" : label));
  tiles.marker = { ...tiles.marker, colors: tiles.marker.colors.map((color, place) => (isOther(place) ? `${color}33` : color)) };
}

function dim(about, others, { data, layout }, isOfOthers) {
  about.forEach((trace) => (trace.opacity = others.has(trace) ? FAINT : 1));
  data.sort((one, other) => others.has(other) - others.has(one));
  layout.annotations?.filter(isOfOthers).forEach((annotation) => (annotation.opacity = FAINT));
}

// Names points that there was no room to name among the others.
function nameBare({ data, layout }) {
  const named = new Set(layout.annotations?.map(({ hovertext, text }) => plain(hovertext ?? text)));
  const bare = data.filter(({ mode, text }) => mode === "markers" && text?.length === 1 && !named.has(plain(text[0])));
  if (bare.length > FEW || !layout.xaxis?.range) return;
  const { range: [low, high], type } = layout.xaxis;
  for (const trace of bare) {
    const at = type === "log" ? Math.log10(trace.x[0]) : trace.x[0];
    Object.assign(trace, { mode: "markers+text", textposition: at > (low + high) / 2 ? "middle left" : "middle right", opacity: 1 });
  }
}

// Drops the traces that are about others; where a curve says nothing without the others they stay, faint.
function drop(figure, about, others) {
  const { data, layout } = figure;
  const names = new Set([...others].flatMap(namesOf));
  const isOfOthers = ({ hovertext, text }) => names.has(plain(hovertext)) || names.has(plain(text));
  if (layout.meta?.context) return dim(about, others, figure, isOfOthers);
  figure.data = data.filter((trace) => !others.has(trace));
  layout.annotations = layout.annotations?.filter((annotation) => !isOfOthers(annotation));
  if (hasLanes(figure)) closeLanes(figure, data);
  else nameBare(figure);
}

// Returns how many of those wanted the figure has; undefined where it does not tell one from the other.
function keep(figure, { one, many }, wanted) {
  const [listed] = figure.data.filter(({ meta }) => meta?.[many]);
  if (listed) {
    (listed.type === "treemap" ? fade : keepCells)(figure, listed.meta[many], wanted);
    return listed.meta[many].flat().filter((about) => about !== null && wanted(about)).length;
  }
  const about = figure.data.filter(({ meta }) => meta && one in meta);
  if (!about.length) return undefined;
  const others = new Set(about.filter(({ meta }) => !wanted(meta[one])));
  if (others.size < about.length) drop(figure, about, others);
  return new Set(about.filter((trace) => !others.has(trace)).map(({ meta }) => meta[one])).size;
}

// A cell stands in the middle of what is drawn of it: half of it lies before its day.
function edge(day, period, grid) {
  const place = grid.periods.indexOf(period);
  return new Date(Date.parse(day) - (Date.parse(grid.ends[place]) - Date.parse(period)) / 2).toISOString().slice(0, 10);
}

function cut({ data, layout }, since, until, grid) {
  if (!layout.meta?.time) return false;
  const celled = data.some(({ type }) => type === "heatmap");
  const [first, last] = [since || grid.periods[0], until || grid.periods.at(-1)];
  const end = grid.ends[grid.periods.indexOf(last)];
  for (const name of new Set(["xaxis", ...Object.keys(layout).filter((key) => /^xaxis\d+$/.test(key))])) {
    const [from, to] = layout[name]?.range ?? (celled ? [edge(first, first, grid), edge(end, last, grid)] : [first, last]);
    const range = [since || from, until ? end : to];
    if (celled && since) range[0] = edge(since, since, grid);
    if (celled && until) range[1] = edge(end, until, grid);
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

// Returns whether nothing is left to draw, and the note to set under the chart; empty where the chart follows in everything.
// `why` holds what to say of a choice that it does not follow, or not wholly.
export function narrow(figure, { topics, since, until, stratum }, grid, why = {}) {
  const missed = [];
  const said = [];
  const there = topics.length && keep(figure, TOPIC, (topic) => topics.includes(topic));
  if (there === undefined) missed.push("topics");
  else if (topics.length && !there) return NOTHING;
  else if (there < topics.length) said.push(`This chart holds ${there} of the ${topics.length} topics that you chose.`);
  const counted = (stratum || (topics.length && hasAreas(figure))) && recount(figure, stratum, grid);
  if (stratum && counted) said.push(`Counted in ${stratum} alone, without intervals.`, tellDoubts(grid.strata[stratum].untrusted), why.recounted);
  else if (stratum && moveWithin(figure, stratum)) {
    if (!figure.data.length) return NOTHING;
    said.push(`Growth within ${stratum} alone.`, why.within);
  } else if (stratum && !keep(figure, STRATUM, (name) => name === stratum)) missed.push("stratum");
  const [first, last] = [since, until].map((day) => (grid?.periods.includes(day) ? day : ""));
  if ((first || last) && !cut(figure, first, last, grid)) missed.push("dates");
  if (topics.length || stratum) closeUp(figure);
  const names = missed.map((name) => (name === "stratum" ? grid?.kind ?? "group" : name));
  if (missed.length) said.unshift(`This chart is not narrowed to the ${names.join(" and ")} that you chose.`);
  return { note: [...new Set([...said, ...missed.map((name) => why[name])])].filter(Boolean).join(" "), none: false };
}
