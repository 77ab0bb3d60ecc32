// Puts growth within a part of the papers in place of that in all of them, where a figure brings it along.
import { closeLanes } from "./lanes.js";

const GREY = "#8c8c8c";
const HOVER =
  "<b>%{text}</b><br>%{customdata[0]} per year, 95% interval %{customdata[1]} to %{customdata[2]}<br>%{customdata[3]:,} papers<extra></extra>";

// Nothing was tested there: all points are hollow.
function hollow(trace, { at, up, down, facts }) {
  const marker = { ...trace.marker, color: GREY, symbol: "circle-open", line: { width: 1.5, color: GREY } };
  const reach = { ...trace.error_x, array: [up], arrayminus: [down], color: GREY };
  return { ...trace, x: [at], error_x: reach, marker, customdata: [facts], hovertemplate: HOVER };
}

// Tells whether the figure has such growth of any part; topics without it in this part go.
export function moveWithin(figure, stratum) {
  const { data, layout } = figure;
  if (!layout.meta?.within) return false;
  figure.data = data.filter(({ meta }) => meta.within?.[stratum]).map((trace) => hollow(trace, trace.meta.within[stratum]));
  layout.xaxis = { ...layout.xaxis, ...layout.meta.within[stratum] };
  closeLanes(figure, data);
  return true;
}
