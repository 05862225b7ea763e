// Bell and urgent calls, live on every staff page. Without it they are as of the last page load.

const news = document.getElementById("news");
const SOUND = "madoguchi.call-sound";
const known = new Set();

function callsShown() {
  return [...news.querySelectorAll("[data-call]")].map((call) => call.dataset.call);
}

function beep() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  tone.frequency.value = 660;
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.4);
  tone.addEventListener("ended", () => audio.close());
}

async function refresh() {
  const response = await fetch("/staff/notices/news?live=1", { headers: { "HX-Request": "true" } });
  if (!response.ok) return;
  const html = await response.text();
  // Unchanged markup stays where it is: a screen reader hears an alert once, and the focus is not lost.
  if (html.trim() === news.dataset.shown) return;
  news.dataset.shown = html.trim();
  const hadFocus = news.contains(document.activeElement);
  news.innerHTML = html;
  if (hadFocus) news.querySelector("a")?.focus({ preventScroll: true });
  const fresh = callsShown().filter((call) => !known.has(call));
  fresh.forEach((call) => known.add(call));
  if (fresh.length && localStorage.getItem(SOUND) === "on") beep();
}

if (news) {
  callsShown().forEach((call) => known.add(call));
  const update = () => refresh().catch(() => {});
  const updateIfMine = (ids) => JSON.parse(ids).includes(news.dataset.staff) && update();
  // The queue has a stream already; browsers allow few for one address.
  if (news.dataset.stream && !document.querySelector("[data-live]")) {
    const stream = new EventSource(news.dataset.stream);
    stream.addEventListener("notices", (event) => updateIfMine(event.data));
    stream.addEventListener("resync", update);
    window.addEventListener("pagehide", () => stream.close());
  }
  document.addEventListener("staff-notices", (event) => updateIfMine(event.detail));
  setInterval(() => {
    if (document.visibilityState === "visible") update();
  }, 30_000);
}

const sound = document.getElementById("call-sound");
if (sound) {
  sound.closest("label").hidden = false;
  sound.checked = localStorage.getItem(SOUND) === "on";
  sound.addEventListener("change", () => {
    localStorage.setItem(SOUND, sound.checked ? "on" : "off");
    if (sound.checked) beep();
  });
}
