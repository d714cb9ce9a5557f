/** What can be done with a message: react, reply, edit, copy, forward, delete. */
import { post } from "./api.js";
import { attachmentKind } from "./attachments.js";
import { avatar } from "./avatar.js";
import { el } from "./elements.js";
import { copyText } from "./formatted-text.js";
import { t } from "./language.js";
import { chatTitle } from "./names.js";
import { attempt, openDialog, openMenu } from "./overlays.js";
import { reactionRow } from "./reactions.js";
import { isFromPerson } from "./senders.js";
import { chatsOf, chatOf, membership, takeMessage, world } from "./world.js";

const CARRIED_BY_FILE = ["photo", "document", "video", "voice", "video_note", "animation", "audio", "sticker"];

export function openMessageMenu(place, message, pane) {
  const words = message.text ?? message.caption;
  const own = isFromPerson(message, pane.personId);
  const items = [
    { label: t("reply"), icon: "reply", data: { act: "reply" }, act: () => pane.reply(message) },
    own && words !== undefined && { label: t("edit"), icon: "edit", data: { act: "edit" }, act: () => pane.edit(message) },
    words !== undefined && { label: t("copyText"), icon: "copy", data: { act: "copy" }, act: () => copyText(words) },
    canForward(message) && {
      label: t("forward"),
      icon: "forward",
      data: { act: "forward" },
      act: () => chooseForwardTarget(message, pane),
    },
    mayDelete(message, pane, own) && {
      label: t("delete"),
      icon: "trash",
      tone: "danger",
      data: { act: "delete" },
      act: () => remove(message, pane),
    },
  ];
  openMenu(place, items.filter(Boolean), { head: reactionRow(message, pane), label: t("messageMenu") });
}

function mayDelete(message, pane, own) {
  const chat = chatOf(message.chat.id);
  return own || chat.type === "private" || ["creator", "administrator"].includes(membership(chat, pane.personId)?.status);
}

function remove(message, pane) {
  return attempt(() => post("/deletions", { from: pane.personId, chat_id: message.chat.id, message_id: message.message_id }));
}

function canForward(message) {
  const kind = attachmentKind(message);
  const byPerson = world.people.has(message.from?.id) && !message.sender_chat;
  return byPerson && !message.has_protected_content && (kind ? CARRIED_BY_FILE.includes(kind) : message.text !== undefined);
}

function chooseForwardTarget(message, pane) {
  openDialog(t("forwardTo"), (close) =>
    el(
      "div",
      { class: "choices" },
      chatsOf(pane.personId).map((chat) => {
        const act = () => {
          close();
          forward(message, pane, chat);
        };
        return el(
          "button",
          { class: "choice", data: { forwardTo: chat.id }, on: { click: act } },
          avatar(chat.id, chatTitle(chat), { kind: chat.type === "private" ? "bot" : "", size: "small" }),
          el("bdi", {}, chatTitle(chat)),
        );
      }),
    ),
  );
}

async function forward(message, pane, chat) {
  const kind = attachmentKind(message);
  const file = kind && (kind === "photo" ? message.photo.at(-1) : message[kind]);
  const body = { from: pane.personId, chat_id: chat.id, forward_from: message.from.id };
  if (kind) body.attachment = { kind, file_id: file.file_id, caption: message.caption, file_name: file.file_name };
  else Object.assign(body, { text: message.text, entities: message.entities });
  const sent = await attempt(() => post("/messages", body));
  if (!sent) return;
  takeMessage(sent);
  pane.open(chat.id);
}
