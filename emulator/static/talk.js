// Draws the talk: bubbles, templates, notices, the loading dots and quick replies.

import { labelOf, openUri, run } from "./actions.js";
import { $, button, day, make, picture, time } from "./dom.js";
import { drawContainer } from "./flex.js";

const NOTICES = { follow: "友だちになりました", unblock: "ブロックを解除しました", block: "ブロックしました" };
const FACES = ["👍", "😊", "🙏", "🌸"];

export function draw(entries, { onMore, typing }) {
  const talk = $("talk");
  const near = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
  const rows = [];
  let last = "";
  for (const entry of entries) {
    const row = entry.shown ? drawEntry(entry, onMore) : null;
    if (!row) continue;
    const date = day(entry.at);
    if (date !== last) rows.push(make("li", "day", date));
    last = date;
    row.dataset.id = entry.id;
    rows.push(row);
  }
  if (typing) rows.push(drawDots());
  keepAndReplace(talk, rows);
  if (near || draw.jump) talk.scrollTop = talk.scrollHeight;
  draw.jump = false;
  drawChips(entries);
}

// Rows that look the same stay in place, so focus, scrolled carousels and loaded pictures survive an update.
function keepAndReplace(talk, rows) {
  const old = new Map([...talk.children].map((row) => [row.dataset.key, row]));
  const next = rows.map((row) => {
    row.dataset.key = `${row.dataset.id || ""}|${row.className}|${row.textContent}`;
    return old.get(row.dataset.key) || row;
  });
  const same = next.length === talk.children.length && next.every((row, at) => row === talk.children[at]);
  if (same) return;
  for (const row of [...talk.children]) if (!next.includes(row)) row.remove();
  next.forEach((row, at) => { if (talk.children[at] !== row) talk.insertBefore(row, talk.children[at] || null); });
}

function drawEntry(entry, onMore) {
  if (entry.unsent) return make("li", "notice", "メッセージの送信を取り消しました");
  if (entry.from === "system") return make("li", "notice", NOTICES[entry.kind] || "");
  if (entry.message.type === "postback") {
    const picked = Object.entries(entry.message.params || {}).find(([name]) => ["date", "time", "datetime"].includes(name));
    return picked ? make("li", "notice", `えらんだ日時：${picked[1].replace("T", " ")}`) : null;
  }
  const row = make("li", entry.from);
  const body = (BODIES[entry.message.type] || other)(entry.message, entry);
  if (body.classList.contains("swipe")) row.classList.add("wide");
  row.append(body, meta(entry));
  const name = entry.message.sender && entry.message.sender.name;
  if (name) body.prepend(make("p", "sender-name", name));
  if (entry.from === "seeker" && entry.kind === "user") {
    const more = button("⋯", () => onMore(entry), "more");
    more.setAttribute("aria-label", "このメッセージの操作");
    more.setAttribute("aria-haspopup", "dialog");
    row.append(more);
    body.addEventListener("contextmenu", (event) => { event.preventDefault(); onMore(entry); });
  }
  return row;
}

function meta(entry) {
  const element = make("span", "meta");
  if (entry.from === "seeker" && entry.read) element.append(make("span", "", "既読"));
  const when = make("time", "", time(entry.at));
  when.dateTime = new Date(entry.at).toISOString();
  element.append(when);
  return element;
}

function bubble(...children) {
  const element = make("div", "bubble");
  element.append(...children);
  return element;
}

const BODIES = {
  text: (message) => bubble(...linked(message.text)),
  textV2: (message) => bubble(...linked(message.text)),
  sticker: (message) => {
    const element = bubble(make("span", "sticker", FACES[Number(message.stickerId) % FACES.length]));
    element.classList.add("plain");
    element.setAttribute("aria-label", "スタンプ");
    return element;
  },
  image: (message, entry) => {
    const element = bubble(picture(message.previewImageUrl || `/emulator/content/${entry.id}`, "写真"));
    element.classList.add("plain");
    return element;
  },
  video: () => bubble("🎞 動画"),
  audio: () => bubble("🎤 音声"),
  file: (message) => bubble(`📄 ${message.fileName}`),
  location: (message) => bubble(`📍 ${message.title}\n${message.address}`),
  template: (message) => (TEMPLATES[message.template.type] || other)(message.template, message),
  flex: (message) => drawContainer(message.contents),
  imagemap,
};

