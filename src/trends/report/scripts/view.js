// What the reader chose to see, kept in the address so that a view can be shared and the back button works.

export const ALL = { topics: [], since: "", until: "", stratum: "", find: "" };

let current = ALL;
let offered = (given) => given; // what of an address this report has
const followers = [];

export const view = () => current;

// The callback hears of every change: the view as it is now, and as it was.
export const onView = (callback) => followers.push(callback);

// An address is #anchor&name=value&…: where the reader is, then what is chosen.
export function parse(hash) {
  const parts = hash.replace(/^#/, "").split("&");
  const anchor = parts[0].includes("=") ? "" : parts.shift();
  const given = Object.fromEntries([...new URLSearchParams(parts.join("&"))].filter(([name]) => name in ALL));
  if ("topics" in given) given.topics = (given.topics.match(/-?\d+/g) ?? []).map(Number);
  return { anchor, given };
}

export function address(anchor, chosen) {
  const given = Object.keys(ALL)
    .filter((name) => chosen[name].length)
    .map((name) => `${name}=${encodeURIComponent(chosen[name]).replaceAll("%2C", ",")}`);
  return `#${[anchor, ...given].filter(Boolean).join("&")}`;
}

function take(chosen) {
  if (address("", chosen) === address("", current)) return;
  const before = current;
  current = chosen;
  followers.forEach((callback) => callback(current, before));
}

function arrive(anchor) {
  const goal = document.getElementById(anchor);
  if (!goal) return;
  for (let outer = goal; outer; outer = outer.parentElement) if (outer.matches("details")) outer.open = true;
  goal.scrollIntoView();
  (goal.querySelector(":scope > summary") ?? goal).focus({ preventScroll: true });
}

// Changes a part of the view; what the reader types makes no step for the back button.
export function change(part, { typed = false } = {}) {
  const next = { ...current, ...part };
  const { anchor } = parse(location.hash);
  history[typed ? "replaceState" : "pushState"](null, "", address(anchor, next));
  take(next);
}

function visit(hash) {
  const { anchor, given } = parse(hash);
  take({ ...ALL, ...offered(given) });
  arrive(anchor);
}

// A link inside the page keeps the view, but for what it names itself.
function follow(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { anchor, given } = parse(link.hash);
  const next = { ...current, ...given };
  history.pushState(null, "", address(anchor, next));
  take(next);
  arrive(anchor);
}

export function start(keep) {
  offered = keep;
  document.addEventListener("click", follow);
  addEventListener("popstate", () => visit(location.hash));
  visit(location.hash);
}
