/** Presses of inline buttons: each waits for the bot's answer, ten seconds at most. */
import { post } from "./api.js";
import { follow } from "./links.js";
import { attempt, openAlert, toast } from "./overlays.js";
import { watch, world } from "./world.js";

const PATIENCE = 10_000;
const waiting = new Map();
// An answer may come over the event stream before the press itself has been confirmed.
const early = new Map();

watch((event) => {
  if (event?.type !== "callback_answer") return;
  const show = waiting.get(event.callback_query_id);
  if (show) show(event);
  else keepEarly(event);
});

/** Presses a button with callback data for the pane's person; `node` shows a spinner until the bot answers. */
export async function press(pane, message, data, node) {
  if (node.classList.contains("waiting")) return;
  setWaiting(node, true);
  const by = pane.personId;
  const sent = await attempt(() => post("/presses", { from: by, chat_id: message.chat.id, message_id: message.message_id, data }));
  if (!sent) {
    setWaiting(node, false);
    return;
  }
  const id = sent.callback_query_id;
  const finish = (answer) => {
    waiting.delete(id);
    clearTimeout(timer);
    setWaiting(node, false);
    if (answer) showAnswer(answer, pane);
  };
  const timer = setTimeout(() => finish(null), PATIENCE);
  waiting.set(id, finish);
  if (early.has(id)) finish(early.get(id));
}

function showAnswer({ text, show_alert: insists, url }, pane) {
  if (text && insists) openAlert(world.bot.first_name, text);
  else if (text) toast(text, { within: pane.shelf });
  if (url) follow(url, pane);
}

function keepEarly(event) {
  early.set(event.callback_query_id, event);
  setTimeout(() => early.delete(event.callback_query_id), PATIENCE);
}

function setWaiting(node, isWaiting) {
  node.classList.toggle("waiting", isWaiting);
  node.setAttribute("aria-busy", String(isWaiting));
}
