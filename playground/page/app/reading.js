/** What each person has read in each chat and topic, and how much is new to them. */
import { recallInTab, rememberInTab } from "./remembered.js";
import { isFromPerson, isService } from "./senders.js";
import { chatsOf, membership, messagesIn, world } from "./world.js";

const marks = recallInTab("read", {});

/** Message ids start anew with a new world: marks beyond the newest message belong to an older one. */
export function forgetMarksOfOtherWorlds() {
  for (const [key, mark] of Object.entries(marks)) {
    const chatId = Number(key.split("/")[1]);
    const newest = Math.max(0, ...(world.messages.get(chatId)?.keys() ?? []));
    if (mark > newest) delete marks[key];
  }
}

/** Notes that the person has seen everything there; answers whether that was news. */
export function markRead(personId, chatId, threadId) {
  const key = keyOf(personId, chatId, threadId);
  const newest = messagesIn(chatId, threadId).at(-1)?.message_id ?? 0;
  if ((marks[key] ?? 0) >= newest) return false;
  marks[key] = newest;
  rememberInTab("read", marks);
  return true;
}

/** How many messages of others the person has not seen there. */
export function unreadIn(personId, chatId, threadId) {
  const mark = marks[keyOf(personId, chatId, threadId)] ?? 0;
  const messages = messagesIn(chatId, threadId);
  let count = 0;
  for (let index = messages.length - 1; index >= 0 && messages[index].message_id > mark; index -= 1) {
    if (!isFromPerson(messages[index], personId) && !isService(messages[index])) count += 1;
  }
  return count;
}

export function unreadInChat(personId, chat) {
  return threadsOf(chat).reduce((sum, threadId) => sum + unreadIn(personId, chat.id, threadId), 0);
}

export function unreadOf(personId) {
  return chatsOf(personId)
    .filter((chat) => chat.type === "private" || membership(chat, personId))
    .reduce((sum, chat) => sum + unreadInChat(personId, chat), 0);
}

/** General (null) and the topics of a forum; null alone for any other chat. */
function threadsOf(chat) {
  return [null, ...(chat.is_forum ? chat.topics.map((topic) => topic.message_thread_id) : [])];
}

function keyOf(personId, chatId, threadId) {
  return `${personId}/${chatId}/${threadId ?? ""}`;
}
