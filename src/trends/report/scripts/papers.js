// The table of papers: searched, sorted, and cut down to what the reader chose.
import { has, load } from "./data.js";
import { counted, element, fold, save, wordsOf } from "./elements.js";
import { makeRows } from "./rows.js";
import { change, onView, view } from "./view.js";

const COLUMNS = ["date", "title", "topic", "venue"];
const section = document.getElementById("papers-section");

let papers = null;
let picked = null; // on the map; too many to stand in the address
let shown = [];
let order = { column: "date", sign: -1 };
let show = null;

// A date may end at the month or the year: it counts from the first day.
const wholeDate = (date) => date && `${date}-01-01`.slice(0, 10);

async function read() {
  const [columns, topics, grid] = await Promise.all([load("papers"), load("topics"), has("series") ? load("series") : null]);
  const label = columns.topic.map((topic) => topics.labels[topic] ?? "");
  return { ...columns, label, grid, folded: columns.title.map(fold), day: columns.date.map(wholeDate), ranks: new Map() };
}

// The place of each paper in alphabetical order, worked out once for each column.
function rank(column) {
  const values = { date: papers.day, title: papers.folded, topic: papers.label, venue: papers.venue }[column];
  if (!papers.ranks.has(column)) {
    const keys = values.map((value) => value || "\u{10ffff}"); // unknown values stay last
    const sorted = [...keys.keys()].sort((one, other) => (keys[one] < keys[other] ? -1 : keys[one] > keys[other] ? 1 : one - other));
    const ranks = new Uint32Array(keys.length);
    sorted.forEach((place, position) => (ranks[place] = position));
    papers.ranks.set(column, { ranks, known: values });
  }
  return papers.ranks.get(column);
}

function fitting({ topics, since, until, stratum, find }) {
  const words = wordsOf(find);
  const among = new Set(topics);
  const end = until && papers.grid?.ends[papers.grid.periods.indexOf(until)];
  const of = stratum && papers.strata ? papers.strata.indexOf(stratum) : null;
  return (place) =>
    (!among.size || among.has(papers.topic[place])) &&
    (!since || papers.day[place] >= since) &&
    (!end || (papers.day[place] && papers.day[place] < end)) &&
    (of === null || papers.stratum[place] === of) &&
    words.every((word) => papers.folded[place].includes(word));
}

function choose() {
  const fits = fitting(view());
  return [...papers.title.keys()].filter((place) => (!picked || picked.has(place)) && fits(place));
}

function sort(places) {
  const { ranks, known } = rank(order.column);
  const sign = (one, other) => order.sign * (ranks[one] - ranks[other]);
  return places.sort((one, other) => (known[one] ? 0 : 1) - (known[other] ? 0 : 1) || sign(one, other));
}

const cell = (content, name) => {
  const made = element("div", content, { className: name });
  made.setAttribute("role", "cell");
  return made;
};

function row(place) {
  const [title, link, topic] = [papers.title[place], papers.link[place], papers.topic[place]];
  const name = link ? element("a", title, { href: link, rel: "noopener noreferrer" }) : title;
  const about = papers.label[place] ? element("a", papers.label[place], { href: `#topic-${topic}` }) : "in no topic";
  const made = element("div", [
    cell(papers.date[place] || "undated", "date"),
    cell(element("span", name), "title"),
    cell(element("span", about), "about"),
    cell(element("span", papers.venue[place] ?? ""), "venue"),
  ]);
  made.setAttribute("role", "row");
  return made;
}

function refresh() {
  if (!show) return; // the table was never near
  shown = sort(choose());
  section.querySelector("#forget").hidden = !picked;
  const all = shown.length === papers.title.length;
  section.querySelector("#n-papers").textContent = all
    ? `${counted(shown.length, "paper")}.`
    : `${shown.length.toLocaleString("en")} of ${counted(papers.title.length, "paper")} fit what you chose.`;
  section.querySelector("[role=table]").setAttribute("aria-rowcount", shown.length + 1);
  section.querySelector(".rows").scrollTop = 0;
  show(shown);
}

function resort(heading) {
  const column = heading.dataset.column;
  order = { column, sign: order.column === column ? -order.sign : column === "date" ? -1 : 1 };
  section.querySelectorAll("[data-column]").forEach((other) => other.removeAttribute("aria-sort"));
  heading.ariaSort = order.sign > 0 ? "ascending" : "descending";
  refresh();
}

const quoted = (value) => `"${String(value ?? "").replaceAll('"', '""')}"`;

function saveShown() {
  const lines = shown.map((place) => [papers.date, papers.title, papers.label, papers.venue, papers.link].map((of) => quoted(of[place])));
  save("papers.csv", ["date,title,topic,venue,link", ...lines.map((line) => line.join(","))].join("\r\n"), "text/csv");
}

let reading = null;

// Returns a function that makes, of a view, one that tells whether the paper in a row of the corpus fits it.
export async function whenRead() {
  papers = await (reading ??= read());
  return fitting;
}

// Shows the papers in these rows of the corpus alone; null shows all.
export function pick(places) {
  picked = places && new Set(places);
  open();
}

async function open() {
  await whenRead();
  show ??= makeRows(section.querySelector(".rows"), section.querySelector(".rows-body"), row);
  refresh();
}

export function start() {
  if (!section) return;
  const find = section.querySelector("#find");
  find.addEventListener("input", () => change({ find: find.value }, { typed: true }));
  section.querySelectorAll("[data-column]").forEach((heading) => heading.addEventListener("click", () => resort(heading)));
  section.querySelector("#forget").addEventListener("click", () => pick(null));
  section.querySelector("#save-papers").addEventListener("click", saveShown);
  onView((now) => {
    if (find.value !== now.find) find.value = now.find;
    refresh();
  });
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    open();
  }, { rootMargin: "1200px" });
  watch.observe(section);
}
