/** The head of a chat: title, who is in it or who is typing, its menu, and the pinned message. */
import { summaryOf } from "./attachments.js";
import { avatar } from "./avatar.js";
import { el, fill } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { t } from "./language.js";
import { openMembers } from "./members.js";
import { chatTitle, topicName } from "./names.js";
import { openMenu } from "./overlays.js";
import { topicItems } from "./topic-actions.js";
import { chatOf, isTyping, messageById, threadOf } from "./world.js";

export function createChatHeader(pane) {
  const back = iconButton("back", t("back"), () => pane.showChats(), { className: "icon-button back", testid: "back" });
  const picture = el("span", { class: "head-picture" });
  const title = el("h2", { class: "head-title" });
  const state = el("div", { class: "head-state" });
  const more = iconButton("more", t("more"), openChatMenu, { testid: "chat-menu" });
  const bar = el("header", { class: "chat-head" }, back, picture, el("div", { class: "head-words" }, title, state), more);
  const pinned = el("button", { class: "pinned", hidden: true });
  const node = el("div", { class: "chat-top" }, bar, pinned);
  let pictured = null;

  function render() {
    const chat = chatOf(pane.chatId);
    const name = chatTitle(chat);
    if (pictured !== `${chat.id} ${name}`)
      fill(picture, avatar(chat.id, name, { kind: chat.type === "private" ? "bot" : "", size: "medium" }));
    pictured = `${chat.id} ${name}`;
    const topic = chat.is_forum ? topicName(chat, pane.threadId) : null;
    fill(
      title,
      el("bdi", { title: topic ?? name }, topic ?? name),
      isClosed(chat) && el("span", { class: "closed-sign" }, icon("lock"), t("closed")),
    );
    const typing = isTyping(chat.id, pane.threadId);
    state.classList.toggle("typing", typing);
    fill(
      state,
      typing
        ? [t("typing"), el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"))]
        : stateOf(chat, topic && name),
    );
    more.hidden = chat.type === "private";
    renderPinned(chat);
  }

  function renderPinned(chat) {
    const messages = (chat.pinned ?? [])
      .map((id) => messageById(chat.id, id))
      .filter((message) => message && !message.deleted && threadOf(message) === pane.threadId);
    const newest = messages.sort((a, b) => a.message_id - b.message_id).at(-1);
    pinned.hidden = !newest;
    if (!newest) return;
    fill(
      pinned,
      icon("pin"),
      el(
        "span",
        { class: "pinned-words" },
        el("span", { class: "pinned-title" }, t("pinnedMessage")),
        el("span", { class: "pinned-line", dir: "auto" }, summaryOf(newest)),
      ),
    );
    pinned.onclick = () => pane.showMessage(newest.message_id);
  }

  function isClosed(chat) {
    return chat.topics?.some((topic) => topic.message_thread_id === pane.threadId && topic.closed);
  }

  function openChatMenu() {
    const chat = chatOf(pane.chatId);
    openMenu(more, [
      ...topicItems(pane),
      { label: t("members"), icon: "people", data: { act: "members" }, act: () => openMembers(chat.id, pane) },
    ]);
  }

  return { node, render };
}

function stateOf(chat, forumTitle) {
  if (chat.type === "private") return t("bot");
  const count = chat.members.filter((member) => !["left", "kicked"].includes(member.status)).length;
  const members = t("memberCount", { count });
  return forumTitle ? `${forumTitle} · ${members}` : members;
}
