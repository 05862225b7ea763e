// Live queue and focus. Without it (or without htmx) every action is an ordinary form.

const desk = document.querySelector("[data-live]");
const live = (url) => url + (url.includes("?") ? "&" : "?") + "live=1";

function focusOn(root) {
  const target = root.querySelector("[data-focus]");
  if (target) target.focus();
  return Boolean(target);
}

async function fetchPart(url) {
  const response = await fetch(live(url), { headers: { "HX-Request": "true" } });
  if (response.status === 401) window.location.reload();
  return response.ok ? response.text() : null;
}

// Replaces markup without losing the place of someone who uses the keyboard.
function replacePart(element, html) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const id = focused && focused.id;
  const link = focused && focused.getAttribute("href");
  element.innerHTML = html;
  if (window.htmx) window.htmx.process(element);
  if (!focused) return;
  const again = (id && document.getElementById(id)) || (link && element.querySelector(`a[href="${CSS.escape(link)}"]`));
  if (again) again.focus({ preventScroll: true });
}

async function refreshList() {
  const list = document.getElementById("queue-list");
  const shown = list.querySelector("[data-list]");
  const selected = document.querySelector("[data-ticket]");
  const query = new URLSearchParams(shown ? shown.dataset.list : "");
  const after = new URLSearchParams(window.location.search).get("after");
  if (after) query.set("after", after);
  if (selected) query.set("selected", selected.dataset.ticket);
  const html = await fetchPart(`${list.dataset.url}?${query}`);
  if (html !== null) replacePart(list, html);
}

async function refreshStatus() {
  const ticket = document.querySelector("[data-ticket]");
  if (!ticket) return;
  const { ticket: id, seen, state } = ticket.dataset;
  const html = await fetchPart(`/staff/tickets/${id}/status?seen=${seen}&state=${state}`);
  const status = document.getElementById("ticket-status");
  if (html === null || !status) return;
  replacePart(status, html);
  const news = status.querySelector("[data-reload]");
  const draft = document.getElementById("body");
  // Nothing half-written: show the new state at once.
  if (news && !(draft && draft.value.trim())) reloadTicket();
}

function reloadTicket() {
  const ticket = document.querySelector("[data-ticket]");
  if (!ticket || !window.htmx) return;
  window.htmx.ajax("GET", live(window.location.pathname + window.location.search), { target: "#ticket", swap: "innerHTML" });
}

// One refresh at a time; changes meanwhile cause one more.
function oneAtATime(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } catch {
      // Offline for a moment: the stream's resync or the next minute tries again.
    }
    running = false;
    if (again) {
      again = false;
      run();
    }
  };
}

if (desk) {
  const updateList = oneAtATime(refreshList);
  const updateStatus = oneAtATime(refreshStatus);
  const connection = document.createElement("p");
  connection.className = "connection";
  connection.setAttribute("role", "status");
  connection.textContent = "自動更新が止まっています。つなぎ直しています。";
  connection.hidden = true;
  document.getElementById("queue-list").before(connection);

  const stream = new EventSource(desk.dataset.live);
  stream.addEventListener("open", () => {
    connection.hidden = true;
  });
  stream.addEventListener("error", () => {
    connection.hidden = false;
  });
  stream.addEventListener("resync", () => {
    updateList();
    updateStatus();
  });
  stream.addEventListener("changed", (event) => {
    const ids = JSON.parse(event.data);
    const ticket = document.querySelector("[data-ticket]");
    updateList();
    if (ticket && ids.includes(ticket.dataset.ticket)) updateStatus();
  });
  stream.addEventListener("signed_out", () => {
    stream.close();
    connection.hidden = false;
    connection.textContent = "ログアウトしました。書きかけの文章があるときは、そのまま「送る」を押すと、ログイン後に続けられます。";
  });
  window.addEventListener("pagehide", () => stream.close());
  document.body.addEventListener("queue-changed", updateList);

  // Deadlines in words grow old by themselves.
  setInterval(() => {
    if (document.visibilityState === "visible") {
      updateList();
      updateStatus();
    }
  }, 60_000);

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "ticket") return;
    if (focusOn(event.detail.target)) return;
    const draft = document.getElementById("body");
    const title = event.detail.target.querySelector(".ticket__title");
    (draft || title)?.focus();
  });
  document.body.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reload]");
    const draft = document.getElementById("body");
    if (!link || !window.htmx) return;
    if (draft && draft.value.trim()) {
      event.preventDefault();
      sessionDraft(draft.value);
    }
  });
}

// Reloading with a half-written answer posts it along, so that it comes back in the form.
function sessionDraft(text) {
  const ticket = document.querySelector("[data-ticket]");
  const token = document.querySelector("input[name=csrf_token]");
  window.htmx.ajax("POST", `/staff/tickets/${ticket.dataset.ticket}${window.location.search}`, {
    target: "#ticket",
    swap: "innerHTML",
    values: { body: text, csrf_token: token.value },
  });
}

focusOn(document);
