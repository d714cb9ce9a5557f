/** The person's chats and, below, the topics of the open forum. */
import { summaryOf } from "./attachments.js";
import { avatar, unreadBadge } from "./avatar.js";
import { shortMoment } from "./dates.js";
import { el, patchList } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { t } from "./language.js";
import { chatTitle, firstLetter } from "./names.js";
import { unreadIn, unreadInChat } from "./reading.js";
import { isFromPerson, isService, senderOf } from "./senders.js";
import { serviceLine } from "./service-lines.js";
import { openNewTopic } from "./topic-actions.js";
import { chatOf, chatsOf, messagesIn } from "./world.js";

export function createChatList(pane) {
  const chats = el("div", { class: "chat-rows", role: "group", "aria-label": t("chats") });
  const topics = el("div", { class: "topic-rows", role: "group", "aria-label": t("topics") });
  const add = iconButton("plus", t("newTopic"), () => openNewTopic(pane), { testid: "new-topic" });
  const title = el("div", { class: "topics-title" }, el("span", {}, t("topics")), add);
  const section = el("div", { class: "topics" }, title, topics);
  const node = el("aside", { class: "lists", "aria-label": t("chats") }, chats, section);
  let known = new Set();
  let forum = null;

  function render() {
    patchList(chats, chatsOf(pane.personId), { keyOf: (chat) => chat.id, partsOf: chatParts, make: chatRow });
    const chat = chatOf(pane.chatId);
    section.hidden = !chat.is_forum;
    if (!chat.is_forum) return;
    if (forum !== chat.id) known = new Set(chat.topics.map((topic) => topic.message_thread_id));
    forum = chat.id;
    patchList(topics, topicRows(chat), {
      keyOf: (row) => `${chat.id}/${row.id}`,
      partsOf: (row) => topicParts(chat, row),
      make: (row) => topicRow(chat, row),
    });
    chat.topics.forEach((topic) => known.add(topic.message_thread_id));
  }

  function chatParts(chat) {
    const last = lastOf(chat);
    return [
      pane.personId,
      chatTitle(chat),
      chat.id === pane.chatId,
      unreadInChat(pane.personId, chat),
      last,
      last && shortMoment(last.date),
    ];
  }

  function chatRow(chat) {
    const name = chatTitle(chat);
    const last = lastOf(chat);
    const kind = chat.type === "private" ? "bot" : "";
    return row({
      data: { chat: chat.id },
      open: chat.id === pane.chatId,
      picture: avatar(chat.id, name, { kind, size: "medium" }),
      name,
      line: last ? lineOf(last, chat, pane.personId) : t(chat.type === "private" ? "noChatYet" : "noMessagesYet"),
      moment: last && shortMoment(last.date),
      unread: unreadInChat(pane.personId, chat),
      act: () => pane.open(chat.id),
    });
  }

  function topicParts(chat, { id, name, closed, last }) {
    return [pane.personId, name, closed, last, last && shortMoment(last.date), id === pane.threadId, unreadIn(pane.personId, chat.id, id)];
  }

  function topicRow(chat, { id, name, colour, closed, last }) {
    const sign = el(
      "span",
      { class: `topic-sign ${closed ? "closed" : ""}`, "aria-hidden": "true" },
      id === null ? "#" : closed ? icon("lock") : topicSign(name),
    );
    if (colour !== null) sign.style.setProperty("--topic", `#${colour.toString(16).padStart(6, "0")}`);
    const node = row({
      data: { topic: id ?? "general" },
      open: id === pane.threadId,
      picture: sign,
      name,
      note: closed ? t("closed") : null,
      line: last ? lineOf(last, chat, pane.personId) : t("noMessagesYet"),
      moment: last && shortMoment(last.date),
      unread: unreadIn(pane.personId, chat.id, id),
      act: () => pane.open(chat.id, id),
    });
    if (id !== null && !known.has(id)) node.classList.add("arrived");
    return node;
  }

  return { node, render };
}

function row({ data, open, picture, name, note, line, moment, unread, act }) {
  return el(
    "button",
    { class: "list-row", "aria-current": open ? "true" : null, title: name, data, on: { click: act } },
    picture,
    el(
      "span",
      { class: "list-words" },
      el(
        "span",
        { class: "list-top" },
        el("bdi", { class: "list-name" }, name),
        note && el("span", { class: "unseen" }, note),
        el("span", { class: "list-moment" }, moment ?? ""),
      ),
      el("span", { class: "list-bottom" }, el("span", { class: "list-line", dir: "auto" }, line), unreadBadge(unread)),
    ),
  );
}

/** What stands on a topic's picture: its number when the name begins with one, else the first letter. */
function topicSign(name) {
  return /^#?(\d{1,3})\b/u.exec(name)?.[1] ?? (firstLetter(name) || "·");
}

/** General first, then the topics with the newest message on top, closed ones below the open ones. */
function topicRows(chat) {
  const rows = chat.topics.map((topic) => ({
    id: topic.message_thread_id,
    name: topic.name,
    colour: topic.icon_color,
    closed: topic.closed,
    last: messagesIn(chat.id, topic.message_thread_id).at(-1),
  }));
  rows.sort((a, b) => Number(a.closed) - Number(b.closed) || (b.last?.message_id ?? b.id) - (a.last?.message_id ?? a.id));
  return [{ id: null, name: t("general"), colour: null, closed: false, last: messagesIn(chat.id, null).at(-1) }, ...rows];
}

function lastOf(chat) {
  const threads = [null, ...(chat.is_forum ? chat.topics.map((topic) => topic.message_thread_id) : [])];
  const lasts = threads.map((threadId) => messagesIn(chat.id, threadId).at(-1)).filter(Boolean);
  return lasts.reduce((newest, message) => (newest && newest.message_id > message.message_id ? newest : message), undefined);
}

function lineOf(message, chat, personId) {
  if (isService(message)) return serviceLine(message);
  if (isFromPerson(message, personId)) return `${t("you")}: ${summaryOf(message)}`;
  return chat.type === "private" ? summaryOf(message) : `${senderOf(message).name}: ${summaryOf(message)}`;
}
