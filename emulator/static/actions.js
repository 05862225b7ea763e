// What happens when somebody taps an action: buttons, quick replies, Flex, rich menu.

import { act, post } from "./api.js";
import { $, ask, make, toast } from "./dom.js";

let context = null;
// context: { userId(), liff: {id, endpoint}, setMenu(open), fillIn(text) }
export function setContext(value) { context = value; }

export function labelOf(action) {
  return action.label || action.displayText || action.text || { uri: "開く", datetimepicker: "日時を選ぶ" }[action.type] || "選ぶ";
}

export async function run(action) {
  try {
    await (KINDS[action.type] || unknown)(action);
  } catch (error) {
    toast(`送れませんでした（${error.message}）`);
  }
}

const KINDS = {
  message: (action) => act(context.userId(), "text", { text: action.text }),
  postback,
  uri: (action) => openUri(action.uri),
  datetimepicker: pickDate,
  camera: () => act(context.userId(), "image"),
  cameraRoll: () => act(context.userId(), "image"),
  location: () => act(context.userId(), "location"),
  clipboard: copy,
  richmenuswitch: (action) =>
    act(context.userId(), "rich-menu-switch", { richMenuAliasId: action.richMenuAliasId, data: action.data }),
};

async function unknown() {
  toast("この見本では使えない操作です");
}

async function postback(action) {
  const displayText = action.displayText || action.text;
  await act(context.userId(), "postback", displayText ? { data: action.data, displayText } : { data: action.data });
  if (action.inputOption === "openRichMenu") context.setMenu(true);
  if (action.inputOption === "closeRichMenu") context.setMenu(false);
  if (action.inputOption === "openKeyboard") context.fillIn(action.fillInText || "");
}

async function pickDate(action) {
  const input = make("input");
  input.type = { date: "date", time: "time", datetime: "datetime-local" }[action.mode] || "date";
  input.required = true;
  input.setAttribute("aria-label", labelOf(action));
  for (const [name, field] of [["min", "min"], ["max", "max"], ["initial", "value"]]) {
    if (action[name]) input[field] = action[name].replace("t", "T");
  }
  const answer = await ask({
    title: labelOf(action), input,
    choices: [{ label: "決定", value: "ok", kind: "strong" }, { label: "やめる", value: null }],
  });
  if (answer) await act(context.userId(), "postback", { data: action.data, params: { [action.mode]: answer.input } });
}

async function copy(action) {
  await navigator.clipboard.writeText(action.clipboardText).catch(() => {});
  toast("コピーしました");
}

// --- links ------------------------------------------------------------------------------------------------------

export async function openUri(uri) {
  if (uri.toLowerCase().startsWith("tel:")) return telephone(uri.slice(4));
  if (uri.toLowerCase().startsWith("line:") && !/^line:\/\/app\//.test(uri)) return toast("LINEの画面がひらく操作です");
  const liff = liffRest(uri);
  return openBrowser(liff === null ? async () => uri : () => liffAddress(liff));
}

async function telephone(number) {
  const answer = await ask({
    title: "電話をかけますか", text: decodeURIComponent(number),
    choices: [{ label: "発信", value: "call", kind: "strong" }, { label: "やめる", value: null }],
  });
  if (answer) toast("見本なので、電話はかかりません");
}

function liffRest(uri) {
  for (const start of [`https://liff.line.me/${context.liff.id}`, `line://app/${context.liff.id}`]) {
    if (uri === start || ["/", "?", "#"].some((next) => uri.startsWith(start + next))) return uri.slice(start.length);
  }
  return null;
}

async function liffAddress(rest) {
  const base = context.liff.endpoint.replace(/\/$/, "");
  const target = new URL(base + rest);
  const nonce = target.searchParams.get("nonce");
  const { idToken } = await post(`/emulator/users/${context.userId()}/id-token`, nonce ? { nonce } : {});
  const rest_hash = target.hash ? `${target.hash.slice(1)}&` : "";
  target.hash = `${rest_hash}id_token=${idToken}`;
  return target.href;
}

let reopen = null;
let openedFrom = null;

async function openBrowser(address) {
  reopen = async () => {
    const href = await address();
    const shown = new URL(href);
    if (!/^https?:$/.test(shown.protocol)) throw new Error("開けないアドレスです");
    $("browser-title").textContent = shown.host;
    $("browser-outside").href = href;
    const old = $("browser-frame");
    const frame = old.cloneNode(false);
    frame.src = href;
    old.replaceWith(frame);
  };
  await reopen();
  openedFrom = document.activeElement;
  $("browser").hidden = false;
  $("browser-close").focus();
}

export function closeBrowser() {
  if ($("browser").hidden) return;
  $("browser").hidden = true;
  $("browser-frame").src = "about:blank";
  if (openedFrom && openedFrom.isConnected) openedFrom.focus();
  else $("composer-text").focus();
}

export function setUpBrowser() {
  $("browser-close").addEventListener("click", closeBrowser);
  $("browser-reload").addEventListener("click", () => reopen && reopen());
  $("browser").addEventListener("keydown", (event) => { if (event.key === "Escape") closeBrowser(); });
  window.addEventListener("message", (event) => {
    if (event.source !== $("browser-frame").contentWindow) return;
    if (event.data && event.data.type === "liff.closeWindow") closeBrowser();
  });
}
