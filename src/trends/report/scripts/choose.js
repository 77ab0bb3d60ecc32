// The bar with which the reader chooses topics, dates and a part of the papers.
import { load } from "./data.js";
import { element } from "./elements.js";
import { ALL, change, onView, view } from "./view.js";

const bar = document.getElementById("choose");

let labels = {};

const field = (name) => bar.querySelector(`[name=${name}]`);

function chip(topic) {
  const label = labels[topic] ?? "in no topic";
  const button = element("button", [label, element("span", " ×", { ariaHidden: "true" })], { type: "button", className: "chip" });
  button.setAttribute("aria-label", `Remove ${label}`);
  button.addEventListener("click", () => {
    change({ topics: view().topics.filter((other) => other !== topic) });
    field("topic").focus();
  });
  return element("li", button);
}

function show(now) {
  for (const name of ["since", "until", "stratum"]) if (field(name)) field(name).value = now[name];
  bar.querySelector("#chosen").replaceChildren(...now.topics.map(chip));
  bar.querySelector("#clear").hidden = !["topics", "since", "until", "stratum"].some((name) => now[name].length);
  const own = document.getElementById("chart-chosen");
  if (own) own.hidden = !now.topics.some((topic) => topic in labels) && !now.stratum;
  document.querySelectorAll("input[data-topic]").forEach((box) => (box.checked = now.topics.includes(Number(box.dataset.topic))));
}

function add({ target }) {
  const option = [...bar.querySelectorAll("#topic-names option")].find(({ value }) => value === target.value);
  if (!option) return;
  const topic = Number(option.dataset.topic);
  target.value = "";
  if (!view().topics.includes(topic)) change({ topics: [...view().topics, topic] });
}

function changeDate({ target: { name, value } }) {
  const dates = { since: view().since, until: view().until, [name]: value };
  const wrong = dates.since && dates.until && dates.since > dates.until;
  change(wrong ? { since: dates.until, until: dates.since } : dates);
}

function toggle({ target }) {
  if (!target.matches("input[data-topic]")) return;
  const topic = Number(target.dataset.topic);
  const others = view().topics.filter((other) => other !== topic);
  change({ topics: target.checked ? [...others, topic] : others });
}

export async function start() {
  if (!bar) return;
  document.addEventListener("change", toggle);
  field("topic").addEventListener("input", add);
  for (const name of ["since", "until"]) field(name)?.addEventListener("change", changeDate);
  field("stratum")?.addEventListener("change", ({ target }) => change({ stratum: target.value }));
  bar.querySelector("#clear").addEventListener("click", () => change({ ...ALL, find: view().find }));
  onView(show);
  const style = document.documentElement.style;
  new ResizeObserver(() => style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar); // what a link leads to is not hidden
  ({ labels } = await load("topics"));
  show(view());
}
