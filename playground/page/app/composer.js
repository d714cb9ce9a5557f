/** The writing line below a chat: text, reply and edit notes, attachments, commands, and what stands there when one cannot write. */
import { openAttachMenu } from "./attach-menu.js";
import { summaryOf } from "./attachments.js";
import { createCommandList, openCommandMenu } from "./command-menu.js";
import { el, fill } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { createInlineResults } from "./inline-results.js";
import { t } from "./language.js";
import { createReplyKeyboard } from "./reply-keyboard.js";
import { offerFiles } from "./send-files.js";
import { senderOf } from "./senders.js";
import { chatOf } from "./world.js";

const TALLEST = 180;

/** {node, render, take, focus}: `take` puts the draft of the pane's chat into the line. */
export function createComposer(pane) {
  const input = el("textarea", {
    class: "composer-input",
    rows: "1",
    "aria-label": t("writeMessage"),
    dir: "auto",
    data: { testid: "composer" },
  });
  const note = el("div", { class: "composer-note", hidden: true });
  const tool = (sign, label, act, testid) => iconButton(sign, label, act, { testid });
  const attach = tool("attach", t("attach"), (event) => openAttachMenu(event.currentTarget, pane), "attach");
  const commands = tool("command", t("commands"), (event) => openCommandMenu(event.currentTarget, pane), "commands");
  const keyboardToggle = tool("keyboard", t("keyboard"), () => keyboard.toggle(), "keyboard-toggle");
  const send = iconButton("send", t("send"), submit, { className: "send-button", testid: "send" });
  const keyboard = createReplyKeyboard(pane, () => render());
  const suggestions = createCommandList(pane, input);
  const inlineResults = createInlineResults(pane, input);
  const line = el("div", { class: "composer-line" }, attach, input, commands, keyboardToggle, send);
  const writing = el("div", { class: "writing" }, suggestions.node, inlineResults.node, note, line, keyboard.node);
  const gate = el("div", { class: "gate" });
  const node = el("footer", { class: "composer" }, gate, writing);
  let gateKey = null;

  input.addEventListener("input", () => {
    pane.drafts.set(pane.place(), input.value);
    grow();
    suggestions.render();
    inlineResults.render();
  });
  input.addEventListener("keydown", (event) => {
    // While an input method composes (Chinese, Japanese), Enter chooses a word and sends nothing.
    if (event.isComposing || event.keyCode === 229 || suggestions.takesKey(event) || inlineResults.takesKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && (pane.replyTo || pane.editing)) {
      pane.stopNote();
    } else if (event.key === "ArrowUp" && input.value === "") {
      if (pane.editLast()) event.preventDefault();
    }
  });
  input.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    offerFiles(files, pane);
  });

  async function submit() {
    const text = input.value.trim();
    if (text === "") {
      input.focus();
      return;
    }
    const place = pane.place();
    put("");
    pane.drafts.delete(place);
    const done = await pane.sendText(text);
    if (!done && pane.place() === place && input.value === "") put(text);
  }

  function put(text) {
    input.value = text;
    grow();
    suggestions.render();
    inlineResults.render();
  }

  function grow() {
    // A hidden input measures nothing: it keeps the height of one line until it is written in.
    input.style.height = "auto";
    if (input.scrollHeight > 0) input.style.height = `${Math.min(input.scrollHeight, TALLEST)}px`;
    send.classList.toggle("ready", input.value.trim() !== "");
  }

  function render() {
    const reason = gateReason(pane);
    gate.hidden = reason === null;
    writing.hidden = reason !== null;
    const key = `${reason} ${pane.place()} ${pane.startPayload}`;
    if (reason && key !== gateKey) fill(gate, GATES[reason](pane));
    gateKey = key;
    renderNote();
    keyboard.render();
    keyboardToggle.hidden = !keyboard.exists();
    keyboardToggle.setAttribute("aria-pressed", String(keyboard.isOpen()));
    input.placeholder = keyboard.placeholder() ?? t("writeMessage");
  }

  function renderNote() {
    const about = pane.editing ?? pane.replyTo;
    note.hidden = !about;
    if (!about) return;
    const title = pane.editing ? t("editing") : t("replyTo", { name: senderOf(about).name });
    fill(
      note,
      icon(pane.editing ? "edit" : "reply"),
      el("div", { class: "note-text" }, el("bdi", { class: "note-title" }, title), el("span", { class: "note-line" }, summaryOf(about))),
      tool("close", t("cancel"), () => pane.stopNote(), "cancel-note"),
    );
  }

  return {
    node,
    render,
    put,
    take: () => put(pane.drafts.get(pane.place()) ?? ""),
    focus: () => input.focus({ preventScroll: true }),
    text: () => input.value,
  };
}

/** Why the person cannot write there: "start", "blocked", "none", or null when they can. */
function gateReason(pane) {
  const chat = chatOf(pane.chatId);
  if (!chat) return "none";
  if (chat.type !== "private") return null;
  if (chat.blocked) return "blocked";
  return chat.started && pane.startPayload === null ? null : "start";
}

const GATES = {
  none: () => null,
  start: (pane) => el("button", { class: "start-button", data: { testid: "start" }, on: { click: () => pane.start() } }, t("start")),
  blocked: (pane) => [
    el("span", { class: "gate-text" }, t("youBlocked")),
    el("button", { class: "start-button", data: { testid: "unblock" }, on: { click: () => pane.setBlocked(false) } }, t("unblock")),
  ],
};
