// The panel beside the phone: who one is, faults, what the application called.

import { get, post } from "./api.js";
import { $, ask, button, make, toast } from "./dom.js";

const FAULTS = [
  ["latency_ms", "返事を遅らせる（ミリ秒）", "number"],
  ["fail_500", "500 を返す回数", "number"],
  ["html_502", "502（HTML）を返す回数", "number"],
  ["unauthorized_401", "401 を返す回数", "number"],
  ["rate_429", "429：呼び出しすぎ", "number"],
  ["quota_429", "429：今月の上限", "number"],
  ["same_user_429", "429：同じ人に送りすぎ", "number"],
  ["timeout_after_accept", "受け取ったあと返事をしない", "number"],
  ["cut_after_accept", "受け取ったあと切断する", "number"],
  ["empty_200", "200 と {} を返す回数", "number"],
  ["redelivery_percent", "再配信の割合（％）", "number"],
  ["duplicate_events", "イベントを2回届ける", "checkbox"],
  ["webhook_off", "イベントを届けない", "checkbox"],
];

export function showFaults(faults) {
  const form = $("faults");
  if (!form.children.length) {
    for (const [name, label, kind] of FAULTS) {
      const row = make("label", "fault");
      const input = make("input");
      input.type = kind;
      input.name = name;
      if (kind === "number") {
        input.min = ["latency_ms", "redelivery_percent"].includes(name) ? "0" : "-1";
        input.max = name === "redelivery_percent" ? "100" : "1000000";
      }
      input.addEventListener("change", () => change(name, kind === "number" ? Number(input.value) : input.checked));
      row.append(make("span", "", label), input);
      form.append(row);
    }
    form.append(make("p", "note", "回数は −1 で「ずっと」です。"));
    form.addEventListener("submit", (event) => event.preventDefault());
  }
  for (const [name, , kind] of FAULTS) {
    const input = form.elements[name];
    if (kind === "checkbox") input.checked = faults[name];
    else if (document.activeElement !== input) input.value = faults[name];
  }
  $("faults-on").hidden = !FAULTS.some(([name]) => faults[name]);
}

async function change(name, value) {
  await post("/emulator/faults", { [name]: value }).then(showFaults).catch((error) => toast(error.message));
}

export function showPeople(seekers, current, unread, choose) {
  $("people").replaceChildren(...seekers.map((one) => {
    const element = button("", () => choose(one.userId));
    element.setAttribute("role", "radio");
    element.setAttribute("aria-checked", String(one.userId === current));
    element.tabIndex = one.userId === current ? 0 : -1;
    element.append(make("span", "", one.name));
    if (unread.get(one.userId)) element.append(make("span", "badge", `新着${unread.get(one.userId)}`));
    return element;
  }));
}

export function showCall(call) {
  const row = make("li", call.status >= 400 || call.status === 0 ? "bad" : "", `${call.status} ${call.method} ${call.path}`);
  $("calls").prepend(row);
  while ($("calls").children.length > 12) $("calls").lastElementChild.remove();
}

function open(shown) {
  $("panel").classList.toggle("open", shown);
  $("open-panel").setAttribute("aria-expanded", String(shown));
  (shown ? $("close-panel") : $("open-panel")).focus();
}

export function setUpPanel({ addPerson }) {
  $("open-panel").addEventListener("click", () => open(true));
  $("close-panel").addEventListener("click", () => open(false));
  $("panel").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && $("panel").classList.contains("open")) open(false);
  });
  $("people").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...$("people").children];
    const at = (all.indexOf(document.activeElement) + step + all.length) % all.length;
    all[at].click();
    requestAnimationFrame(() => $("people").children[at].focus());
  });
  $("faults-clear").addEventListener("click", () => post("/emulator/faults", { clear: true }).then(showFaults));
  $("redeliver").addEventListener("click", async () => {
    const { deliveries } = await get("/emulator/webhooks");
    const last = deliveries.filter((one) => one.webhook_event_ids.length).pop();
    if (!last) return toast("まだイベントがありません");
    await post("/emulator/webhooks/redeliver", { webhookEventId: last.webhook_event_ids[0] });
    return toast("もう一度届けました");
  });
  $("reset").addEventListener("click", async () => {
    const answer = await ask({
      title: "トークをすべて消しますか", text: "この見本のトークだけが消えます。",
      choices: [{ label: "消す", value: "yes", kind: "danger" }, { label: "やめる", value: null }],
    });
    if (answer) await post("/emulator/reset");
  });
  $("add-person").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = $("person-name").value.trim();
    $("person-name").value = "";
    if (name) addPerson(name);
  });
}
