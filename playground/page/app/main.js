/** Puts the page together and redraws it when the world changes. */
import { summaryOf } from "./attachments.js";
import { createCallLog } from "./call-log.js";
import { createClock } from "./clock.js";
import { el, fill } from "./elements.js";
import { followEvents } from "./event-stream.js";
import { createHints } from "./hints.js";
import { language, t } from "./language.js";
import { createPane } from "./pane.js";
import { forgetMarksOfOtherWorlds } from "./reading.js";
import { recallInTab, rememberInTab } from "./remembered.js";
import { isFromPerson, isService, senderOf } from "./senders.js";
import { createSplitter } from "./splitter.js";
import { createTopBar } from "./top-bar.js";
import { threadOf, watch, world } from "./world.js";

const root = document.getElementById("playground");
const announcer = document.getElementById("announcer");
let shownSide = recallInTab("side", "left");
let planned = false;

const panes = [createPane("left", ["customer"], plan), createPane("right", ["staff", "owner"], plan)];
const clock = createClock();
const log = createCallLog(plan);
const hints = createHints();
const topBar = createTopBar({ clock, log, hints, panes, showPane, shownSide: () => shownSide });
const frame = el("main", { class: "panes" });

document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
document.title = `Kefu · ${t("playground")}`;
fill(frame, panes[0].node, createSplitter(frame), panes[1].node);
fill(root, topBar.node, hints.node, frame, log.node, el("div", { class: "loading" }, t("loading")));
watch((event) => {
  if (event === null) forgetMarksOfOtherWorlds();
  if (event?.type === "message") hear(event.message);
  plan();
});
followEvents();

/** Redraws once for all changes of this moment. */
function plan() {
  if (planned) return;
  planned = true;
  setTimeout(() => {
    planned = false;
    render();
  });
}

function render() {
  if (!world.ready) return;
  root.dataset.ready = "";
  root.dataset.side = shownSide;
  panes.forEach((pane) => pane.render());
  clock.render();
  hints.render();
  topBar.render();
}

function showPane(side) {
  shownSide = side;
  rememberInTab("side", side);
  plan();
}

/** Reads a new message out to screen readers if it is somebody else's and open in a pane, and lets panes answer a request for a reply. */
function hear(message) {
  const listener = panes.find(
    (pane) =>
      pane.chatId === message.chat.id &&
      pane.threadId === threadOf(message) &&
      !isFromPerson(message, pane.personId) &&
      !isService(message),
  );
  if (listener) announcer.textContent = `${senderOf(message).name}: ${summaryOf(message)}`;
  panes.forEach((pane) => pane.heard(message));
}
