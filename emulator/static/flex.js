// Draws Flex Message containers with ordinary CSS flex boxes.

import { labelOf, run } from "./actions.js";
import { button, make, picture } from "./dom.js";

const TEXT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const GAP = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const PICTURE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };

export function drawContainer(contents) {
  if (contents.type === "carousel") {
    const row = make("div", "swipe");
    row.tabIndex = 0;
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "横に動かせるカード");
    row.append(...contents.contents.map(bubble));
    return row;
  }
  return bubble(contents);
}

function bubble(contents) {
  const element = make("div", `flex-bubble ${contents.size || "mega"}`);
  if (contents.direction === "rtl") element.dir = "rtl";
  for (const name of ["header", "hero", "body", "footer"]) {
    if (!contents[name]) continue;
    const style = (contents.styles || {})[name] || {};
    const block = make("div", `flex-block ${name}${style.separator ? " separated" : ""}`);
    if (style.backgroundColor) block.style.backgroundColor = style.backgroundColor;
    if (style.separatorColor) block.style.borderColor = style.separatorColor;
    block.append(component(contents[name], "vertical"));
    element.append(block);
  }
  tappable(element, contents.action);
  return element;
}

function component(one, layout) {
  const draw = DRAW[one.type];
  const element = draw ? draw(one, layout) : make("span");
  if (one.margin) element.style[layout === "vertical" ? "marginTop" : "marginInlineStart"] = length(one.margin, GAP);
  place(element, one, layout);
  return element;
}

function length(value, words) {
  return value in words ? `${words[value]}px` : value;
}

function place(element, one, layout) {
  if (one.type === "separator" || one.type === "filler") return;
  const grows = { box: 1, text: 1, button: 1, image: 1 }[one.type];
  const share = one.flex ?? (layout === "vertical" ? 0 : grows ?? 0);
  if (one.width || one.maxWidth) element.style.flex = "none";
  else element.style.flex = share > 0 ? `${share} 1 0` : layout === "vertical" ? "none" : "0 0 auto";
  if (layout !== "vertical") element.style.minWidth = "0";
  if (one.position === "absolute") {
    element.style.position = "absolute";
    for (const [name, side] of [["offsetTop", "top"], ["offsetBottom", "bottom"], ["offsetStart", "left"], ["offsetEnd", "right"]]) {
      if (one[name]) element.style[side] = length(one[name], GAP);
    }
  }
  if (one.gravity && layout === "horizontal") {
    element.style.alignSelf = { top: "flex-start", center: "center", bottom: "flex-end" }[one.gravity];
  }
}

function tappable(element, action) {
  if (!action) return;
  element.classList.add("tappable");
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  if (action.label) element.setAttribute("aria-label", action.label);
  element.addEventListener("click", (event) => { event.stopPropagation(); run(action); });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); run(action); }
  });
}

const DRAW = { box, text, button: drawButton, image, icon, separator, filler: () => make("div", "flex-filler"), spacer, video };

function box(one) {
  const element = make("div", `flex-box ${one.layout}`);
  const style = element.style;
  if (one.spacing) style.gap = length(one.spacing, GAP);
  if (one.backgroundColor) style.backgroundColor = one.backgroundColor;
  if (one.background && one.background.type === "linearGradient") {
    style.background = `linear-gradient(${one.background.angle}, ${one.background.startColor}, ${one.background.endColor})`;
  }
  if (one.borderColor || one.borderWidth) {
    const widths = { none: 0, light: .5, normal: 1, "semi-bold": 2, medium: 3, bold: 4 };
    style.border = `${length(one.borderWidth || "normal", widths)} solid ${one.borderColor || "#d4dae0"}`;
  }
  if (one.cornerRadius) style.borderRadius = length(one.cornerRadius, { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 });
  for (const [name, field] of [["paddingAll", "padding"], ["paddingTop", "paddingTop"], ["paddingBottom", "paddingBottom"],
    ["paddingStart", "paddingInlineStart"], ["paddingEnd", "paddingInlineEnd"]]) {
    if (one[name]) style[field] = length(one[name], GAP);
  }
  for (const name of ["width", "maxWidth", "height", "maxHeight"]) if (one[name]) style[name] = one[name];
  if (one.justifyContent) style.justifyContent = one.justifyContent;
  if (one.alignItems) style.alignItems = one.alignItems;
  element.append(...(one.contents || []).map((child) => component(child, one.layout)));
  tappable(element, one.action);
  return element;
}

function lettering(element, one) {
  const style = element.style;
  if (one.size) style.fontSize = length(one.size, TEXT);
  if (one.color) style.color = one.color;
  if (one.weight) style.fontWeight = one.weight === "bold" ? "700" : "400";
  if (one.style) style.fontStyle = one.style;
  if (one.decoration) style.textDecoration = one.decoration;
}

function text(one) {
  const element = make("div", "flex-text");
  element.style.fontSize = `${TEXT.md}px`;
  lettering(element, one);
  if (one.wrap) element.classList.add("wrap");
  if (one.maxLines) {
    element.classList.add("lines");
    element.style.webkitLineClamp = String(one.maxLines);
  }
  if (one.align) element.style.textAlign = one.align;
  if (one.lineSpacing) element.style.lineHeight = `calc(1.3em + ${one.lineSpacing})`;
  if (one.contents && one.contents.length) {
    for (const span of one.contents) {
      const part = make("span", "", span.text);
      lettering(part, span);
      element.append(part);
    }
  } else element.textContent = one.text;
  tappable(element, one.action);
  return element;
}

function drawButton(one) {
  const kind = one.style || "link";
  const element = button(labelOf(one.action), () => run(one.action), `flex-button ${kind} ${one.height || "md"}`);
  if (one.color) element.style[kind === "link" ? "color" : "backgroundColor"] = one.color;
  return element;
}

function image(one, layout) {
  const frame = make("div", `flex-picture${one.aspectMode === "cover" ? " cover" : ""}`);
  const size = one.size || "md";
  frame.style.width = size === "full" ? "100%" : length(size, PICTURE);
  frame.style.aspectRatio = (one.aspectRatio || "1:1").replace(":", " / ");
  if (one.backgroundColor) frame.style.backgroundColor = one.backgroundColor;
  if (layout === "vertical" && one.align && one.align !== "center") frame.style.marginInline = one.align === "start" ? "0 auto" : "auto 0";
  frame.append(picture(one.url, "画像"));
  tappable(frame, one.action);
  return frame;
}

function icon(one) {
  const element = picture(one.url, "");
  element.className = "flex-icon";
  element.style.fontSize = length(one.size || "md", TEXT);
  return element;
}

function separator(one, layout) {
  const element = make("div", `flex-separator ${layout === "vertical" ? "vertical" : "horizontal"}`);
  if (one.color) element.style.borderColor = one.color;
  return element;
}

function spacer(one) {
  const element = make("div");
  element.style.height = element.style.width = length(one.size || "md", GAP);
  return element;
}

function video(one) {
  return component(one.altContent, "vertical");
}
