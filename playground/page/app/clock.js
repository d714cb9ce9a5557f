/** The simulated clock and the buttons that move it. */
import { post } from "./api.js";
import { clockDay, clockTime } from "./dates.js";
import { el, fill } from "./elements.js";
import { icon } from "./icons.js";
import { t, tOr } from "./language.js";
import { attempt, toast } from "./overlays.js";
import { setClock, simulatedNow, world } from "./world.js";

const STEPS = [
  ["plusHour", 3600],
  ["plusDay", 86_400],
];

export function createClock() {
  const day = el("span", { class: "clock-day" });
  const time = el("span", { class: "clock-time" });
  const face = el(
    "button",
    {
      class: "clock-face",
      "aria-expanded": "false",
      title: t("clockTitle"),
      data: { testid: "clock" },
      on: { click: unfold },
    },
    icon("clock"),
    el("span", { class: "clock-words" }, day, time),
  );
  const steps = STEPS.map(([label, seconds]) => moveButton(t(label), { advance: seconds }, { advance_seconds: seconds }));
  const jumps = el("span", { class: "jumps" });
  const moves = el("div", { class: "clock-moves", role: "group", "aria-label": t("moveClock") }, steps, jumps);
  const node = el("div", { class: "clock" }, face, moves);
  let drawnJumps = "";

  setInterval(tick, 1000);
  document.addEventListener("click", (event) => !node.contains(event.target) && setOpen(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && setOpen(false));

  function tick() {
    if (!world.ready) return;
    const now = simulatedNow();
    day.textContent = clockDay(now);
    time.textContent = clockTime(now);
  }

  function render() {
    tick();
    const names = JSON.stringify(world.jumps);
    if (names === drawnJumps) return;
    drawnJumps = names;
    fill(
      jumps,
      world.jumps.map((name) => moveButton(tOr(`jump.${name}`, name.replaceAll("_", " ")), { jump: name }, { jump: name })),
    );
  }

  function unfold() {
    setOpen(!node.hasAttribute("data-open"));
  }

  function setOpen(open) {
    node.toggleAttribute("data-open", open);
    face.setAttribute("aria-expanded", String(open));
  }

  return { node, render };
}

function moveButton(label, data, request) {
  const node = el("button", { class: "clock-button", data }, label);
  node.addEventListener("click", async () => {
    node.classList.add("waiting");
    node.disabled = true;
    const answer = await attempt(() => post("/clock", request));
    node.classList.remove("waiting");
    node.disabled = false;
    if (!answer) return;
    setClock(answer.now);
    toast(t("itIsNow", { moment: `${clockDay(simulatedNow())}, ${clockTime(simulatedNow())}` }));
  });
  return node;
}
