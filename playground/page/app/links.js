/** Links in messages and on buttons: which are safe to open, and which lead to places inside the playground. */
import { chatOf, membership, messageById, threadOf, world } from "./world.js";

const OPENABLE = ["http:", "https:", "mailto:", "tel:"];

/** The address in a form that may stand in href, or null for anything that is not a plain web, mail or phone link. */
export function safeUrl(text) {
  const url = parse(text) ?? parse(`https://${text}`);
  return url && OPENABLE.includes(url.protocol) ? url.href : null;
}

/** Where a t.me or tg: link leads inside the playground: {start}, {person}, {chat, thread, message}, or null for other links. */
export function insideTarget(text) {
  const url = parse(text) ?? parse(`https://${text}`);
  if (!url) return null;
  if (url.protocol === "tg:") return tgTarget(url);
  if (!["t.me", "telegram.me"].includes(url.hostname)) return null;
  const [first, ...rest] = url.pathname.split("/").filter(Boolean);
  if (first?.toLowerCase() === world.bot.username.toLowerCase()) return { start: url.searchParams.get("start") ?? "" };
  if (first === "c") return messageTarget(Number(`-100${rest[0]}`), rest.slice(1).map(Number));
  return null;
}

/** Opens a link for the person of a pane: inside the playground when it leads there, else in a new tab. Answers whether it could. */
export function follow(text, pane) {
  const target = insideTarget(text);
  if (target) return goInside(target, pane);
  const url = safeUrl(text);
  if (url) window.open(url, "_blank", "noopener,noreferrer");
  return url !== null;
}

function goInside(target, pane) {
  if (target.start !== undefined) {
    pane.open(pane.personId);
    pane.offerStart(target.start);
    return true;
  }
  if (target.person !== undefined) return world.people.has(target.person);
  const chat = chatOf(target.chat);
  if (!chat || !membership(chat, pane.personId)) return false;
  pane.open(chat.id, target.thread);
  if (target.message) pane.showMessage(target.message);
  return true;
}

function tgTarget(url) {
  const place = url.hostname || url.pathname.replace(/^\/+/, "").split("?")[0];
  if (place === "user") return { person: Number(url.searchParams.get("id")) };
  if (place === "resolve" && url.searchParams.get("domain")?.toLowerCase() === world.bot.username.toLowerCase()) {
    return { start: url.searchParams.get("start") ?? "" };
  }
  return null;
}

function messageTarget(chatId, ids) {
  const chat = chatOf(chatId);
  const message = ids.at(-1) ?? null;
  const known = message === null ? undefined : messageById(chatId, message);
  if (known) return { chat: chatId, thread: threadOf(known), message };
  const thread = chat?.topics.some((topic) => topic.message_thread_id === ids[0]) ? ids[0] : null;
  return { chat: chatId, thread, message: null };
}

function parse(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
