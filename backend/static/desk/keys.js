// Single keys for those who have not switched them off: an element says with `data-key` which key presses it.
// They never act while somebody types, in a dialog, or together with Ctrl, Alt or ⌘.

import { linkOf, rows } from "desk/list";

const dialog = document.getElementById("keys");
const opener = document.getElementById("keys-open");
const uses = Boolean(document.querySelector("#q[data-key]"));

opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", () => opener.focus({ preventScroll: true }));

const isField = (element) =>
  element.isContentEditable || element.matches("input:not([type=radio], [type=checkbox]), textarea, select");

function move(step) {
  const links = rows().map((row) => row.querySelector("a"));
  if (!links.length) return;
  let at = links.indexOf(document.activeElement);
  if (at < 0) at = links.indexOf(linkOf(document.querySelector("[data-ticket]")?.dataset.ticket ?? ""));
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(next, links.length - 1))].focus();
}

function press(element) {
  if (isField(element)) {
    element.closest("details:not([open])")?.setAttribute("open", "");
    element.focus();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Escape" && target instanceof HTMLElement && isField(target) && target.type !== "search") {
    target.blur();
    document.querySelector(".ticket__title")?.focus({ preventScroll: true });
    return;
  }
  if (!uses || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (dialog.open || !(target instanceof HTMLElement) || isField(target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    move(key === "j" ? 1 : -1);
    return;
  }
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const element = all.find((one) => one.getClientRects().length) ?? all[0];
  if (!element) return;
  event.preventDefault();
  press(element);
});
