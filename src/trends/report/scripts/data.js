// Reads the data of the page: packed inside it, or in files beside it on a web server.

const parsed = new Map();

const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;.=>?@^_`{|}~";
const VALUES = new Uint8Array(128);
[...SIGNS].forEach((sign, value) => (VALUES[sign.charCodeAt(0)] = value));

// Five signs of base 85 are four bytes; what the last five lack are as many bytes.
function decode(text) {
  const words = new DataView(new ArrayBuffer(4 * Math.ceil(text.length / 5)));
  const full = text.padEnd((5 * words.byteLength) / 4, SIGNS.at(-1));
  for (let from = 0, to = 0; from < full.length; from += 5, to += 4) {
    let value = 0;
    for (let place = from; place < from + 5; place += 1) value = 85 * value + VALUES[full.charCodeAt(place)];
    words.setUint32(to, value);
  }
  return new Uint8Array(words.buffer, 0, Math.floor((4 * text.length) / 5));
}

async function inflate(text) {
  return new Response(new Blob([decode(text)]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
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
