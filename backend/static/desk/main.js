// The consultants' desk. Without scripts every action is an ordinary form and every ticket an ordinary page.

import { currentId, refreshPresence, refreshStatus, settle } from "desk/case";
import "desk/keys";
import { applyChanges, resync } from "desk/list";

const MINUTE_MS = 60_000;
const desk = document.querySelector("[data-live]");

const connection = document.createElement("p");
connection.className = "connection";
connection.setAttribute("role", "status");
connection.hidden = true;
document.getElementById("queue-list").before(connection);

function lost(text) {
  connection.hidden = false;
  connection.textContent = text;
}

const stream = new EventSource(desk.dataset.live);
stream.addEventListener("open", () => {
  connection.hidden = true;
});
stream.addEventListener("error", () => lost("自動更新が止まっています。つなぎ直しています。"));
stream.addEventListener("resync", () => {
  resync();
  refreshStatus();
});
stream.addEventListener("changed", (event) => {
  const ids = JSON.parse(event.data);
  applyChanges(ids);
  if (ids.includes(currentId())) refreshStatus();
});
// The head of the page (notices.js) shares this stream.
stream.addEventListener("notices", (event) => {
  document.dispatchEvent(new CustomEvent("staff-notices", { detail: event.data }));
});
stream.addEventListener("presence", (event) => {
  if (JSON.parse(event.data).includes(currentId())) refreshPresence();
});
function signedOut() {
  stream.close();
  lost("ログアウトしました。書きかけの文章があるときは、そのまま「回答を送る」を押すと、ログイン後に続けられます。");
}
stream.addEventListener("signed_out", signedOut);
document.addEventListener("desk:signed-out", signedOut);
window.addEventListener("pagehide", () => stream.close());
document.addEventListener("desk:sent", () => refreshStatus());

// Deadlines in words grow old by themselves.
setInterval(() => {
  if (document.visibilityState !== "visible") return;
  resync();
  refreshStatus();
}, MINUTE_MS);

settle({ focus: false });
