// What the desk's modules share: asking the server for parts of a page, and putting them in place.

const desk = document.querySelector("[data-live]");
export const queueUrl = document.getElementById("queue-list").dataset.url;

const headers = { "HX-Request": "true", "X-Part": "1" };

// Requests a page makes by itself carry `live`; they don't keep the session awake.
const live = (url) => `${url}${url.includes("?") ? "&" : "?"}live=1`;

export async function fetchPart(url, { byItself = true } = {}) {
  const response = await fetch(byItself ? live(url) : url, { headers });
  if (response.status === 401) {
    // A page that asks by itself must not take a half-written text away.
    if (byItself) document.dispatchEvent(new CustomEvent("desk:signed-out"));
    else window.location.reload();
  }
  return response.ok ? response.text() : null;
}

export function post(url, fields, options = {}) {
  const body = new URLSearchParams({ csrf_token: desk.dataset.token, ...fields });
  return fetch(url, { method: "POST", body, headers, ...options });
}

export const livePost = (url, fields) => post(live(url), fields);

// For the moment a page is left: arrives even when the page is gone.
export function farewell(url, fields) {
  navigator.sendBeacon(live(url), new URLSearchParams({ csrf_token: desk.dataset.token, ...fields }));
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// Replaces markup without losing the place of someone who uses the keyboard.
export function replaceInside(element, html) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const id = focused?.id;
  const link = focused?.getAttribute("href");
  element.innerHTML = html;
  window.htmx?.process(element);
  if (!focused) return;
  const again = (id && document.getElementById(id)) || (link && element.querySelector(`a[href="${CSS.escape(link)}"]`));
  again?.focus({ preventScroll: true });
}

// One run at a time; calls meanwhile cause one more. Arguments of waiting calls are gathered.
export function oneAtATime(work) {
  let running = false;
  let waiting = null;
  return async function run(ids = []) {
    if (running) {
      waiting = new Set([...(waiting ?? []), ...ids]);
      return;
    }
    running = true;
    try {
      await work([...ids]);
    } catch {
      // Offline for a moment: the stream's resync or the next minute tries again.
    }
    running = false;
    if (waiting) {
      const next = waiting;
      waiting = null;
      run(next);
    }
  };
}

export function focusFirst(root) {
  const target = root.querySelector("[data-focus]");
  target?.focus();
  return Boolean(target);
}
