/** Service messages ("Anna joined", "topic closed") as one line of text. */
import { summaryOf } from "./attachments.js";
import { t } from "./language.js";
import { fullName, personById } from "./names.js";
import { senderOf, serviceField } from "./senders.js";
import { world } from "./world.js";

/** The line of words for a service message. */
export function serviceLine(message) {
  const by = senderOf(message).name;
  const field = serviceField(message);
  return (LINES[field] ?? (() => t("service.other", { by })))(message[field], by, message);
}

const LINES = {
  new_chat_members: (members, by, message) => {
    const names = members.map(nameOf).join(", ");
    return members.length === 1 && members[0].id === message.from?.id ? t("service.joined", { by }) : t("service.added", { by, names });
  },
  left_chat_member: (member, by, message) =>
    member.id === message.from?.id ? t("service.left", { by }) : t("service.removed", { by, names: nameOf(member) }),
  new_chat_title: (title, by) => t("service.title", { by, title }),
  group_chat_created: (_value, by) => t("service.groupCreated", { by }),
  supergroup_chat_created: (_value, by) => t("service.groupCreated", { by }),
  migrate_to_chat_id: () => t("service.upgraded"),
  migrate_from_chat_id: () => t("service.upgraded"),
  pinned_message: (pinned, by) => t("service.pinned", { by, summary: shorten(summaryOf(pinned)) }),
  forum_topic_created: ({ name }, by) => t("service.topicCreated", { by, name }),
  forum_topic_edited: ({ name }, by) => (name ? t("service.topicRenamed", { by, name }) : t("service.topicEdited", { by })),
  forum_topic_closed: (_value, by) => t("service.topicClosed", { by }),
  forum_topic_reopened: (_value, by) => t("service.topicReopened", { by }),
  write_access_allowed: (_value, by) => t("service.writeAllowed", { by }),
};

function nameOf(user) {
  return user.id === world.bot.id ? world.bot.first_name : fullName(personById(user.id) ?? user);
}

function shorten(text) {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
