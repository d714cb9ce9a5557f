/** Building and patching DOM nodes. Text always goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";
const FOCUSABLE = "button, a[href], input, textarea, select, [tabindex]";

/**
 * A new element. `on` holds listeners, `data` the data- attributes; null, undefined and false attributes are left out.
 * A button submits no form unless its type says so.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") addListeners(node, value);
    else if (name === "data") addData(node, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  fill(node, ...children);
  return node;
}

/** Replaces what the node holds; strings become text, null and false are left out. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon: stroked paths on a 24 by 24 grid. */
export function drawing(paths, className) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * Makes the children of `parent` show `items` in order. A child is kept while the values of `partsOf(item)` stay the same,
 * so that scrolling, focus and playing sounds survive; focus moves to the same place in a child that had to be made anew.
 */
export function patchList(parent, items, { keyOf, partsOf, make }) {
  const before = parent.patched ?? new Map();
  const after = new Map();
  let cursor = parent.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    const parts = partsOf(item);
    const known = before.get(key);
    const kept = known !== undefined && sameParts(known.parts, parts);
    const node = kept ? known.node : make(item);
    if (known && !kept) cursor = swap(known.node, node, cursor);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
    after.set(key, { node, parts });
  }
  for (const [key, { node }] of before) if (!after.has(key)) node.remove();
  parent.patched = after;
}

/** Forgets what patchList knows of the node and empties it. */
export function clearList(parent) {
  parent.patched = undefined;
  parent.replaceChildren();
}

function sameParts(left, right) {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

function swap(old, fresh, cursor) {
  const place = old.contains(document.activeElement) ? [old, ...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement) : -1;
  const next = cursor === old ? fresh : cursor;
  old.replaceWith(fresh);
  if (place >= 0) [fresh, ...fresh.querySelectorAll(FOCUSABLE)][place]?.focus({ preventScroll: true });
  return next;
}

function addListeners(node, listeners) {
  for (const [type, listener] of Object.entries(listeners)) node.addEventListener(type, listener);
}

function addData(node, data) {
  for (const [name, value] of Object.entries(data)) if (value !== null && value !== undefined) node.dataset[name] = value;
}
