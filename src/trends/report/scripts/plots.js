// Draws each chart when it comes near the screen: in the colours and the width of the reader, narrowed to the view.
import { has, load, loadText } from "./data.js";
import { element, save } from "./elements.js";
import { light, narrow } from "./narrow.js";
import { pick, whenRead } from "./papers.js";
import { doubtsOf, shareFigure, tellDoubts } from "./shares.js";
import { address, onView, view } from "./view.js";

const CONFIG = { displaylogo: false, showSendToCloud: false, responsive: true };
const PRINT = { color: "#1b1f24", paper: "#ffffff", width: 960, most: 560 }; // the style of printed pages shrinks the width to a sheet's

const HEIGHT = 450; // where a figure has none
const NEAR = 600; // pixels beyond the screen

const plots = [...document.querySelectorAll(".plot")];
const dark = matchMedia("(prefers-color-scheme: dark)");
const phone = matchMedia("(max-width: 600px)");
const stale = new Set(plots);
const waiting = new Set(); // to be drawn, with all that this needs at hand
const makers = new Map();
const mapped = new Set(); // whose points are papers
const isElastic = ({ xaxis2, yaxis }) => !xaxis2 && !yaxis?.ticktext; // neither panels nor rows
const noteOf = (plot) => plot.parentElement.querySelector(".not-narrowed");
const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();

let plotly = null;
let drawing = null;

function loadPlotly() {
  const source = document.getElementById("data-plotly");
  plotly ??= (source.dataset.file ? Promise.resolve("") : loadText("plotly")).then((text) => {
    const script = document.createElement("script");
    if (text) script.textContent = text; // runs because the page's policy names its hash
    const ready = text ? null : new Promise((resolve) => (script.onload = resolve));
    if (!text) script.src = source.dataset.file;
    document.head.append(script);
    return ready;
  });
  return plotly;
}

function put(layout, path, value) {
  const names = path.replace(/\[(\d+)\]/g, ".$1").split(".");
  const last = names.pop();
  names.reduce((inner, name) => (inner[name] ??= {}), layout)[last] = value;
}

// A maker returns a new figure, with a note on what it does not follow; it must not wait, for printing does not.
async function makerOf(plot) {
  const { dataset } = plot;
  const grid = has("series") ? await load("series") : null;
  if (dataset.chart) {
    const text = await loadText(`chart-${dataset.chart}`);
    const fitting = has("papers") && JSON.parse(text).layout.meta?.points ? await whenRead() : null;
    if (fitting) mapped.add(plot);
    return (small) => {
      const figure = JSON.parse(text);
      if (fitting) light(figure, view(), fitting(view()));
      const updates = small ? figure.layout.meta?.phone ?? {} : {};
      Object.entries(updates).forEach(([path, value]) => put(figure.layout, path, value));
      if (small) figure.data.filter(({ meta }) => meta?.phone).forEach((trace) => (trace.labels = trace.meta.phone));
      const narrowed = narrow(figure, fitting ? { ...view(), since: "", until: "", stratum: "" } : view(), grid, noteOf(plot).dataset);
      return { ...figure, ...narrowed };
    };
  }
  const topics = await load("topics");
  const chosen = () => view().topics.filter((topic) => topic in grid.topics);
  const drawn = () => (dataset.topic ? [Number(dataset.topic)] : chosen());
  return (small) => {
    const { since, until, stratum } = view();
    const height = dataset.topic ? 240 : 420;
    const figure = shareFigure(grid, drawn(), topics, { stratum, phone: small, height });
    narrow(figure, { topics: [], since, until, stratum: "" }, grid);
    const said = stratum ? [`Counted in ${stratum} alone; intervals are known for all papers only.`] : [];
    return { ...figure, note: [...said, tellDoubts(doubtsOf(grid, stratum))].join(" ").trim() };
  };
}

async function prepare(plot) {
  if (!makers.has(plot)) makers.set(plot, await makerOf(plot));
}

function draw(plot, look) {
  const { data, layout, note, none = false } = makers.get(plot)(look.width ? false : phone.matches);
  plot.classList.toggle("none", none); // it stays in the page, so that it is seen to come near
  if (noteOf(plot)) noteOf(plot).textContent = note;
  if (none) return;
  const height = look.most && isElastic(layout) ? Math.min(layout.height ?? HEIGHT, look.most) : layout.height ?? HEIGHT;
  plot.style.minHeight = `${height}px`;
  Plotly.react(plot, data, { ...layout, height, width: look.width, font: { ...layout.font, color: look.color } }, CONFIG);
  if (mapped.has(plot) && !("picks" in plot.dataset)) {
    plot.dataset.picks = "";
    plot.on("plotly_selected", (event) => event?.points.length && pick(event.points.map(({ customdata }) => customdata)));
    plot.on("plotly_deselect", () => pick(null));
  }
}