function other(message) {
  return bubble(message.altText || "この見本では表示できないメッセージです");
}

// Addresses and telephone numbers in a text can be tapped, as in the real app.
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"「」（）、。]+|\b0\d{1,4}-\d{1,4}-\d{3,4}\b)/).map((part, at) => {
    if (at % 2 === 0) return document.createTextNode(part);
    return button(part, () => openUri(part.startsWith("http") ? part : `tel:${part}`), "link");
  });
}

function actionButtons(actions, pair = false) {
  const element = make("div", `card-actions${pair ? " pair" : ""}`);
  element.append(...actions.map((action) => button(labelOf(action), () => run(action))));
  return element;
}

function card(one) {
  const element = make("div", "card");
  if (one.thumbnailImageUrl) element.append(picture(one.thumbnailImageUrl, ""));
  const words = make("div", "card-text");
  if (one.title) words.append(make("strong", "", one.title));
  words.append(make("span", "", one.text));
  element.append(words, actionButtons(one.actions, one.type === "confirm"));
  return element;
}

function swipe(children) {
  const element = make("div", "swipe");
  element.tabIndex = 0;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", "横に動かせるカード");
  element.append(...children);
  return element;
}

const TEMPLATES = {
  buttons: card,
  confirm: card,
  carousel: (template) => swipe(template.columns.map(card)),
  image_carousel: (template) => swipe(template.columns.map((column) => {
    const element = button("", () => run(column.action), "picture-button");
    element.append(picture(column.imageUrl, ""), make("span", "", labelOf(column.action)));
    return element;
  })),
};

function imagemap(message) {
  const element = make("div", "imagemap");
  const size = message.baseSize;
  element.style.aspectRatio = `${size.width} / ${size.height}`;
  for (const area of message.actions) {
    const action = area.type === "uri" ? { type: "uri", uri: area.linkUri, label: area.label } : area;
    const one = button("", () => run(action));
    one.setAttribute("aria-label", area.label || area.text || message.altText);
    put(one, area.area, size);
    element.append(one);
  }
  return element;
}

export function put(element, area, size) {
  element.style.left = `${(area.x / size.width) * 100}%`;
  element.style.top = `${(area.y / size.height) * 100}%`;
  element.style.width = `${(area.width / size.width) * 100}%`;
  element.style.height = `${(area.height / size.height) * 100}%`;
}

function drawDots() {
  const row = make("li", "bot typing");
  const dots = make("span", "dots");
  dots.append(make("i"), make("i"), make("i"));
  const element = bubble(dots, make("span", "visually-hidden", "窓口が入力しています"));
  row.append(element);
  return row;
}

// Only the very last message may offer quick replies; anything after it takes them away.
function drawChips(entries) {
  const shown = entries.filter((entry) => entry.shown);
  const last = shown[shown.length - 1];
  const items = last && last.from === "bot" && last.message.quickReply ? last.message.quickReply.items : [];
  const key = items.length ? last.id : "";
  const place = $("chips");
  if (place.dataset.key === key) return;
  const within = place.contains(document.activeElement);
  place.dataset.key = key;
  place.replaceChildren(...items.map((item) => {
    const chip = button(labelOf(item.action), async () => {
      if (item.action.type === "message" || item.action.type === "postback") {
        for (const one of place.children) one.disabled = true;
      }
      await run(item.action);
      for (const one of place.children) one.disabled = false;
    });
    if (item.imageUrl) chip.prepend(picture(item.imageUrl, ""));
    return chip;
  }));
  place.hidden = !items.length;
  if (within) (place.firstElementChild || $("composer-text")).focus();
  const talk = $("talk");
  if (items.length) talk.scrollTop = talk.scrollHeight;
}

// One line for screen readers.
export function spoken(entry) {
  const message = entry.message;
  const text = message.text || message.altText || { sticker: "スタンプ", image: "写真" }[message.type] || "メッセージ";
  return entry.from === "bot" ? `窓口から：${text}` : text;
}
