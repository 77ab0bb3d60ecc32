// Counts the shares of a figure anew within a part of the papers, where its traces say that they show them.
import { lastOf, namesAtEnds, runs, shade, sharesWithin } from "./shares.js";

const LETTERS = 26; // in a line of a name

const percent = (share) => `${(100 * share).toPrecision(2)}%`;
const topOf = (values) => 1.05 * Math.max(0, ...values.flat()) || 1;
const scaleTo = (top) => ({ range: [0, top], tickformat: `.${top >= 0.1 ? 0 : top >= 0.01 ? 1 : 2}~%` });

// Curves in one panel or several; the running period and intervals are known for all papers only.
function curves(figure, within, grid) {
  const { layout } = figure;
  figure.data = figure.data.filter(({ meta, x }) => meta?.share === "curve" && x.every((day) => grid.periods.includes(day)));
  for (const trace of figure.data) {
    const { share, count, total } = within(trace.meta.topic);
    const places = trace.x.map((day) => grid.periods.indexOf(day));
    trace.y = places.map((place) => share[place]);
    trace.customdata = places.map((place) => [grid.names[place], count[place], total[place]]);
  }
  const common = Object.entries(layout).some(([name, axis]) => name.startsWith("yaxis") && axis.matches);
  for (const name of Object.keys(layout).filter((key) => /^yaxis\d*$/.test(key))) {
    const here = common ? figure.data : figure.data.filter(({ yaxis }) => (yaxis ?? "y") === name.replace("axis", ""));
    const top = topOf(here.map(({ y }) => y));
    layout[name] = { ...layout[name], ...scaleTo(top) };
  }
  if (!layout.xaxis2) nameEnds(figure, figure.data.map(({ name, y, line }) => ({ label: name, y: lastOf(y), color: line.color })));
}

function nameEnds({ layout }, ends) {
  const room = { height: layout.height - layout.margin.t - layout.margin.b, top: layout.yaxis.range[1], width: LETTERS, size: layout.font.size };
  layout.annotations = namesAtEnds(ends, room);
}

// What is blank in all rows stays so: periods that are not to be trusted.
function cells({ data: [trace] }, within, grid) {
  const rows = trace.meta.topics.map(within);
  const blank = grid.periods.map((_, place) => trace.z.every((row) => row[place] === null));
  const relative = (share) => share.map((value, place) => (value === null || blank[place] ? null : value / (Math.max(...share) || 1)));
  trace.z = rows.map(({ share }) => relative(share));
  trace.customdata = rows.map(({ share, count, total }) => share.map((value, place) => [grid.names[place], value, count[place], total[place]]));
}

// Areas on top of each other; one without a topic stands for all the others. Where it was left out the axis ends above the rest.
function areas(figure, within, grid) {
  const { data, layout } = figure;
  const drawn = [...new Set(data.map(({ meta }) => meta.topic))];
  const others = Object.keys(grid.topics).map(Number).filter((topic) => !drawn.includes(topic)).map(within);
  const rest = grid.periods.map((_, place) => others.reduce((sum, { share }) => (share[place] === null ? null : sum + share[place]), 0));
  const foot = grid.periods.map(() => 0);
  const ends = [];
  figure.data = drawn.flatMap((topic) => {
    const [fill, points] = ["lines", "markers"].map((mode) => data.find((trace) => trace.meta.topic === topic && trace.mode === mode));
    const share = topic === null ? rest : within(topic).share;
    const top = share.map((value, place) => foot[place] + value);
    const middle = share.map((value, place) => foot[place] + value / 2);
    const around = (run) => ({ x: [...run, ...run.toReversed()].map((place) => grid.periods[place]), y: [...run.map((place) => foot[place]), ...run.toReversed().map((place) => top[place])] });
    const fills = runs(share).map((run) => ({ ...fill, ...around(run) }));
    const seen = runs(share).flat();
    const facts = seen.map((place) => [grid.names[place], percent(share[place])]);
    const at = { ...points, x: seen.map((place) => grid.periods[place]), y: seen.map((place) => middle[place]), customdata: facts };
    if (seen.length) ends.push({ label: points.name, y: middle[seen.at(-1)] });
    foot.splice(0, Infinity, ...top);
    return [...fills, at];
  });
  if (!drawn.includes(null)) layout.yaxis = { ...layout.yaxis, ...scaleTo(topOf([foot])) };
  nameEnds(figure, ends);
}

const COUNTERS = { curve: curves, cells, area: areas };

export const hasAreas = ({ data }) => data.some(({ meta }) => meta?.share === "area");

// Counts within a part of the papers, in all of them where none is named; tells whether the figure is one of shares.
export function recount(figure, stratum, grid) {
  const counter = COUNTERS[figure.data.find(({ meta }) => meta?.share)?.meta.share];
  if (counter) counter(figure, (topic) => sharesWithin(grid, topic, stratum), grid);
  if (counter && stratum) shade(figure.layout, grid, grid.strata[stratum].untrusted.map((why, place) => (grid.untrusted[place] ? null : why)));
  return Boolean(counter);
}
