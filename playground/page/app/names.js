/** Names of people and chats as the page shows them. */
import { language, t } from "./language.js";
import { world } from "./world.js";

const CJK = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;
const LETTERS = new Intl.Segmenter();
const AVATAR_COLOURS = 8;

export function personById(id) {
  return world.people.get(id);
}

/** With whom to begin: a person of one of these kinds, best one who speaks the page's language. */
export function firstPerson(kinds) {
  const people = [...world.people.values()].filter((person) => kinds.includes(person.kind));
  return people.find((person) => person.language_code?.startsWith(language)) ?? people[0];
}

export function fullName(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ");
}

/** The title of a group, or the bot's name for the private chat with it. */
export function chatTitle(chat) {
  return chat.type === "private" ? world.bot.first_name : (chat.title ?? t("group"));
}

export function topicName(chat, threadId) {
  if (threadId === null) return t("general");
  return chat.topics.find((topic) => topic.message_thread_id === threadId)?.name ?? t("deletedTopic");
}

/** One or two letters for an avatar. */
export function initials(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return "?";
  const letters = words.slice(0, CJK.test(words[0]) ? 1 : 2).map(firstLetter);
  return letters
    .filter((letter, index) => index === 0 || !CJK.test(letter))
    .join("")
    .toUpperCase();
}

/** What a reader takes for the first letter: a whole emoji or accented letter counts as one. */
export function firstLetter(text) {
  return [...LETTERS.segment(text)][0]?.segment ?? "";
}

/** A stable number 0–7 for the colour of an avatar or a name; hundreds count too, so that 1001 and 2001 differ. */
export function colourOf(id) {
  const number = Math.abs(Number(id));
  return (number + Math.floor(number / 100) * 3) % AVATAR_COLOURS;
}
