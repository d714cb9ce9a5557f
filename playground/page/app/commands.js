/** Which bot commands a person is offered in a chat: the first list that is set, in Telegram's order of scopes. */
import { membership, world } from "./world.js";

/** [{command, description}, …]; https://core.telegram.org/bots/api#determining-list-of-commands */
export function commandsFor(person, chat) {
  const language = person.language_code?.split(/[-_]/)[0].toLowerCase() ?? "";
  for (const scope of scopesFor(person, chat)) {
    const found = listOf(scope, language) ?? listOf(scope, "");
    if (found) return found;
  }
  return [];
}

function scopesFor(person, chat) {
  const fallback = [{ type: "default" }];
  if (chat.type === "private") return [{ type: "chat", chat_id: chat.id }, { type: "all_private_chats" }, ...fallback];
  const administers = ["creator", "administrator"].includes(membership(chat, person.id)?.status);
  return [
    { type: "chat_member", chat_id: chat.id, user_id: person.id },
    ...(administers ? [{ type: "chat_administrators", chat_id: chat.id }] : []),
    { type: "chat", chat_id: chat.id },
    ...(administers ? [{ type: "all_chat_administrators" }] : []),
    { type: "all_group_chats" },
    ...fallback,
  ];
}

function listOf(scope, language) {
  const entry = world.commands.find(
    (candidate) =>
      candidate.scope.type === scope.type &&
      sameId(candidate.scope.chat_id, scope.chat_id) &&
      sameId(candidate.scope.user_id, scope.user_id) &&
      (candidate.language_code ?? "") === language &&
      candidate.commands.length > 0,
  );
  return entry?.commands;
}

function sameId(left, right) {
  return String(left ?? "") === String(right ?? "");
}