async function refresh(plot) {
  if (!stale.has(plot)) return;
  stale.delete(plot);
  await Promise.all([loadPlotly(), prepare(plot)]);
  waiting.add(plot);
  drawing ??= drawWaiting().finally(() => (drawing = null));
}

// Tells how far a plot is from being seen; of those that are, the upper one comes first.
function rank(plot) {
  const { top, bottom } = plot.getBoundingClientRect();
  return Math.max(top - innerHeight, -bottom, 0) || top / innerHeight - 1;
}

const frame = () => new Promise(requestAnimationFrame);

// One in each frame, so that the first is seen while the next is drawn.
async function drawWaiting() {
  while (waiting.size) {
    await frame();
    const plot = [...waiting].reduce((one, other) => (rank(other) < rank(one) ? other : one));
    waiting.delete(plot);
    draw(plot, { color: ink() });
  }
}

function isNear(plot) {
  const isShown = plot.checkVisibility?.() ?? plot.offsetParent !== null;
  if (!isShown) return false; // to ask for the place of what is folded away would lay it out
  const { top, bottom } = plot.getBoundingClientRect();
  return top < innerHeight + NEAR && bottom > -NEAR;
}

function refreshAll(chosen = plots) {
  chosen.forEach((plot) => stale.add(plot));
  plots.filter(isNear).forEach(refresh); // at once: the observer tells later what a choice has brought into sight
}

function watch() {
  const come = (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => refresh(target));
  const observer = new IntersectionObserver(come, { rootMargin: `${NEAR}px` });
  plots.forEach((plot) => observer.observe(plot));
}

// What will be printed must be at hand before the reader asks for it.
async function prepareAll() {
  await loadPlotly();
  for (const plot of plots.filter(({ dataset }) => !dataset.topic)) await prepare(plot);
  document.documentElement.dataset.ready = "";
}

// The page counts as loaded when it can be printed, for programs print it then: an open document inside it holds it back.
async function holdLoad(work) {
  const frame = element("iframe", "", { hidden: true });
  document.body.append(frame);
  frame.contentDocument.open();
  try {
    await work;
  } finally {
    frame.contentDocument.close();
    frame.remove();
  }
}

function print() {
  if (!window.Plotly) return;
  plots.filter((plot) => makers.has(plot) && plot.offsetParent).forEach((plot) => draw(plot, PRINT));
}

// Plotly keeps the width of a chart that is there, and parts of a colour scale that is turned: each is drawn anew, when it is near.
function drawAnew() {
  for (const plot of plots.filter((one) => one.matches(".js-plotly-plot"))) {
    Plotly.purge(plot);
    delete plot.dataset.picks;
  }
  refreshAll();
}

async function savePicture(plot, name) {
  await Promise.all([loadPlotly(), prepare(plot)]);
  const { data, layout } = makers.get(plot)(phone.matches);
  const printed = { ...layout, font: { ...layout.font, color: PRINT.color }, paper_bgcolor: PRINT.paper };
  const picture = await Plotly.toImage({ data, layout: printed }, { format: "svg", width: 960, height: layout.height ?? HEIGHT });
  save(`${name}.svg`, decodeURIComponent(picture.slice(picture.indexOf(",") + 1)), "image/svg+xml");
}

export function start() {
  if (!plots.length) return;
  if (!("DecompressionStream" in window)) {
    plots.forEach((plot) => (plot.textContent = "This browser is too old to draw the chart."));
    return;
  }
  document.addEventListener("click", async ({ target }) => {
    const { save: what, name } = target.dataset;
    if (what === "csv") save(`${name}.csv`, await loadText(`table-${name}`), "text/csv");
    if (what === "svg") savePicture(plots.find(({ dataset }) => dataset.chart === name), name);
  });
  const charted = (chosen) => address("", { ...chosen, find: "" });
  onView((now, before) => refreshAll(charted(now) === charted(before) ? mapped : plots)); // words choose papers alone
  watch();
  holdLoad(prepareAll());
  dark.addEventListener("change", () => refreshAll());
  phone.addEventListener("change", drawAnew);
  addEventListener("beforeprint", print);
  addEventListener("afterprint", drawAnew);
}
