// Draws shares of topics over time: of all papers with their intervals, or counted anew within a part of the papers.

const FAINT = "rgba(128,128,128,0.25)";
const FEWEST = 5; // papers of a period that make a share
const ROOM = 1.25; // of the height of a label

export function sharesWithin(grid, topic, stratum) {
  if (!stratum) return grid.topics[topic];
  const { total, topics } = grid.strata[stratum];
  const count = topics[topic] ?? total.map(() => 0);
  return { count, total, share: count.map((n, place) => (total[place] >= FEWEST ? n / total[place] : null)) };
}

// Places side by side whose values are known.
export function runs(values) {
  const found = [];
  values.forEach((value, place) => {
    if (value === null) return;
    if (place && values[place - 1] !== null) found.at(-1).push(place);
    else found.push([place]);
  });
  return found;
}

// Why the audit of the papers does not trust a period, of all papers or of those of a part; null where it does.
export const doubtsOf = (grid, stratum) => grid.untrusted.map((why, place) => why ?? (stratum ? grid.strata[stratum].untrusted[place] : null));

// Sets grey behind periods that are not trusted, as far as half a period before and behind their points.
export function shade(layout, grid, doubts) {
  const edge = (place, side) => {
    const begin = Date.parse(grid.periods[place]);
    return new Date(begin + (side * (Date.parse(grid.ends[place]) - begin)) / 2).toISOString().slice(0, 10);
  };
  const axes = Object.keys(layout).filter((key) => /^xaxis\d*$/.test(key));
  const bands = axes.flatMap((name) => runs(doubts).map((run) => ({
    type: "rect", xref: name.replace("axis", ""), yref: `${layout[name].anchor ?? "y"} domain`, layer: "below",
    x0: edge(run[0], -1), x1: edge(run.at(-1), 1), y0: 0, y1: 1, fillcolor: FAINT, line: { width: 0 },
  })));
  layout.shapes = [...(layout.shapes ?? []), ...bands];
}

export function tellDoubts(doubts) {
  const reasons = [...new Set(doubts.filter(Boolean))];
  return reasons.length ? `Grey: what the audit of the papers does not trust (${reasons.join("; ")}).` : "";
}

function band(places, { periods }, { low, high }, color) {
  const edge = (side, order) => order.map((place) => side[place]);
  const back = places.toReversed();
  return {
    type: "scatter", mode: "lines", fill: "toself", hoverinfo: "skip", line: { width: 0 }, fillcolor: `${color}2b`,
    x: [...places, ...back].map((place) => periods[place]),
    y: [...edge(high, places), ...edge(low, back)],
  };
}

function curve(grid, { count, total, share }, color, label) {
  return {
    type: "scatter", mode: "lines+markers", x: grid.periods, y: share, name: label, connectgaps: false, cliponaxis: false,
    line: { color, width: 2 }, marker: { size: grid.periods.length > 24 ? 3 : 6 },
    customdata: grid.names.map((name, place) => [name, count[place], (total ?? grid.total)[place]]),
    hovertemplate: "<b>%{fullData.name}</b><br>%{customdata[0]}: %{y:.2p}<br>%{customdata[1]:,} of %{customdata[2]:,} papers<extra></extra>",
  };
}

export const lastOf = (shares) => shares.findLast((share) => share !== null) ?? 0;

const safe = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function wrap(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && `${lines.at(-1)} ${word}`.length > width) lines.push("");
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.slice(0, 2).join("<br>") + (lines.length > 2 ? "…" : "");
}

// Moves what stands one above the other so that each has its room: down where the one above is too near, up again at the foot.
function spread(names, height) {
  let above = 0;
  for (const name of names) above = (name.at = Math.max(name.at, above + name.needed / 2)) + name.needed / 2;
  let below = height;
  for (const name of names.toReversed()) below = (name.at = Math.min(name.at, below - name.needed / 2)) - name.needed / 2;
}

// Names each end of a curve to its right; a label is markup that is safe.
export function namesAtEnds(ends, { height, top, width, size }) {
  const names = ends.map(({ label, y, color }) => {
    const text = wrap(label, width);
    return { text, color, at: (1 - y / top) * height, needed: ROOM * size * text.split("<br>").length };
  });
  spread(names.sort((one, other) => one.at - other.at), height);
  return names.map(({ text, color, at }) => ({
    text, x: 1, xref: "paper", xanchor: "left", align: "left", xshift: 8, showarrow: false, font: { size, ...(color && { color }) },
    y: 1 - at / height, yref: "paper", yanchor: "middle",
  }));
}

export function shareFigure(grid, topics, { labels, palette }, { stratum = "", phone = false, height = 380 } = {}) {
  const curves = topics.map((topic) => ({
    ...sharesWithin(grid, topic, stratum), topic, label: safe(labels[topic]), color: palette[topic % palette.length],
  }));
  const banded = stratum ? [] : curves.filter(({ low }) => low);
  const bands = banded.flatMap((one) => runs(one.low).map((run) => band(run, grid, one, one.color)));
  const highest = Math.max(...curves.flatMap((one) => one.share), 1e-4);
  const bounds = stratum ? [] : curves.flatMap((one) => one.high ?? []);
  const top = 1.05 * Math.min(Math.max(highest, ...bounds), 2 * highest); // an interval of few papers does not flatten the rest
  const margin = { l: 50, r: topics.length > 1 ? (phone ? 120 : 230) : 12, t: 12, b: 36 };
  const size = phone ? 11 : 13;
  const room = { height: height - margin.t - margin.b, top, width: phone ? 17 : 30, size };
  const axis = { gridcolor: FAINT, ticks: "", automargin: true, fixedrange: phone };
  const layout = {
    height, margin, autosize: true, showlegend: false, hovermode: "closest", paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, size }, meta: { time: true },
    xaxis: { ...axis, type: "date", showgrid: false, zeroline: false, nticks: phone ? 4 : 8 },
    yaxis: { ...axis, range: [0, top], tickformat: `.${top >= 0.1 ? 0 : top >= 0.01 ? 1 : 2}~%`, nticks: 6, zerolinecolor: axis.gridcolor },
    annotations: topics.length > 1 ? namesAtEnds(curves.map((one) => ({ ...one, y: lastOf(one.share) })), room) : [],
  };
  shade(layout, grid, doubtsOf(grid, stratum));
  return { data: [...bands, ...curves.map((one) => curve(grid, one, one.color, one.label))], layout };
}
