// Closes up the panels of a figure: those without a curve go, the others move up into their places.

const refer = (reference, to) => reference?.replace(/^([xy])(\d*)(?= |$)/, (_, letter, number) => letter + to(number));
const numberIn = (reference) => /^[xy](\d*)(?: |$)/.exec(reference ?? "")?.[1];

// Returns the numbers of the panels; a panel that bears a heading beside its title begins a group.
function groupsOf({ annotations = [] }, numbers) {
  const groups = [];
  for (const number of numbers) {
    const titles = annotations.filter(({ xref }) => numberIn(xref) === number).length;
    if (titles > 1 || !groups.length) groups.push([]);
    groups.at(-1).push(number);
  }
  return groups;
}

// Returns the new place of each panel that stays: in the first groups, in their first places.
function findPlaces(groups, drawn) {
  const kept = groups.map((group) => group.filter((number) => drawn.has(number))).filter((group) => group.length);
  return new Map(kept.flatMap((group, place) => group.map((number, nth) => [number, groups[place][nth]])));
}

function moveAxes(layout, numbers, places) {
  const old = { ...layout };
  for (const number of numbers) for (const letter of "xy") delete layout[`${letter}axis${number}`];
  for (const [number, place] of places) {
    const [x, y] = [old[`xaxis${place}`], old[`yaxis${place}`]];
    const isBelow = (other) => old[`xaxis${other}`].domain[0] === x.domain[0] && old[`yaxis${other}`].domain[0] < y.domain[0];
    const lowest = ![...places.values()].some(isBelow);
    layout[`xaxis${place}`] = { ...old[`xaxis${number}`], domain: x.domain, anchor: x.anchor, matches: x.matches, showticklabels: lowest };
    const { domain, anchor, matches, showticklabels } = y;
    layout[`yaxis${place}`] = { ...old[`yaxis${number}`], domain, anchor, matches, showticklabels };
  }
}

// Takes the empty rows off the foot of the figure.
function shorten(layout, places) {
  const axes = [...places.values()].map((place) => layout[`yaxis${place}`]);
  const foot = Math.min(...axes.map(({ domain }) => domain[0]));
  for (const axis of axes) axis.domain = axis.domain.map((end) => (end - foot) / (1 - foot));
  const around = layout.margin.t + layout.margin.b;
  layout.height = Math.round(around + (layout.height - around) * (1 - foot));
}

export function closeUp({ data, layout }) {
  const numbers = Object.keys(layout).filter((key) => /^xaxis\d*$/.test(key)).map((key) => key.slice(5)).sort((a, b) => a - b);
  const drawn = new Set(data.map(({ xaxis }) => numberIn(xaxis ?? "x")));
  if (numbers.length < 2 || !drawn.size || numbers.every((number) => drawn.has(number))) return;
  const places = findPlaces(groupsOf(layout, numbers), drawn);
  if ([...places.values()].includes(undefined)) return; // a group that has fewer places than the one that moves up
  const stays = ({ xref }) => numberIn(xref) === undefined || places.has(numberIn(xref));
  const to = (number) => places.get(number);
  for (const trace of data) for (const name of ["xaxis", "yaxis"]) trace[name] = refer(trace[name] ?? name[0], to);
  for (const kind of ["annotations", "shapes"]) {
    layout[kind] = layout[kind]?.filter(stays).map((one) => ({ ...one, xref: refer(one.xref, to), yref: refer(one.yref, to) }));
  }
  moveAxes(layout, numbers, places);
  shorten(layout, places);
}
