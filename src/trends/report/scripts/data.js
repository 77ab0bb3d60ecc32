// Reads the data of the page: packed inside it, or in files beside it on a web server.

const parsed = new Map();

async function inflate(base64) {
  const signs = atob(base64);
  const bytes = new Uint8Array(signs.length);
  for (let place = 0; place < signs.length; place += 1) bytes[place] = signs.charCodeAt(place);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

export const has = (name) => document.getElementById(`data-${name}`) !== null;

export function loadText(name) {
  const { dataset, textContent } = document.getElementById(`data-${name}`);
  return dataset.file ? fetch(dataset.file).then((answer) => answer.text()) : inflate(textContent);
}

// Everybody gets the same object: it is read, never changed.
export function load(name) {
  if (!parsed.has(name)) parsed.set(name, loadText(name).then(JSON.parse));
  return parsed.get(name);
}
