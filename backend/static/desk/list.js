// The list keeps its order while somebody works. Rows change in place; what is new waits behind a button.

import { fetchPart, oneAtATime, parse, queueUrl, replaceInside } from "desk/parts";

const list = document.getElementById("queue-list");
const arrivals = document.getElementById("arrivals");
const waiting = new Set(); // tickets that belong on this page and are not shown yet
const gone = new Set(); // rows that no longer belong here and stay until the list is brought up to date

const shown = () => list.querySelector("[data-list]");
const rowOf = (id) => list.querySelector(`[data-row="${CSS.escape(id)}"]`);
export const rows = () => [...list.querySelectorAll("[data-row]")];
export const linkOf = (id) => document.getElementById(`t-${id}`);

function address(path, extra = {}) {
  const { list: own, after } = shown().dataset;
  const query = new URLSearchParams(own);
  if (after) query.set("after", after);
  for (const [name, value] of Object.entries(extra)) if (value) query.set(name, value);
  return `${queueUrl}/${path}?${query}`;
}

function patch(row, fresh) {
  const link = row.querySelector("a");
  const freshLink = fresh.querySelector("a");
  const changed = link.innerHTML !== freshLink.innerHTML;
  if (changed) link.innerHTML = freshLink.innerHTML;
  row.className = fresh.className;
  return changed;
}

function take(fresh) {
  const id = fresh.dataset.row;
  const row = rowOf(id);
  gone.delete(id);
  if (row) patch(row, fresh);
  else waiting.add(id);
}

function drop(id) {
  waiting.delete(id);
  const row = rowOf(id);
  if (!row) return;
  gone.add(id);
  row.classList.add("is-gone");
}

function takeCounts(counts) {
  for (const [tab, count] of Object.entries(counts)) {
    const place = list.querySelector(`[data-count="${tab}"]`);
    if (place) place.textContent = count;
  }
}

function announce() {
  let text = "";
  if (waiting.size) text = `新着${waiting.size}件`;
  else if (gone.size) text = `${gone.size}件がこの一覧から外れました`;
  const button = arrivals.querySelector("button");
  if (!text) {
    button?.remove();
    return;
  }
  const label = waiting.size ? `${text}を表示` : `${text}。一覧を整える`;
  if (button?.textContent === label) return;
  const fresh = button ?? document.createElement("button");
  fresh.type = "button";
  fresh.className = "arrivals";
  fresh.dataset.key = "r";
  fresh.textContent = label;
  if (!button) {
    fresh.addEventListener("click", () => bringIn());
    arrivals.replaceChildren(fresh);
  }
}

// Some tickets changed: take over those that belong on this page, mark those that left it.
export const applyChanges = oneAtATime(async (ids) => {
  if (!ids.length) return;
  const html = await fetchPart(address("rows", { ids: ids.join(","), until: shown().dataset.until }));
  if (html === null) return;
  const part = parse(html);
  const fresh = new Map([...part.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
  for (const id of ids) {
    if (fresh.has(id)) take(fresh.get(id));
    else drop(id);
  }
  takeCounts(JSON.parse(part.querySelector("[data-counts]").dataset.counts));
  announce();
});

// Anything may have changed (a new stream, or a minute has passed and deadlines read differently).
export const resync = oneAtATime(async () => {
  const html = await fetchPart(address("list"));
  if (html === null) return;
  const part = parse(html);
  const fresh = [...part.querySelectorAll("[data-row]")];
  const ids = new Set(fresh.map((row) => row.dataset.row));
  fresh.forEach(take);
  for (const place of part.querySelectorAll("[data-count]")) takeCounts({ [place.dataset.count]: place.textContent });
  announce();
  // Rows pushed down by new ones still belong here; only the server knows which have left.
  const others = [...rows().map((row) => row.dataset.row), ...waiting].filter((id) => !ids.has(id));
  await applyChanges(others);
});

// The button: the list as a fresh page would show it, focus where it was.
export async function bringIn() {
  const inList = list.contains(document.activeElement) || arrivals.contains(document.activeElement);
  const at = document.activeElement?.id;
  const selected = document.querySelector("[data-ticket]")?.dataset.ticket;
  const html = await fetchPart(address("list", { selected }), { byItself: false });
  if (html === null) return;
  waiting.clear();
  gone.clear();
  replaceInside(list, html);
  announce();
  if (inList && !(at && document.getElementById(at) === document.activeElement)) rows()[0]?.querySelector("a").focus();
}

export function select(id) {
  list.querySelectorAll("a[aria-current]").forEach((link) => {
    if (link.closest("[data-row]")) link.removeAttribute("aria-current");
  });
  linkOf(id)?.setAttribute("aria-current", "true");
}
