// The page's main module: keeps what the server said, listens to its stream, wires the controls.

import { labelOf, run, setContext, setUpBrowser } from "./actions.js";
import { act, get, post } from "./api.js";
import { $, ask, button, toast } from "./dom.js";
import { setUpPanel, showCall, showFaults, showPeople } from "./panel.js";
import { draw, put, spoken } from "./talk.js";

let world = null;
let me = null;
let entries = [];
let typingUntil = 0;
let typingTimer = 0;
let menuShownFor = "";
let skew = 0;
const unread = new Map();

// --- loading ----------------------------------------------------------------------------------------------------

async function load() {
  world = await get("/emulator/state");
  skew = world.now - Date.now();
  $("bot-name").textContent = world.bot.name;
  const wanted = new URLSearchParams(location.search).get("user") || localStorage.getItem("emulator.me");
  const known = world.seekers.some((one) => one.userId === (me || wanted));
  showFaults(world.faults);
  await become(known ? me || wanted : world.seekers[0].userId);
}

async function become(userId) {
  me = userId;
  localStorage.setItem("emulator.me", userId);
  unread.delete(userId);
  const answer = await get(`/emulator/users/${userId}/conversation`);
  if (me !== userId) return;
  entries = answer.entries;
  updateSeeker(answer.seeker);
  setTyping(answer.seeker.typingUntil);
  draw.jump = true;
  show();
  people();
  await loadMenu();
}

function seeker() { return world.seekers.find((one) => one.userId === me); }

function updateSeeker(changed) {
  const at = world.seekers.findIndex((one) => one.userId === changed.userId);
  if (at < 0) world.seekers.push(changed);
  else world.seekers[at] = { ...world.seekers[at], ...changed };
  if (changed.userId !== me) return;
  const one = seeker();
  $("me-name").textContent = `${one.name}のスマートフォン`;
  $("composer").hidden = !one.friend;
  $("stopped").hidden = one.friend;
  $("stopped-text").textContent = one.blocked ? "ブロックしています。新しいメッセージは届きません。" : "まだ友だちではありません。";
  $("stopped-button").textContent = one.blocked ? "解除する" : "友だちに追加";
  if (!one.friend) { $("chips").hidden = true; attachments(false); }
}

function people() { showPeople(world.seekers, me, unread, (id) => become(id).catch(lost)); }

function show() { draw(entries, { onMore: more, typing: typingUntil > Date.now() + skew }); }

function setTyping(until) {
  typingUntil = until;
  clearTimeout(typingTimer);
  const left = until - (Date.now() + skew);
  if (left > 0) typingTimer = setTimeout(show, left + 20);
}

// --- the stream -------------------------------------------------------------------------------------------------

const HEARD = {
  hello: () => load(),
  resync: () => load(),
  reset: () => { unread.clear(); return load(); },
  entry({ userId, entry }) {
    if (userId !== me) {
      if (entry.from === "bot") unread.set(userId, (unread.get(userId) || 0) + 1);
      return people();
    }
    const at = entries.findIndex((one) => one.id === entry.id);
    if (at >= 0) entries[at] = entry;
    else {
      entries.push(entry);
      draw.jump = true;
      if (entry.from === "bot") $("announce").textContent = spoken(entry);
    }
    return show();
  },
  read({ userId, id }) {
    const entry = userId === me && entries.find((one) => one.id === id);
    if (entry) { entry.read = true; show(); }
  },
  typing({ userId, until }) { if (userId === me) { setTyping(until); draw.jump = true; show(); } },
  seeker({ seeker: changed }) {
    updateSeeker(changed);
    people();
    return changed.userId === me ? loadMenu() : undefined;
  },
  richmenu: () => loadMenu(),
  faults: ({ faults }) => showFaults(faults),
  request: (call) => showCall(call),
};

