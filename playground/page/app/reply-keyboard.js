/** The keyboard of big buttons that the bot puts below the input. */
import { post } from "./api.js";
import { el, fill } from "./elements.js";
import { t } from "./language.js";
import { attempt, toast } from "./overlays.js";
import { SAMPLES, samplePoll } from "./samples.js";
import { takeMessage, world } from "./world.js";

/** {node, render, exists, isOpen, toggle, placeholder}; `changed` is called when it opens or closes. */
export function createReplyKeyboard(pane, changed) {
  const node = el("div", { class: "reply-keyboard", hidden: true, data: { testid: "reply-keyboard" } });
  let drawn;
  let closed = false;

  const keyboard = () => world.replyKeyboards.get(pane.chatId) ?? null;
  const exists = () => keyboard() !== null;
  const isOpen = () => exists() && !closed;

  function render() {
    if (keyboard() !== drawn) {
      drawn = keyboard();
      closed = false;
      fill(
        node,
        drawn &&
          drawn.keyboard.map((row) =>
            el(
              "div",
              { class: "reply-row" },
              row.map((button) => keyButton(button)),
            ),
          ),
      );
    }
    node.hidden = !isOpen();
  }

  function keyButton(button) {
    const label = typeof button === "string" ? button : button.text;
    const node = el(
      "button",
      { class: `reply-button ${button.style ? `style-${button.style}` : ""}`, title: label, data: { reply: label } },
      label,
    );
    node.addEventListener("click", async () => {
      const sent = await pressKey(button, label, pane);
      if (sent) takeMessage(sent);
      if (sent && drawn?.one_time_keyboard) close();
    });
    return node;
  }

  function close() {
    closed = true;
    changed();
  }

  function toggle() {
    closed = !closed;
    changed();
  }

  return { node, render, exists, isOpen, toggle, placeholder: () => drawn?.input_field_placeholder };
}

function pressKey(button, label, pane) {
  const into = { from: pane.personId, chat_id: pane.chatId, thread_id: pane.threadId ?? undefined };
  if (button.request_contact) return attempt(() => post("/contacts", { from: pane.personId }));
  if (button.request_location) return attempt(() => post("/messages", { ...into, attachment: SAMPLES.location() }));
  if (button.request_poll) return attempt(() => post("/messages", { ...into, attachment: samplePoll() }));
  if (button.request_users || button.request_chat || button.web_app || button.request_managed_bot) {
    toast(t("buttonNotBuilt"));
    return Promise.resolve(undefined);
  }
  return attempt(() => post("/messages", { ...into, text: label }));
}
