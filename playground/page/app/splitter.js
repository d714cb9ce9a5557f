/** The movable line between the two panes. */
import { el } from "./elements.js";
import { t } from "./language.js";
import { recall, remember } from "./remembered.js";

const START = 42;
const LEAST = 28;
const MOST = 72;
const STEP = 2;

/** A separator that sets the share of the left pane (percent) on `frame`. */
export function createSplitter(frame) {
  const node = el("div", {
    class: "splitter",
    role: "separator",
    "aria-orientation": "vertical",
    "aria-label": t("splitter"),
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    tabindex: "0",
  });
  let share;

  function set(percent) {
    share = Math.min(MOST, Math.max(LEAST, percent));
    frame.style.setProperty("--left-share", `${share}%`);
    node.setAttribute("aria-valuenow", String(Math.round(share)));
  }

  node.addEventListener("pointerdown", (event) => node.setPointerCapture(event.pointerId));
  node.addEventListener("pointermove", (event) => {
    if (!node.hasPointerCapture(event.pointerId)) return;
    const { left, width } = frame.getBoundingClientRect();
    set(((event.clientX - left) / width) * 100);
  });
  node.addEventListener("pointerup", () => remember("leftShare", share));
  node.addEventListener("dblclick", () => set(START));
  node.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    set(share + step);
    remember("leftShare", share);
  });
  set(recall("leftShare", START));
  return node;
}