function listen() {
  const stream = new EventSource("/emulator/stream");
  stream.onmessage = (event) => {
    const data = JSON.parse(event.data);
    $("connection").textContent = "";
    if (HEARD[data.kind] && (world || data.kind === "hello")) Promise.resolve(HEARD[data.kind](data)).catch(lost);
  };
  stream.onerror = () => {
    lost();
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

function lost() { $("connection").textContent = "つなぎ直しています…"; }

// --- rich menu --------------------------------------------------------------------------------------------------

async function loadMenu() {
  const userId = me;
  const { richMenu } = await get(`/emulator/users/${userId}/rich-menu`);
  if (userId !== me) return;
  $("menu").hidden = !richMenu || !seeker().friend;
  if (!richMenu) { menuShownFor = ""; return; }
  $("menu-bar").textContent = richMenu.chatBarText;
  const place = $("menu-areas");
  place.style.aspectRatio = `${richMenu.size.width} / ${richMenu.size.height}`;
  place.classList.toggle("pictured", richMenu.hasImage);
  place.style.backgroundImage = richMenu.hasImage ? `url("/emulator/rich-menus/${encodeURIComponent(richMenu.richMenuId)}/image")` : "";
  place.replaceChildren(...richMenu.areas.map((area) => {
    const one = button(labelOf(area.action), () => run(area.action));
    one.title = labelOf(area.action);
    put(one, area.bounds, richMenu.size);
    return one;
  }));
  const shown = `${userId} ${richMenu.richMenuId}`;
  if (menuShownFor !== shown) setMenu(menuShownFor.startsWith(userId) ? !place.hidden : richMenu.selected && innerHeight > 560);
  menuShownFor = shown;
}

function setMenu(open) {
  $("menu-areas").hidden = !open;
  $("menu-bar").setAttribute("aria-expanded", String(open));
  requestAnimationFrame(() => { $("talk").scrollTop = $("talk").scrollHeight; });
}

// --- controls ---------------------------------------------------------------------------------------------------

async function perform(what, body) {
  try {
    await act(me, what, body);
    return true;
  } catch (error) {
    toast(`できませんでした（${error.message}）`);
    return false;
  }
}

async function sendText() {
  const area = $("composer-text");
  const text = area.value.trim();
  if (!text) return;
  area.value = "";
  grow();
  if (!(await perform("text", { text }))) area.value = text;
}

function grow() {
  const area = $("composer-text");
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function attachments(open) {
  $("attachments").hidden = !open;
  $("attach").setAttribute("aria-expanded", String(open));
}

async function more(entry) {
  const answer = await ask({
    title: "このメッセージ",
    choices: [{ label: "送信取消", value: "unsend", kind: "danger" }, { label: "閉じる", value: null }],
  });
  if (answer) await perform("unsend", { messageId: entry.id });
}

async function friendSettings() {
  const one = seeker();
  const choice = one.friend
    ? { label: "ブロックする", value: "block", kind: "danger" }
    : { label: one.blocked ? "ブロックを解除する" : "友だちに追加する", value: "follow", kind: "strong" };
  const answer = await ask({ title: world.bot.name, choices: [choice, { label: "閉じる", value: null }] });
  if (answer) await perform(answer.value);
}

function setUp() {
  setContext({
    userId: () => me,
    get liff() { return { id: world.liffId, endpoint: world.liffEndpoint }; },
    setMenu,
    fillIn(text) {
      setMenu(false);
      $("composer-text").value = text;
      $("composer-text").focus();
      grow();
    },
  });
  setUpBrowser();
  setUpPanel({
    addPerson: async (name) => {
      try {
        const added = await post("/emulator/users", { name });
        await become(added.userId);
      } catch (error) {
        toast(error.message);
      }
    },
  });
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); sendText(); });
  $("composer-text").addEventListener("input", grow);
  $("composer-text").addEventListener("keydown", (event) => {
    // 229: some input methods end their composition with this very Enter
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    sendText();
  });
  $("attach").addEventListener("click", () => attachments($("attachments").hidden));
  for (const one of $("attachments").children) {
    one.addEventListener("click", () => { attachments(false); perform(one.dataset.send); });
  }
  $("menu-bar").addEventListener("click", () => setMenu($("menu-areas").hidden));
  $("friend-button").addEventListener("click", friendSettings);
  $("stopped-button").addEventListener("click", () => perform("follow"));
  listen();
}

setUp();
