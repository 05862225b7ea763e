// The answer's form: saved on the server while it is written, ready-made texts, ten seconds to take it back.

import { fetchPart, post } from "desk/parts";

const SAVE_AFTER_MS = 800;
const TYPING_FOR_MS = 6_000;
let timer = 0;
let typedAt = 0;
let saving = null;

export const isTyping = () => Date.now() - typedAt < TYPING_FOR_MS;
const field = () => document.getElementById("body");
const say = (text) => {
  const state = document.getElementById("draft-state");
  if (state) state.textContent = text;
};

// Save what is waiting to be saved, now.
export function flushDraft() {
  if (!timer) return;
  clearTimeout(timer);
  timer = 0;
  save();
}

async function save() {
  const text = field();
  const url = text?.form?.dataset.draftUrl;
  if (!url) return;
  saving = new AbortController();
  try {
    const response = await post(url, { body: text.value }, { signal: saving.signal, keepalive: text.value.length < 15_000 });
    if (response.status === 401) say("ログアウトしました。「回答を送る」を押すと、ログイン後に続けられます。");
    else say(response.ok ? savedText(text.value) : "下書きを保存できませんでした。");
  } catch {
    if (!saving?.signal.aborted) say("つながりません。下書きはまだ保存されていません。");
  }
}

function savedText(text) {
  if (!text.trim()) return "";
  return `下書きを保存しました（${new Date().toLocaleTimeString("ja-JP", { hour: "numeric", minute: "2-digit" })}）`;
}

function forgetDraft() {
  clearTimeout(timer);
  timer = 0;
  saving?.abort();
}

export function startComposer(ticket) {
  startCountdown();
  const text = field();
  if (!text || text.dataset.started) return;
  text.dataset.started = "1";
  const form = text.form;
  text.addEventListener("input", () => {
    const wasTyping = isTyping();
    typedAt = Date.now();
    if (!wasTyping) document.dispatchEvent(new CustomEvent("desk:typing"));
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      save();
    }, SAVE_AFTER_MS);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(".composer__button"));
  });
  form.addEventListener("submit", () => {
    typedAt = 0;
    forgetDraft();
  });
  const help = document.getElementById("body-help");
  const usual = help.textContent;
  form.addEventListener("change", (event) => {
    if (event.target.name !== "channel") return;
    help.textContent = event.target.value === "line" ? help.dataset.line : usual;
  });
  startPicker(form.querySelector("[data-picker]"), text);
  text.setSelectionRange(text.value.length, text.value.length);
}

// Ready-made texts: a search field over a list, arrow keys choose, Enter inserts at the cursor.
function startPicker(picker, text) {
  const box = picker.querySelector(".picker__box");
  box.innerHTML = `
    <label class="visually-hidden" for="picker-q">定型文をさがす</label>
    <input class="input" id="picker-q" type="search" autocomplete="off" placeholder="題名や文章のことば"
      role="combobox" aria-expanded="true" aria-controls="picker-list" aria-autocomplete="list">
    <ul class="picker__list" id="picker-list" role="listbox" aria-label="定型文"></ul>
    <p class="picker__none note" role="status"></p>`;
  const [input, list, none] = [box.querySelector("input"), box.querySelector("ul"), box.querySelector(".picker__none")];
  const options = () => [...list.children];
  const active = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  async function look() {
    const asked = input.value;
    const html = await fetchPart(`${picker.dataset.picker}?q=${encodeURIComponent(asked)}`);
    if (html === null || input.value !== asked) return;
    list.innerHTML = html;
    none.textContent = options().length ? "" : "見つかりませんでした。";
    choose(options()[0]);
  }

  function insert(option) {
    if (!option) return;
    picker.open = false;
    text.focus();
    text.setRangeText(option.dataset.text, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  picker.addEventListener("toggle", () => {
    if (!picker.open) return;
    input.value = "";
    input.focus();
    look();
  });
  input.addEventListener("input", look);
  picker.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const all = options();
      choose(all[(all.indexOf(active()) + step + all.length) % all.length]);
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      insert(active());
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      picker.open = false;
      picker.querySelector("summary").focus();
    }
  });
  list.addEventListener("click", (event) => insert(event.target.closest("[role=option]")));
}

// Counts down the seconds an answer can be taken back, here and in the corner, then removes the offer.
function startCountdown() {
  for (const form of document.querySelectorAll("[data-undo]:not([data-started])")) {
    form.dataset.started = "1";
    const endsAt = Date.now() + Number(form.dataset.undo) * 1000;
    const place = form.querySelector("[data-countdown]");
    const tick = () => {
      const left = Math.ceil((endsAt - Date.now()) / 1000);
      if (left > 0 && form.isConnected) {
        place.textContent = `あと${left}秒`;
        setTimeout(tick, 250);
      } else {
        form.remove();
        document.dispatchEvent(new CustomEvent("desk:sent"));
      }
    };
    tick();
  }
}
