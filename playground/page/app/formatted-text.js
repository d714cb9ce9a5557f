/** Message text with its entities as DOM nodes. */
import { el } from "./elements.js";
import { t } from "./language.js";
import { follow, insideTarget, safeUrl } from "./links.js";
import { toast } from "./overlays.js";
import { fullDateOf } from "./dates.js";

const SIMPLE_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", blockquote: "blockquote" };
const BLOCKS = ["blockquote", "expandable_blockquote", "pre"];

/**
 * Nodes for a text. Entity offsets are UTF-16 code units, as in JavaScript strings; entities nest, and broken ones (outside the
 * text, overlapping) are cut to fit. `pane` is where pressed commands and links act.
 */
export function formattedText(text, entities, pane) {
  const usable = (entities ?? []).filter((entity) => entity.offset >= 0 && entity.length > 0 && entity.offset < text.length);
  usable.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, usable, pane);
}

function pieces(text, from, to, entities, pane) {
  const nodes = [];
  let position = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const start = Math.max(entity.offset, position);
    const end = Math.min(entity.offset + entity.length, to);
    rest = others;
    if (start >= end) continue;
    if (start > position) nodes.push(text.slice(position, start));
    const inner = others.filter((other) => other.offset < end);
    rest = others.filter((other) => other.offset >= end);
    nodes.push(wrap(entity, text.slice(start, end), pieces(text, start, end, inner, pane), pane));
    // A quote or a block of code ends its line by itself: the line break behind it is not another one.
    position = BLOCKS.includes(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

function wrap(entity, plain, inner, pane) {
  if (SIMPLE_TAGS[entity.type]) return el(SIMPLE_TAGS[entity.type], {}, inner);
  return WRAPPERS[entity.type]?.(entity, plain, inner, pane) ?? el("span", {}, inner);
}

const WRAPPERS = {
  spoiler: (_entity, _plain, inner) => spoiler(inner),
  code: (_entity, plain, inner) => el("code", { title: t("pressToCopy"), on: { click: () => copyText(plain) } }, inner),
  pre: (entity, plain, inner) => codeBlock(entity.language, plain, inner),
  expandable_blockquote: (_entity, _plain, inner) => longQuote(inner),
  url: (_entity, plain, inner, pane) => link(plain, inner, pane),
  text_link: (entity, _plain, inner, pane) => link(entity.url, inner, pane),
  email: (_entity, plain, inner, pane) => link(`mailto:${plain}`, inner, pane),
  phone_number: (_entity, plain, inner, pane) => link(`tel:${plain.replaceAll(" ", "")}`, inner, pane),
  mention: (_entity, _plain, inner) => el("span", { class: "mention" }, inner),
  text_mention: (_entity, _plain, inner) => el("span", { class: "mention" }, inner),
  hashtag: (_entity, _plain, inner) => el("span", { class: "mention" }, inner),
  cashtag: (_entity, _plain, inner) => el("span", { class: "mention" }, inner),
  bot_command: (_entity, plain, inner, pane) =>
    el("button", { class: "text-command", data: { command: plain.slice(1) }, on: { click: () => pane.sendText(plain) } }, inner),
  date_time: (entity, _plain, inner) => el("time", { class: "moment", title: fullDateOf(entity.unix_time) }, inner),
};

/** Copies a text and says so. */
export function copyText(text) {
  const done = () => toast(t("copied"));
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => toast(t("copyFailed"), { tone: "error" }));
  else toast(t("copyFailed"), { tone: "error" });
}

function spoiler(inner) {
  const node = el("button", { class: "spoiler", "aria-label": t("spoiler") }, el("span", {}, inner));
  node.addEventListener("click", () => {
    const open = el("span", { class: "spoiler-open" }, [...node.firstChild.childNodes]);
    node.replaceWith(open);
  });
  return node;
}

function codeBlock(languageName, plain, inner) {
  const copy = el("button", { class: "pre-copy", on: { click: () => copyText(plain) } }, t("copy"));
  return el(
    "div",
    { class: "pre" },
    el("div", { class: "pre-head" }, el("span", {}, languageName || t("code")), copy),
    el("pre", {}, el("code", {}, inner)),
  );
}

function longQuote(inner) {
  const quote = el("blockquote", { class: "folded" }, inner);
  const more = el("button", { class: "unfold", "aria-expanded": "false" }, t("showMore"));
  more.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    more.setAttribute("aria-expanded", String(!folded));
    more.textContent = t(folded ? "showMore" : "showLess");
  });
  return el("div", { class: "long-quote" }, quote, more);
}

function link(address, inner, pane) {
  if (insideTarget(address)) return el("a", { href: "#", title: address, on: { click: (event) => goInside(event, address, pane) } }, inner);
  const url = safeUrl(address);
  if (!url) return el("span", { class: "dead-link", title: t("unsafeLink") }, inner);
  return el("a", { href: url, title: url, target: "_blank", rel: "noopener noreferrer" }, inner);
}

function goInside(event, address, pane) {
  event.preventDefault();
  if (!follow(address, pane)) toast(t("linkLeadsNowhere"), { tone: "error" });
}
