// One ticket beside the list: opened without leaving the page, kept up to date part by part, and who else is here.

import { startComposer, flushDraft, isTyping } from "desk/composer";
import { applyChanges, linkOf, select } from "desk/list";
import { farewell, fetchPart, focusFirst, livePost, oneAtATime, parse, replaceInside } from "desk/parts";

const HEARTBEAT_MS = 15_000;
const desk = document.querySelector("[data-live]");
const place = document.getElementById("ticket");
const toast = document.getElementById("toast");
const emptyPlace = place.querySelector("[data-ticket]") ? "" : place.innerHTML;
const serviceName = document.title.split("|").pop().trim();

export const current = () => place.querySelector("[data-ticket]");
export const currentId = () => current()?.dataset.ticket;
const address = (name) => `/staff/tickets/${currentId()}/${name}`;

const scrollTalk = () => {
  const talk = place.querySelector(".case__talk");
  if (talk) talk.scrollTop = talk.scrollHeight;
};

// After any change of what is shown: focus where work goes on, timers, presence.
export function settle({ focus = true } = {}) {
  const ticket = current();
  desk.classList.toggle("desk--ticket", Boolean(ticket));
  if (ticket) {
    select(ticket.dataset.ticket);
    document.title = `${ticket.dataset.title} | ${serviceName}`;
    if (toast.querySelector("form")?.action.includes(ticket.dataset.ticket)) toast.replaceChildren();
    startComposer(ticket);
    scrollTalk();
    tellPresence();
  }
  if (!focus || !ticket || focusFirst(place)) return;
  (document.getElementById("body") ?? place.querySelector(".ticket__title")).focus();
}

// An answer that can still be taken back stays at hand while another ticket is opened.
function keepUndo() {
  const undo = place.querySelector("[data-undo]");
  if (undo) toast.replaceChildren(undo);
}

function leave() {
  if (!currentId()) return;
  flushDraft();
  farewell(address("presence"), { gone: "1" });
}

export async function open(url, { push = true } = {}) {
  const html = await fetchPart(url, { byItself: false });
  if (html === null) {
    window.location.assign(url);
    return;
  }
  leave();
  keepUndo();
  place.innerHTML = html;
  window.htmx?.process(place);
  if (push) window.history.pushState(null, "", url);
  settle({ focus: false });
  const title = place.querySelector(".ticket__title");
  title?.focus({ preventScroll: true });
  if (window.matchMedia("(max-width: 63.99rem)").matches) window.scrollTo(0, 0);
}

export function close({ push = true, url } = {}) {
  const id = currentId();
  leave();
  keepUndo();
  place.innerHTML = emptyPlace;
  if (push) window.history.pushState(null, "", url);
  settle();
  if (id) linkOf(id)?.focus();
}

export const refreshStatus = oneAtATime(async () => {
  const ticket = current();
  if (!ticket) return;
  const html = await fetchPart(`${address("status")}?stamp=${ticket.dataset.stamp}`);
  const status = document.getElementById("ticket-status");
  if (html === null || current() !== ticket || !status) return;
  replaceInside(status, html);
  if (status.querySelector("[data-reload]")) await refreshParts();
});

// Takes over every part nobody is working in; a half-written text is never touched.
async function refreshParts() {
  const ticket = current();
  const html = await fetchPart(`/staff/tickets/${ticket.dataset.ticket}${window.location.search}`);
  const fresh = html && parse(html).querySelector("[data-ticket]");
  if (!fresh || current() !== ticket) return;
  const busyWith = (part) =>
    part.contains(document.activeElement) ||
    [...part.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue) ||
    part.querySelector("details[open]");
  for (const part of ticket.querySelectorAll("[data-part]")) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next || next.innerHTML === part.innerHTML) continue;
    if (part.dataset.part === "foot") takeFoot(part, next);
    else if (part.dataset.part === "talk" || !busyWith(part)) replaceInside(part, next.innerHTML);
  }
  for (const field of ticket.querySelectorAll("input[name=version]")) {
    field.value = fresh.querySelector("input[name=version]").value;
  }
  ticket.dataset.stamp = fresh.dataset.stamp;
  document.getElementById("ticket-status").querySelector(".status__news")?.remove();
  settle({ focus: false });
}

// The answer's form changes only when something else is to be done now; its text then goes along.
function takeFoot(part, next) {
  if (part.dataset.mode === next.dataset.mode) return;
  const text = document.getElementById("body")?.value ?? "";
  const hadFocus = part.contains(document.activeElement);
  flushDraft();
  part.dataset.mode = next.dataset.mode;
  part.innerHTML = next.innerHTML;
  window.htmx?.process(part);
  const body = document.getElementById("body");
  if (body && !body.value.trim()) body.value = text;
  if (hadFocus) (body ?? place.querySelector(".ticket__title")).focus({ preventScroll: true });
}

export async function tellPresence() {
  if (!currentId() || document.visibilityState !== "visible") return;
  const response = await livePost(address("presence"), { typing: isTyping() ? "1" : "0" }).catch(() => null);
  if (response?.ok) showPresence(await response.text());
}

export const refreshPresence = oneAtATime(async () => {
  if (!currentId()) return;
  const html = await fetchPart(address("presence"));
  if (html !== null) showPresence(html);
});

function showPresence(html) {
  const line = document.getElementById("presence");
  if (line && line.innerHTML.trim() !== html.trim()) line.innerHTML = html;
}

setInterval(tellPresence, HEARTBEAT_MS);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") tellPresence();
  else flushDraft();
});
window.addEventListener("pagehide", leave);
document.addEventListener("desk:typing", tellPresence);

document.body.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches(".queue__link, [data-open]")) {
    event.preventDefault();
    open(link.href);
  } else if (link.matches("[data-reload]")) {
    event.preventDefault();
    refreshParts();
  } else if (link.id === "back" && current()) {
    event.preventDefault();
    close({ url: link.href });
  }
});

window.addEventListener("popstate", () => {
  if (window.location.pathname.startsWith("/staff/tickets/")) open(window.location.href, { push: false });
  else if (current()) close({ push: false });
});

// A form swaps the whole ticket. What stands half-written in another form of it goes along.
let carried = null;

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "ticket") return;
  const form = event.detail.requestConfig?.elt.closest("form");
  if (toast.contains(form)) toast.replaceChildren();
  carried = { ticket: currentId(), texts: {} };
  for (const id of ["body", "note_body"]) {
    const field = document.getElementById(id);
    if (field && field.form !== form && field.value !== field.defaultValue) carried.texts[id] = field.value;
  }
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "ticket") return;
  settle();
  const id = currentId();
  if (!id) return;
  if (carried?.ticket === id) {
    for (const [name, text] of Object.entries(carried.texts)) {
      const field = document.getElementById(name);
      if (!field) continue;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  if (!window.location.pathname.includes(id)) {
    window.history.pushState(null, "", `/staff/tickets/${id}${window.location.search}`);
  }
  applyChanges([id]);
});
