/** One message, or one album, as a bubble with its quote, attachment, text, buttons and reactions. */
import { attachmentOf, photo, standsAlone, summaryOf } from "./attachments.js";
import { avatar } from "./avatar.js";
import { fullDateOf, timeOf } from "./dates.js";
import { el } from "./elements.js";
import { formattedText } from "./formatted-text.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./inline-keyboard.js";
import { t } from "./language.js";
import { openMessageMenu } from "./message-menu.js";
import { chatTitle, colourOf, fullName, personById } from "./names.js";
import { reactionChips } from "./reactions.js";
import { isFromBot, isFromPerson, senderOf } from "./senders.js";

const INTERACTIVE = "button, a, video, audio, input";
const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s?){1,3}$/u;

/** A row for `messages` (several for an album). `first` and `last` tell its place among neighbours of the same sender. */
export function bubbleRow({ messages, first, last, inGroup }, pane) {
  const [message] = messages;
  const own = isFromPerson(message, pane.personId);
  const sender = senderOf(message);
  const alone = messages.length === 1 && standsAlone(message);
  const bubble = el(
    "article",
    { class: `bubble ${alone ? "alone" : ""}`, "aria-label": t("messageFrom", { name: own ? t("you") : sender.name }) },
    inGroup && !own && first && senderLine(sender),
    forwardLine(message),
    viaLine(message),
    quoteOf(message, pane),
    body(messages, pane),
  );
  const keyboard = inlineKeyboard(message, pane);
  const stack = el("div", { class: "stack" }, bubble, keyboard);
  const row = el(
    "div",
    {
      class: `row ${own ? "own" : ""} ${first ? "first" : ""} ${last ? "last" : ""} ${inGroup ? "in-group" : ""} ${keyboard ? "with-buttons" : ""}`,
      tabindex: "-1",
      data: { message: message.message_id, sender: sender.kind },
    },
    inGroup && !own && el("span", { class: "avatar-place" }, last && avatar(sender.id, sender.name, { kind: sender.kind, size: "small" })),
    stack,
  );
  const withTools = () => stack.querySelector(".tools") ?? stack.append(tools(message, pane));
  row.addEventListener("pointerenter", withTools);
  row.addEventListener("focus", withTools);
  bubble.addEventListener("contextmenu", (event) => openAt(event, message, pane));
  bubble.addEventListener(
    "click",
    (event) => event.pointerType === "touch" && !event.target.closest(INTERACTIVE) && openAt(event, message, pane),
  );
  row.addEventListener("keydown", (event) => onKey(event, row, message, pane));
  return row;
}

function body(messages, pane) {
  const message = messages[0];
  const worded = messages.find((one) => one.text !== undefined || one.caption !== undefined) ?? message;
  const words = worded.text ?? worded.caption;
  const entities = worded.text === undefined ? worded.caption_entities : worded.entities;
  const chips = reactionChips(message, pane);
  const stamp = stampOf(messages.at(-1));
  const carried = messages.length > 1 ? albumOf(messages) : attachmentOf(message);
  const large = isEmojiOnly(worded);
  const text =
    words &&
    el("div", { class: `text ${large ? "emoji-only" : ""}`, dir: "auto" }, formattedText(words, entities, pane), !chips && !large && stamp);
  const footer = chips
    ? el("div", { class: "bubble-foot" }, chips, stamp)
    : (!text || large) && el("div", { class: "bubble-foot lone-stamp" }, stamp);
  return worded.show_caption_above_media ? [text, carried, footer] : [carried, text, footer];
}

function isEmojiOnly(message) {
  return message.text !== undefined && !message.entities?.length && EMOJI_ONLY.test(message.text);
}

function albumOf(messages) {
  const tiles = messages.map((one) =>
    el("div", { class: "album-tile", data: { message: one.message_id } }, one.photo ? photo(one.photo) : attachmentOf(one)),
  );
  const pictures = messages.every((one) => one.photo || one.video);
  return el("div", { class: pictures ? `album album-${Math.min(messages.length, 4)}` : "album-list" }, tiles);
}

function stampOf(message) {
  // Messengers do not say of a bot's message that it was edited: it happens with every press.
  const edited = message.edit_date && !isFromBot(message) && el("span", { class: "edited" }, t("edited"));
  return el(
    "span",
    { class: "stamp" },
    edited,
    el("time", { title: fullDateOf(message.date), datetime: new Date(message.date * 1000).toISOString() }, timeOf(message.date)),
  );
}

function senderLine(sender) {
  return el(
    "div",
    { class: `sender name-${sender.kind === "bot" ? "bot" : colourOf(sender.id)}` },
    el("bdi", { class: "sender-name" }, sender.name),
    el("span", { class: "sender-role" }, t(`role.${sender.kind}`)),
  );
}

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const chat = origin.sender_chat ?? origin.chat;
  const name = origin.sender_user
    ? fullName(personById(origin.sender_user.id) ?? origin.sender_user)
    : (origin.sender_user_name ?? (chat ? chatTitle(chat) : ""));
  return el("div", { class: "forwarded" }, t("forwardedFrom"), " ", el("bdi", {}, name));
}

function viaLine(message) {
  return message.via_bot ? el("div", { class: "forwarded" }, t("viaBot", { name: `@${message.via_bot.username}` })) : null;
}

function quoteOf(message, pane) {
  const original = message.reply_to_message;
  if (message.external_reply) return quote(t("replyElsewhere"), message.quote?.text ?? summaryOf(message.external_reply), null);
  // Every first message of a topic formally answers the service message that made the topic.
  if (!original || original.forum_topic_created) return null;
  const sender = senderOf(original);
  return quote(sender.name, message.quote?.text ?? summaryOf(original), () => pane.showMessage(original.message_id), colourOf(sender.id));
}

function quote(name, text, act, colour = 0) {
  return el(
    "button",
    {
      class: `quote name-${colour}`,
      disabled: !act,
      "aria-label": t("replyTo", { name }),
      data: { testid: "quote" },
      on: { click: () => act?.() },
    },
    el("bdi", { class: "quote-name" }, name),
    el("span", { class: "quote-text", dir: "auto" }, text),
  );
}

function tools(message, pane) {
  const tool = (sign, label, act) =>
    el(
      "button",
      { class: "tool", tabindex: "-1", title: label, "aria-label": label, data: { tool: sign }, on: { click: act } },
      icon(sign),
    );
  const openHere = (event) => openMessageMenu(event.currentTarget, message, pane);
  return el(
    "div",
    { class: "tools" },
    tool("smile", t("react"), openHere),
    tool("reply", t("reply"), () => pane.reply(message)),
    tool("more", t("more"), openHere),
  );
}

function openAt(event, message, pane) {
  event.preventDefault();
  openMessageMenu({ x: event.clientX, y: event.clientY }, message, pane);
}

function onKey(event, row, message, pane) {
  if (event.target !== row) return;
  if (event.key === "Enter" || event.key === "ContextMenu") {
    event.preventDefault();
    openMessageMenu(row.querySelector(".bubble"), message, pane);
  }
  if (event.key === "r") pane.reply(message);
}
