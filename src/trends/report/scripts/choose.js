// The bar with which the reader chooses topics, dates and a part of the papers.
import { element, hasWords, wordsOf } from "./elements.js";
import { ALL, change, onView, view } from "./view.js";

const NONE = -1; // stands for papers in no topic
const CALLED = { topics: "topics", since: "dates", until: "dates", stratum: "part of the papers" };

const bar = document.getElementById("choose");
const note = document.getElementById("choose-note");
const names = [...bar.querySelectorAll("#topic-names option")].map(({ value, dataset }) => [Number(dataset.topic), value]);
const labels = new Map([[NONE, "in no topic"], ...names]);

const field = (name) => bar.querySelector(`[name=${name}]`);
const offers = (name, value) => [...(field(name)?.options ?? [])].some((option) => option.value === value);

function choose(part) {
  note.textContent = "";
  change(part);
}

function chip(topic) {
  const label = labels.get(topic);
  const button = element("button", [label, element("span", " ×", { ariaHidden: "true" })], { type: "button", className: "chip" });
  button.setAttribute("aria-label", `Remove ${label}`);
  button.addEventListener("click", () => {
    choose({ topics: view().topics.filter((other) => other !== topic) });
    field("topic").focus();
  });
  return element("li", button);
}

function show(now) {
  for (const name of ["since", "until", "stratum"]) if (field(name)) field(name).value = now[name];
  bar.querySelector("#chosen").replaceChildren(...now.topics.map(chip));
  bar.querySelector("#clear").hidden = !Object.keys(CALLED).some((name) => now[name].length);
  const own = document.getElementById("chart-chosen");
  if (own) own.hidden = !now.topics.some((topic) => topic !== NONE);
  document.querySelectorAll("input[data-topic]").forEach((box) => (box.checked = now.topics.includes(Number(box.dataset.topic))));
}

function add(topic) {
  field("topic").value = "";
  if (!view().topics.includes(topic)) choose({ topics: [...view().topics, topic] });
}

function type({ target }) {
  note.textContent = "";
  const found = names.find(([, label]) => label === target.value);
  if (found) add(found[0]);
}

// What is typed and not taken from the list stands for the one topic that has these words in its name.
function settle({ key, target }) {
  const words = wordsOf(target.value);
  if (key !== "Enter" || !words.length) return;
  const found = names.filter(([, label]) => hasWords(label, words));
  if (found.length === 1) add(found[0][0]);
  else if (found.length) note.textContent = `${found.length} topics have these words in their names: type more of one, or take it from the list.`;
  else note.textContent = "No topic has these words in its name. The table of topics finds them by their terms, too.";
}

const ordered = ({ since, until }) => (since && until && since > until ? { since: until, until: since } : { since, until });

function chooseDate({ target: { name, value } }) {
  choose(ordered({ since: view().since, until: view().until, [name]: value }));
}

function toggle({ target }) {
  if (!target.matches("input[data-topic]")) return;
  const topic = Number(target.dataset.topic);
  const others = view().topics.filter((other) => other !== topic);
  choose({ topics: target.checked ? [...others, topic] : others });
}

// Returns what of an address this report has, and says what it has not: a run made anew may have other topics.
export function offered(given) {
  const kept = { ...given };
  for (const name of ["since", "until", "stratum"]) if (given[name] && !offers(name, given[name])) delete kept[name];
  if (given.topics) kept.topics = [...new Set(given.topics)].filter((topic) => labels.has(topic));
  const lost = Object.keys(CALLED).filter((name) => (given[name]?.length ?? 0) > (kept[name]?.length ?? 0));
  const words = [...new Set(lost.map((name) => CALLED[name]))].join(" and ");
  note.textContent = words && `This report does not have the ${words} that its address asks for: shown is the rest.`;
  return { ...kept, ...ordered({ since: kept.since ?? "", until: kept.until ?? "" }) };
}

export function start() {
  document.addEventListener("change", toggle);
  field("topic").addEventListener("input", type);
  field("topic").addEventListener("keydown", settle);
  for (const name of ["since", "until"]) field(name)?.addEventListener("change", chooseDate);
  field("stratum")?.addEventListener("change", ({ target }) => choose({ stratum: target.value }));
  bar.querySelector("#clear").addEventListener("click", () => choose({ ...ALL, find: view().find }));
  onView(show);
  const style = document.documentElement.style;
  new ResizeObserver(() => style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar); // what a link leads to is not hidden
}
