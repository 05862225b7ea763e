// Draws a chart above each table that asks for one, from the table's own figures. The table stays: it is the chart's
// text. Colours are the page's, read afresh when the look changes.

const TONES = { kept: "--good", late: "--warn", overdue: "--error", withdrawn_late: "--caution", waiting: "--line" };
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const shortDay = (name) => name.replace(/^\d{4}-0?(\d+)-0?(\d+)$/, "$1/$2");

function readTable(table) {
  const headings = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  return {
    names: rows.map((row) => row.cells[0].textContent.trim()),
    series: headings.flatMap((heading, index) =>
      heading.dataset.series
        ? [{ name: heading.textContent.trim(), tone: heading.dataset.series, values: rows.map((row) => Number(row.cells[index].dataset.value || 0)) }]
        : [],
    ),
  };
}

function options(kind, { names, series }) {
  const lying = kind === "lanes";
  const ink = colour("--ink");
  const words = { color: ink, fontSize: 13, fontFamily: getComputedStyle(document.body).fontFamily };
  const category = {
    type: "category",
    data: names,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("--line") } },
    axisLabel: { ...words, ...(lying ? { width: 130, overflow: "break", interval: 0 } : { hideOverlap: true, formatter: shortDay }) },
  };
  const value = { type: "value", minInterval: 1, axisLabel: words, splitLine: { lineStyle: { color: colour("--line-soft") } } };
  const shown = series.filter((one) => one.values.some(Boolean));
  return {
    animation: false,
    textStyle: words,
    grid: { left: 8, right: 24, top: shown.length > 1 ? 64 : 16, bottom: 8, containLabel: true },
    legend: shown.length > 1 ? { type: "scroll", top: 8, left: 0, textStyle: words, pageTextStyle: words, pageIconColor: ink } : { show: false },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText" },
    aria: { enabled: true, label: { enabled: false }, decal: { show: shown.length > 1 } },
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: shown.map((one) => ({
      name: one.name,
      type: "bar",
      stack: "all",
      barMaxWidth: 28,
      data: one.values,
      itemStyle: { color: colour(TONES[one.tone]) },
      emphasis: { disabled: true },
    })),
  };
}

function draw(figure) {
  const data = readTable(figure.querySelector("table"));
  if (!data.series.some((one) => one.values.some(Boolean))) return;
  const canvas = document.createElement("div");
  canvas.className = "figure__chart";
  canvas.setAttribute("role", "img");
  const title = document.getElementById(figure.getAttribute("aria-labelledby")).textContent;
  canvas.setAttribute("aria-label", `${title}のグラフ。同じ値が、すぐ下の表にあります。`);
  figure.prepend(canvas);
  canvas.style.height = figure.dataset.chart === "lanes" ? `${Math.max(120, data.names.length * 40 + 96)}px` : "300px";
  const chart = window.echarts.init(canvas, null, { renderer: "canvas" });
  const paint = () => chart.setOption(options(figure.dataset.chart, data), true);
  paint();
  new ResizeObserver(() => chart.resize()).observe(canvas);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

// Only what comes into view is drawn.
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "300px" });
if (window.echarts) for (const figure of document.querySelectorAll("[data-chart]")) seen.observe(figure);
