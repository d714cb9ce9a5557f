/** Who wrote a message, and what sort of message it is. */
import { chatTitle, fullName, personById } from "./names.js";
import { world } from "./world.js";

const SERVICE_FIELDS = [
  "new_chat_members",
  "left_chat_member",
  "new_chat_title",
  "new_chat_photo",
  "delete_chat_photo",
  "group_chat_created",
  "supergroup_chat_created",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
  "pinned_message",
  "forum_topic_created",
  "forum_topic_edited",
  "forum_topic_closed",
  "forum_topic_reopened",
  "general_forum_topic_hidden",
  "general_forum_topic_unhidden",
  "users_shared",
  "chat_shared",
  "write_access_allowed",
  "message_auto_delete_timer_changed",
  "boost_added",
  "web_app_data",
];

/** The field that makes the message a service message ("pinned_message", …), or undefined. */
export function serviceField(message) {
  return SERVICE_FIELDS.find((field) => message[field] !== undefined);
}

export function isService(message) {
  return serviceField(message) !== undefined;
}

/** Whether this very person wrote it; an anonymous administrator's messages count as the group's. */
export function isFromPerson(message, personId) {
  return message.from?.id === personId && !message.sender_chat;
}

export function isFromBot(message) {
  return message.from?.id === world.bot.id;
}

/** The writer as the chat shows them: {id, name, kind} with kind "bot", "customer", "staff", "owner" or "group". */
export function senderOf(message) {
  if (message.sender_chat) return { id: message.sender_chat.id, name: chatTitle(message.sender_chat), kind: "group" };
  if (!message.from) return { id: 0, name: "", kind: "group" };
  if (isFromBot(message)) return { id: world.bot.id, name: world.bot.first_name, kind: "bot" };
  const person = personById(message.from.id) ?? message.from;
  return { id: person.id, name: fullName(person), kind: person.kind ?? "group" };
}
