/** What floats above the page: toasts, dialogs and menus. */
import { el, fill } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { t } from "./language.js";

const TOAST_LASTS = 4200;
const EDGE = 8;

/** Shows a short text; `within` is the node to show it in (a chat), the whole page without. */
export function toast(text, { tone = "plain", within = document.body } = {}) {
  let shelf = [...within.children].find((child) => child.classList.contains("toasts"));
  if (!shelf) within.append((shelf = el("div", { class: "toasts", role: "status", data: { testid: "toasts" } })));
  const node = el("div", { class: `toast toast-${tone}`, data: { toast: tone } }, text);
  shelf.append(node);
  setTimeout(() => node.remove(), TOAST_LASTS + text.length * 30);
}

/** Runs a call; a refusal becomes a toast with the server's sentence. Answers the call's value, or undefined. */
export async function attempt(call) {
  try {
    return await call();
  } catch (error) {
    toast(error.message, { tone: "error" });
    return undefined;
  }
}

/** A modal dialog. `build(close)` answers its content; `closed` is called when it has gone. */
export function openDialog(title, build, { closed = () => {}, className = "" } = {}) {
  const dialog = el("dialog", { class: `dialog ${className}`, "aria-label": title });
  const close = () => dialog.close();
  const shut = iconButton("close", t("close"), close);
  fill(dialog, el("header", { class: "dialog-head" }, el("h2", {}, title), shut), build(close));
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** The bot's answer to a button press that insists on being confirmed. */
export function openAlert(title, text) {
  openDialog(title, (close) => [
    el("p", { class: "alert-text", data: { testid: "alert" } }, text),
    el("footer", { class: "dialog-actions" }, el("button", { class: "button-main", autofocus: true, on: { click: close } }, t("ok"))),
  ]);
}

/**
 * A menu at a button or at a point {x, y}. Items: {label, icon?, hint?, tone?, data?, act} or null for a line; `head` is an optional node on top.
 */
export function openMenu(place, items, { head = null, label = t("menu") } = {}) {
  const menu = el("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label, data: { testid: "menu" } });
  const opener = document.activeElement;
  const close = () => menu.hidePopover();
  fill(
    menu,
    head,
    items.map((item) => (item ? menuItem(item, close) : el("hr", {}))),
  );
  menu.addEventListener("keydown", (event) => moveFocus(event, menu));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (hadFocus) opener?.focus?.({ preventScroll: true });
  });
  head?.addEventListener("click", (event) => event.target.closest("button") && close());
  document.body.append(menu);
  menu.showPopover();
  position(menu, place);
  menu.querySelector("button")?.focus({ preventScroll: true });
  return menu;
}

function menuItem(item, close) {
  const act = () => {
    close();
    item.act();
  };
  return el(
    "button",
    { role: "menuitem", class: `menu-item ${item.tone ?? ""}`, data: item.data ?? {}, on: { click: act } },
    item.icon && icon(item.icon),
    el("span", { class: "menu-label" }, item.label),
    item.hint && el("span", { class: "menu-hint" }, item.hint),
  );
}

function moveFocus(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...menu.querySelectorAll("button")];
  const next = buttons.indexOf(document.activeElement) + step;
  buttons[(next + buttons.length) % buttons.length]?.focus();
}

function position(menu, place) {
  const anchor = place instanceof Element ? place.getBoundingClientRect() : new DOMRect(place.x, place.y, 0, 0);
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + 4;
  const top = below + height + EDGE <= innerHeight ? below : Math.max(EDGE, anchor.top - height - 4);
  const left = anchor.left + width + EDGE <= innerWidth ? anchor.left : anchor.right - width;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.min(Math.max(EDGE, left), innerWidth - width - EDGE)}px`;
}
