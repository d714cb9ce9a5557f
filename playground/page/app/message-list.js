/** The scrolling list of messages of one chat or topic. */
import { bubbleRow } from "./bubble.js";
import { dayLabel, dayOf } from "./dates.js";
import { clearList, el, fill, patchList } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { personById } from "./names.js";
import { toast } from "./overlays.js";
import { markRead, unreadIn } from "./reading.js";
import { isService, senderOf } from "./senders.js";
import { serviceLine } from "./service-lines.js";
import { chatOf, messagesIn, world } from "./world.js";

const WINDOW = 120;
const NEAR_BOTTOM = 48;
const SAME_BREATH = 300;

/** {node, render, reset, toBottom, show}: the list follows the newest message while it is scrolled to its end. */
export function createMessageList(pane) {
  const rows = el("div", { class: "rows" });
  const earlier = el("button", { class: "earlier", hidden: true, on: { click: showEarlier } }, t("showEarlier"));
  const emptyNote = el("p", { class: "empty-note", hidden: true });
  const scroller = el(
    "div",
    { class: "scroller", role: "log", "aria-live": "off", "aria-label": t("messages"), tabindex: "0" },
    earlier,
    emptyNote,
    rows,
  );
  const pill = el("button", { class: "pill", hidden: true, data: { testid: "pill" }, on: { click: () => toBottom() } });
  const node = el("div", { class: "message-list", data: { testid: "messages" } }, scroller, pill);
  let following = true;
  let measured = "";
  let limit = WINDOW;

  scroller.addEventListener("scroll", () => {
    // A list that grew or shrank scrolls too; only the reader's own scrolling ends the following.
    if (following && measured !== sizes()) jumpToBottom();
    following = isAtBottom();
    if (following) read();
    renderPill();
  });
  scroller.addEventListener("keydown", (event) => moveAmongRows(event, scroller));
  const keepBottom = new ResizeObserver(() => following && jumpToBottom());
  keepBottom.observe(rows);
  keepBottom.observe(scroller);
  document.addEventListener("visibilitychange", () => read());

  function render() {
    const messages = messagesIn(pane.chatId, pane.threadId);
    const chat = chatOf(pane.chatId);
    const inGroup = chat.type !== "private";
    earlier.hidden = messages.length <= limit;
    emptyNote.hidden = messages.length > 0;
    emptyNote.textContent = messages.length > 0 ? "" : emptyWords(chat);
    patchList(rows, rowsOf(messages.slice(-limit), inGroup), {
      keyOf: (row) => row.key,
      partsOf: (row) => [...(row.messages ?? [row.label]), row.first, row.last, pane.personId, row.sender],
      make: (row) => (row.messages ? makeRow(row) : el("div", { class: "day" }, el("span", {}, row.label))),
    });
    if (following) {
      jumpToBottom();
      read();
    }
    renderPill();
  }

  function makeRow(row) {
    const [message] = row.messages;
    if (!row.service) return bubbleRow(row, pane);
    return el("div", { class: "service", data: { message: message.message_id } }, el("span", { dir: "auto" }, serviceLine(message)));
  }

  function read() {
    if (following && pane.isSeen() && markRead(pane.personId, pane.chatId, pane.threadId)) pane.changed();
  }

  function renderPill() {
    const unread = unreadIn(pane.personId, pane.chatId, pane.threadId);
    pill.hidden = following;
    if (!following) fill(pill, icon("down"), unread > 0 ? t("newMessages", { count: unread }) : t("toNewest"));
  }

  function reset() {
    clearList(rows);
    following = true;
    limit = WINDOW;
  }

  function showEarlier() {
    const below = scroller.scrollHeight - scroller.scrollTop;
    limit += WINDOW;
    render();
    scroller.scrollTop = scroller.scrollHeight - below;
  }

  function show(messageId) {
    const messages = messagesIn(pane.chatId, pane.threadId);
    const index = messages.findIndex((message) => message.message_id === messageId);
    if (index < 0) {
      toast(t("messageGone"), { within: pane.shelf });
      return;
    }
    limit = Math.max(limit, messages.length - index + 20);
    following = false;
    render();
    const row = rows.querySelector(`[data-message="${messageId}"]`);
    row.scrollIntoView({ block: "center" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
  }

  function toBottom() {
    following = true;
    jumpToBottom();
    read();
    renderPill();
  }

  function jumpToBottom() {
    scroller.scrollTop = scroller.scrollHeight;
    measured = sizes();
  }

  function sizes() {
    return `${scroller.scrollHeight}/${scroller.clientHeight}`;
  }

  function isAtBottom() {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM;
  }

  return { node, render, reset, toBottom, show };
}

/** Day labels, service lines, bubbles and albums in order, with each bubble's place among its neighbours. */
function rowsOf(messages, inGroup) {
  const rows = [];
  for (const message of messages) {
    const before = rows.at(-1)?.messages?.at(-1);
    if (!before || dayOf(before.date) !== dayOf(message.date))
      rows.push({ key: `day ${dayOf(message.date)}`, label: dayLabel(message.date) });
    const album = message.media_group_id && rows.at(-1).messages?.[0].media_group_id === message.media_group_id;
    if (album) rows.at(-1).messages.push(message);
    else rows.push({ key: message.message_id, messages: [message], service: isService(message), sender: senderOf(message).name, inGroup });
  }
  rows.forEach((row, index) => {
    row.first = !belongTogether(rows[index - 1], row);
    row.last = !belongTogether(row, rows[index + 1]);
  });
  return rows;
}

function belongTogether(upper, lower) {
  if (!upper?.messages || !lower?.messages || upper.service || lower.service) return false;
  const [before, after] = [upper.messages.at(-1), lower.messages[0]];
  return before.from?.id === after.from?.id && before.sender_chat?.id === after.sender_chat?.id && after.date - before.date < SAME_BREATH;
}

/** What an empty chat says: what the bot tells of itself, or what to expect there. */
function emptyWords(chat) {
  if (chat.type !== "private") return t(chat.is_forum ? "emptyForum" : "emptyGroup");
  const language = personById(chat.person_id)?.language_code?.split(/[-_]/)[0];
  return world.bot.descriptions?.[language] || world.bot.descriptions?.[""] || t("emptyPrivate", { bot: world.bot.first_name });
}

function moveAmongRows(event, scroller) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const current = event.target.closest(".row");
  if (!step || (event.target !== scroller && event.target !== current)) return;
  const rows = [...scroller.querySelectorAll(".row")];
  const next = current ? rows[rows.indexOf(current) + step] : rows.at(-1);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
