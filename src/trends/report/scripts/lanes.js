// Closes up the rows of a figure that has one for each topic or word: those about others go, the ones below move up.

const FEWEST = 2; // rows that are high enough to be read
const ROOM = 6; // rows beside which a scale of colours can be read

export const hasLanes = ({ layout: { yaxis } }) => Boolean(yaxis?.ticktext) && yaxis.tickvals.every((lane, place) => lane === place);

const lanesOf = (traces) => new Set(traces.flatMap(({ meta, y }) => (meta ? y : [])).filter(Number.isInteger));

function shorten(layout, kept) {
  const { yaxis, margin, height } = layout;
  const n = yaxis.tickvals.length;
  const range = yaxis.range?.map((end) => (end > 0 ? end - n + kept.length : end));
  layout.yaxis = { ...yaxis, tickvals: [...kept.keys()], ticktext: kept.map((lane) => yaxis.ticktext[lane]), ...(range && { range }) };
  const around = margin.t + margin.b;
  layout.height = Math.round(around + ((height - around) * Math.max(kept.length, FEWEST)) / Math.max(n, FEWEST));
}

// Of a figure whose traces stand in numbered rows; what stood in it before tells a heading, which goes with the row below it.
export function closeLanes({ data, layout }, before) {
  const [used, left] = [lanesOf(before), lanesOf(data)];
  const lanes = layout.yaxis.tickvals;
  const stays = (lane) => (used.has(lane) ? left.has(lane) : lane + 1 < lanes.length && stays(lane + 1));
  const kept = lanes.filter(stays);
  if (!left.size || kept.length === lanes.length) return;
  const places = new Map(kept.map((lane, place) => [lane, place]));
  for (const trace of data) trace.y = trace.y.map((lane) => places.get(lane) ?? lane);
  const moved = ({ y, yref }) => yref === "paper" || places.has(y);
  layout.annotations = layout.annotations?.filter(moved).map((one) => ({ ...one, y: places.get(one.y) ?? one.y }));
  shorten(layout, kept);
}

// Of a figure whose traces are cells in the same rows; a row about null is about all and stays.
export function keepCells({ data, layout }, rows, wanted) {
  if (!rows.some((about) => about !== null && wanted(about))) return;
  const kept = [...rows.keys()].filter((lane) => rows[lane] === null || wanted(rows[lane]));
  for (const trace of data) for (const name of ["y", "z", "customdata"]) trace[name] = kept.map((lane) => trace[name][lane]);
  shorten(layout, kept);
  if (kept.length < ROOM) layout.coloraxis = { ...layout.coloraxis, showscale: false };
}
