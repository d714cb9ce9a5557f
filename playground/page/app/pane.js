/** One chat window: whose eyes it looks through, which chat and topic is open, and what can be done there. */
import { post } from "./api.js";
import { createChatHeader } from "./chat-header.js";
import { createChatList } from "./chat-list.js";
import { createComposer } from "./composer.js";
import { el } from "./elements.js";
import { createIdentityBar } from "./identity-bar.js";
import { createMessageList } from "./message-list.js";
import { firstPerson } from "./names.js";
import { attempt } from "./overlays.js";
import { createPeopleRail } from "./people-rail.js";
import { recallInTab, rememberInTab } from "./remembered.js";
import { acceptDrops } from "./send-files.js";
import { isFromPerson } from "./senders.js";
import { t } from "./language.js";
import { chatOf, chatsOf, membership, messageById, messagesIn, takeMessage, threadOf, world } from "./world.js";

/** `side` is "left" or "right"; `kinds` are the sorts of people to begin with; `changed` is called when something outside must be redrawn. */
export function createPane(side, kinds, changed) {
  const kept = recallInTab(`pane.${side}`, {});
  const pane = {
    side,
    personId: kept.personId ?? null,
    chatId: kept.chatId ?? null,
    threadId: kept.threadId ?? null,
    replyTo: null,
    editing: null,
    startPayload: null,
    drafts: new Map(),
    changed,
  };

  pane.place = () => `${pane.personId}/${pane.chatId}/${pane.threadId ?? ""}`;
  pane.isSeen = () => document.visibilityState === "visible" && list.node.offsetParent !== null;

  pane.choosePerson = (personId) => {
    pane.node.removeAttribute("data-choosing");
    if (personId === pane.personId) return;
    pane.personId = personId;
    const chat = homeOf(personId);
    pane.open(chat.id, null, { stage: chatsOf(personId).length > 1 ? "chats" : "chat" });
  };

  pane.open = (chatId, threadId = null, { stage = "chat" } = {}) => {
    pane.node.dataset.stage = stage;
    Object.assign(pane, { chatId, threadId, startPayload: null });
    forget();
    list.reset();
    rememberInTab(`pane.${side}`, { personId: pane.personId, chatId, threadId });
    composer.take();
    changed();
    if (stage === "chat" && matchMedia("(hover: hover)").matches) composer.focus();
  };

  pane.offerStart = (payload) => {
    pane.startPayload = payload;
    changed();
  };

  pane.showChats = () => (pane.node.dataset.stage = "chats");
  pane.showMessage = (messageId) => {
    const message = messageById(pane.chatId, messageId);
    if (message && threadOf(message) !== pane.threadId) pane.open(pane.chatId, threadOf(message));
    list.show(messageId);
  };

  pane.reply = (message) => startNote({ replyTo: message, editing: null });
  pane.edit = (message) => {
    startNote({ replyTo: null, editing: message });
    composer.put(message.text ?? message.caption ?? "");
  };
  pane.editLast = () => {
    const mine = messagesIn(pane.chatId, pane.threadId).findLast(
      (message) => isFromPerson(message, pane.personId) && (message.text ?? message.caption),
    );
    if (mine) pane.edit(mine);
    return mine !== undefined;
  };
  pane.stopNote = () => {
    if (pane.editing) composer.put("");
    forget();
    changed();
  };

  /** Who writes where, as the calls want it; a pending reply is used up. */
  pane.target = () => {
    const target = { from: pane.personId, chat_id: pane.chatId };
    if (pane.threadId !== null) target.thread_id = pane.threadId;
    if (pane.replyTo) target.reply_to = pane.replyTo.message_id;
    const chat = chatOf(pane.chatId);
    if (chat.type !== "private" && membership(chat, pane.personId)?.is_anonymous) target.as_chat = chat.id;
    if (pane.replyTo) pane.stopNote();
    return target;
  };

  /** Sends or, while editing, changes a message; answers whether it worked. */
  pane.sendText = async (text) => {
    const { editing } = pane;
    if (editing) {
      forget();
      changed();
      const words = editing.text === undefined ? { caption: text } : { text };
      return (
        (await attempt(() => post("/edits", { from: pane.personId, chat_id: pane.chatId, message_id: editing.message_id, ...words }))) !==
        undefined
      );
    }
    list.toBottom();
    const sent = await attempt(() => post("/messages", { ...pane.target(), text }));
    if (sent) takeMessage(sent);
    return sent !== undefined;
  };

  pane.start = async () => {
    const payload = pane.startPayload;
    const sent = await attempt(() => post("/start", { from: pane.personId, payload: payload || undefined }));
    if (!sent) return;
    pane.startPayload = null;
    takeMessage(sent);
    changed();
  };
  pane.setBlocked = (blocked) => attempt(() => post("/blocked", { person_id: pane.personId, blocked }));

  pane.heard = (message) => {
    if (
      message.reply_markup?.force_reply &&
      message.chat.id === pane.chatId &&
      threadOf(message) === pane.threadId &&
      isAsked(message, pane.personId)
    )
      pane.reply(message);
  };

  pane.render = () => {
    settle();
    pane.node.dataset.role = world.people.get(pane.personId)?.kind ?? "";
    pane.node.dataset.chats = pane.personId !== null && chatsOf(pane.personId).length > 1 ? "several" : "one";
    pane.node.toggleAttribute("data-empty", pane.personId === null);
    rail.render();
    if (pane.personId === null) return;
    pane.chatNode.dataset.openChat = pane.chatId;
    pane.chatNode.dataset.openTopic = pane.threadId ?? "";
    for (const part of [identity, chats, header, list, composer]) part.render();
  };

  /** Corrects a choice that the world has overtaken: nobody chosen yet, a group left or upgraded, a topic deleted. */
  function settle() {
    if (!world.people.has(pane.personId)) {
      pane.personId = (firstPerson(kinds) ?? world.people.values().next().value)?.id ?? null;
      pane.chatId = null;
    }
    if (pane.personId === null) return;
    const chat = chatOf(pane.chatId);
    if (chat && chat.id !== pane.chatId) pane.chatId = chat.id;
    if (!chat || !chatsOf(pane.personId).some(({ id }) => id === chat.id))
      Object.assign(pane, { chatId: homeOf(pane.personId).id, threadId: null });
    if (pane.threadId !== null && !chatOf(pane.chatId).topics?.some((topic) => topic.message_thread_id === pane.threadId))
      pane.threadId = null;
  }

  function startNote(note) {
    Object.assign(pane, note);
    changed();
    composer.focus();
  }

  function forget() {
    Object.assign(pane, { replyTo: null, editing: null });
  }

  const rail = createPeopleRail(pane);
  const identity = createIdentityBar(pane);
  const chats = createChatList(pane);
  const header = createChatHeader(pane);
  const list = createMessageList(pane);
  const composer = createComposer(pane);
  pane.shelf = list.node;
  pane.chatNode = el("div", { class: "chat" }, header.node, list.node, composer.node);
  const columns = el("div", { class: "columns" }, chats.node, pane.chatNode);
  const label = t(`pane.${side}`);
  pane.node = el(
    "section",
    { class: "pane", "aria-label": label, data: { testid: `pane-${side}`, stage: "chats" } },
    rail.node,
    el("div", { class: "pane-body" }, identity.node, columns),
  );
  acceptDrops(pane.chatNode, pane);
  return pane;
}

/** Where a person begins: staff in their forum, customers in the chat with the bot. */
function homeOf(personId) {
  const chats = chatsOf(personId);
  return (world.people.get(personId).kind !== "customer" && chats.find((chat) => chat.is_forum)) || chats[0];
}

/** Whether a request for a reply is meant for this person: a selective one asks only who is answered or named. */
function isAsked(message, personId) {
  if (message.chat.type === "private" || !message.reply_markup.selective) return true;
  const { username } = world.people.get(personId);
  return message.reply_to_message?.from?.id === personId || Boolean(username && message.text?.includes(`@${username}`));
}
