// Draws each chart when it comes near the screen, in the colours and the width of the reader.
(() => {
  "use strict";
  const CONFIG = { displaylogo: false, showSendToCloud: false, responsive: true };
  const PRINT_INK = "#1b1f24";
  const source = document.getElementById("plotly-source");
  if (!source) return;

  const plots = [...document.querySelectorAll(".plot")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const phone = matchMedia("(max-width: 600px)");
  const drawn = new Set();
  let loading = null;

  const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();

  async function inflate(base64) {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }

  function load() {
    loading ??= inflate(source.textContent).then((text) => {
      const script = document.createElement("script");
      script.textContent = text; // runs because the page's policy names its hash
      document.head.append(script);
    });
    return loading;
  }

  function draw(plot, color) {
    if (!window.Plotly) return;
    drawn.add(plot);
    const figure = JSON.parse(plot.nextElementSibling.textContent);
    const layout = figure.layout;
    layout.font = { ...layout.font, color };
    Plotly.newPlot(plot, figure.data, layout, CONFIG);
    const updates = layout.meta?.phone;
    if (phone.matches && updates) Plotly.relayout(plot, updates);
  }

  const recolor = (color) => drawn.forEach((plot) => Plotly.relayout(plot, { "font.color": color }));

  function watch() {
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          if (!drawn.has(target)) load().then(() => draw(target, ink()));
        }
      },
      { rootMargin: "600px" },
    );
    plots.forEach((plot) => observer.observe(plot));
  }

  if (!("DecompressionStream" in window)) {
    plots.forEach((plot) => (plot.textContent = "This browser is too old to draw the chart."));
    return;
  }
  watch();
  addEventListener("load", load); // printing does not wait for it
  dark.addEventListener("change", () => recolor(ink()));
  phone.addEventListener("change", () => drawn.forEach((plot) => draw(plot, ink())));
  addEventListener("beforeprint", () => {
    recolor(PRINT_INK);
    plots.filter((plot) => !drawn.has(plot)).forEach((plot) => draw(plot, PRINT_INK));
  });
  addEventListener("afterprint", () => recolor(ink()));
})();
