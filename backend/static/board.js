// Keeps the board up to date. Nothing moves under a finger: while somebody chooses, it waits.

const board = document.getElementById("board");
let stale = false;

const isChoosing = () => Boolean(board.querySelector("details[open]")) || board.contains(document.activeElement);

async function refresh() {
  if (isChoosing()) {
    stale = true;
    return;
  }
  stale = false;
  const response = await fetch(board.dataset.part, { headers: { "HX-Request": "true" } });
  if (response.status === 401) window.location.reload();
  if (!response.ok) return;
  const html = await response.text();
  if (isChoosing()) stale = true;
  else board.innerHTML = html;
}

let timer = 0;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh().catch(() => {}), 1000);
}

const stream = new EventSource(board.dataset.live);
stream.addEventListener("changed", soon);
stream.addEventListener("resync", soon);
// Tells the bell of news, so that it needs no stream of its own (notices.js).
stream.addEventListener("notices", (event) => document.dispatchEvent(new CustomEvent("staff-notices", { detail: event.data })));
window.addEventListener("pagehide", () => stream.close());
board.addEventListener("toggle", () => stale && soon(), true);
board.addEventListener("focusout", () => stale && soon());
setInterval(() => document.visibilityState === "visible" && soon(), 60_000);
