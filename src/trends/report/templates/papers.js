// Lists the papers of a topic when its list is opened, and those whose titles hold the searched words.
(() => {
  "use strict";
  const AT_MOST = 50;
  const data = document.getElementById("papers-data");
  if (!data) return;

  const papers = JSON.parse(data.textContent);
  const labels = JSON.parse(document.getElementById("labels-data").textContent);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let folded = null;

  function element(name, text, properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.textContent = text; // never as markup: titles come from anywhere
    return made;
  }

  function row(place, { topic }) {
    const item = document.createElement("li");
    const [title, link] = [papers.title[place], papers.link[place]];
    item.append(link ? element("a", title, { href: link, rel: "noopener noreferrer" }) : title);
    const label = topic && labels[papers.topic[place]];
    const about = element("div", [papers.date[place], papers.venue[place]].filter(Boolean).join(" · "), { className: "soft" });
    if (label) about.append(about.textContent && " · ", element("a", label, { href: `#topic-${papers.topic[place]}` }));
    item.append(about);
    return item;
  }

  function list(details) {
    if (details.querySelector("ul")) return;
    const topic = Number(details.dataset.topic);
    const items = document.createElement("ul");
    items.className = "plain";
    papers.topic.forEach((other, place) => other === topic && items.append(row(place, { topic: false })));
    details.append(items);
  }

  function search(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    folded ??= papers.title.map(fold);
    const found = words.length ? [...folded.keys()].filter((place) => words.every((word) => folded[place].includes(word))) : [];
    const shown = found.slice(0, AT_MOST);
    const count = found.length === 1 ? "1 paper" : `${found.length.toLocaleString("en")} papers`;
    const more = found.length > shown.length ? `, the newest ${AT_MOST} are shown` : "";
    document.getElementById("matches").replaceChildren(...shown.map((place) => row(place, { topic: true })));
    document.getElementById("n-matches").textContent = words.length ? `${count}${more}` : "";
  }

  document.addEventListener("toggle", ({ target }) => target.open && target.matches("details.papers") && list(target), true);
  document.getElementById("search").addEventListener("input", ({ target }) => search(target.value));
})();
