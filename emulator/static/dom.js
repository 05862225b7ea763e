// Small helpers. All text goes in by textContent: nothing that came over the API is ever read as HTML.

export const $ = (id) => document.getElementById(id);

export function make(tag, className = "", text = undefined) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function button(label, onClick, className = "") {
  const element = make("button", className, label);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

export function picture(url, alt) {
  const image = make("img");
  image.alt = alt;
    image.referrerPolicy = "no-referrer";
  if (/^(https?:|\/)/.test(url || "")) image.src = url;
  image.addEventListener("load", () => {
    // a picture that came late must not push the newest message out of sight
    const talk = image.closest(".talk");
    if (talk && talk.scrollHeight - talk.scrollTop - talk.clientHeight < image.offsetHeight + 120) talk.scrollTop = talk.scrollHeight;
  });
  image.addEventListener("error", () => image.classList.add("missing"));
  return image;
}

export function toast(text) {
  const place = $("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { place.hidden = true; }, 3500);
}

// Ask something in a dialog. `choices`: [{label, value, kind}]. Resolves to {value, input} or null when dismissed.
export function ask({ title, text = "", input = null, choices }) {
  const dialog = $("ask");
  $("ask-title").textContent = title;
  $("ask-text").textContent = text;
  $("ask-text").hidden = !text;
  $("ask-field").replaceChildren(...(input ? [input] : []));
  return new Promise((resolve) => {
    let chosen = null;
    const buttons = choices.map((choice) => {
      const one = button(choice.label, () => {
        if (choice.value !== null && input && !input.reportValidity()) return;
        chosen = choice.value === null ? null : { value: choice.value, input: input ? input.value : null };
        dialog.close();
      }, choice.kind || "");
      return one;
    });
    $("ask-buttons").replaceChildren(...buttons);
    $("ask-form").onsubmit = (event) => { event.preventDefault(); buttons[0].click(); };
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
    dialog.showModal();
    (input || buttons[0]).focus();
  });
}

export const time = (ms) =>
  new Date(ms).toLocaleTimeString("ja-JP", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" });

export const day = (ms) =>
  new Date(ms).toLocaleDateString("ja-JP", { month: "long", day: "numeric", weekday: "short", timeZone: "Asia/Tokyo" });
