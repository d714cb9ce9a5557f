/** The playground's world as the server tells it: people, chats, messages, clock. Views watch it and draw it. */

export const world = {
  ready: false,
  connected: false,
  bot: null,
  people: new Map(),
  chats: new Map(),
  messages: new Map(),
  commands: [],
  jumps: [],
  replyKeyboards: new Map(),
  faults: [],
  pendingUpdates: 0,
  webhook: "",
  typing: new Map(),
  lastEvent: 0,
  clock: { simulated: Date.now(), measured: performance.now() },
};

const TYPING_LASTS = 5500;
const watchers = new Set();
const threads = new Map();

/** Calls `watcher(event)` after each change; event is null when the whole state was taken anew. */
export function watch(watcher) {
  watchers.add(watcher);
}

export function takeState(state) {
  world.ready = true;
  world.bot = state.bot;
  world.people = new Map(state.people.map((person) => [person.id, person]));
  world.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
  world.messages = new Map(Object.entries(state.messages).map(([chatId, list]) => [Number(chatId), byId(list)]));
  world.commands = state.commands;
  world.jumps = state.jumps;
  world.replyKeyboards = new Map(Object.entries(state.reply_keyboards).map(([chatId, keyboard]) => [Number(chatId), keyboard]));
  world.faults = state.faults;
  world.pendingUpdates = state.pending_updates;
  world.webhook = state.webhook;
  world.lastEvent = state.event_id;
  setClock(state.now);
  threads.clear();
  tell(null);
}

/** Takes one event of the stream into the world. */
export function applyEvent(event) {
  EFFECTS[event.type]?.(event);
  tell(event);
}

/** Takes a message that a call answered with, unless the stream, which knows later edits, was faster. */
export function takeMessage(message) {
  if (!messagesById(message.chat.id).has(message.message_id)) applyEvent({ type: "message", message });
}

export function setConnected(connected) {
  if (world.connected === connected) return;
  world.connected = connected;
  tell({ type: "connection" });
}

/** The simulated moment, in milliseconds since 1970. */
export function simulatedNow() {
  return world.clock.simulated + performance.now() - world.clock.measured;
}

export function setClock(iso) {
  world.clock = { simulated: Date.parse(iso), measured: performance.now() };
}

/** The chat, or a stand-in for a private chat that nobody has opened yet. */
export function chatOf(chatId) {
  const chat = world.chats.get(chatId);
  if (chat?.migrated_to) return chatOf(chat.migrated_to);
  if (chat || !world.people.has(chatId)) return chat;
  return {
    id: chatId,
    type: "private",
    title: null,
    is_forum: false,
    person_id: chatId,
    started: false,
    blocked: false,
    members: [],
    topics: [],
    pinned: [],
  };
}

/** The person's chats: the one with the bot first, then forums, then other groups. */
export function chatsOf(personId) {
  const groups = [...world.chats.values()].filter((chat) => chat.type !== "private" && !chat.migrated_to && membership(chat, personId));
  groups.sort((a, b) => Number(b.is_forum) - Number(a.is_forum) || (a.title ?? "").localeCompare(b.title ?? ""));
  return [chatOf(personId), ...groups].filter(Boolean);
}

/** The person's membership of a group, or undefined when they are not (or no longer) in it. */
export function membership(chat, personId) {
  return chat.members.find((member) => member.person_id === personId && !["left", "kicked"].includes(member.status));
}

/** The topic a message belongs to; null outside topics, and for General. */
export function threadOf(message) {
  return (chatOf(message.chat.id)?.is_forum && message.message_thread_id) || null;
}

/** The messages of a chat or of one of its topics, oldest first, deleted ones left out. */
export function messagesIn(chatId, threadId) {
  if (!threads.has(chatId)) threads.set(chatId, intoThreads(chatId));
  return threads.get(chatId).get(threadId) ?? [];
}

export function messageById(chatId, messageId) {
  return messagesById(chatId).get(messageId);
}

/** Whether the bot shows that it is typing there. */
export function isTyping(chatId, threadId) {
  return (world.typing.get(`${chatId}/${threadId ?? ""}`) ?? 0) > performance.now();
}

const EFFECTS = {
  message: ({ message }) => putMessage(message),
  edit: ({ message }) => putMessage(message),
  delete: ({ chat_id, message_ids }) => message_ids.forEach((id) => change(chat_id, id, { deleted: true })),
  reactions: ({ chat_id, message_id, reactions }) => change(chat_id, message_id, { reactions }),
  chat: ({ chat }) => {
    world.chats.set(chat.id, chat);
    threads.delete(chat.id);
  },
  person: ({ person }) => world.people.set(person.id, person),
  clock: ({ now }) => setClock(now),
  commands: ({ commands }) => (world.commands = commands),
  faults: ({ faults }) => (world.faults = faults),
  reply_keyboard: ({ chat_id, keyboard }) => world.replyKeyboards.set(chat_id, keyboard),
  typing: ({ chat_id, thread_id }) => {
    world.typing.set(`${chat_id}/${thread_id ?? ""}`, performance.now() + TYPING_LASTS);
    setTimeout(() => tell({ type: "typing" }), TYPING_LASTS + 50);
  },
};

function putMessage(message) {
  messagesById(message.chat.id).set(message.message_id, message);
  threads.delete(message.chat.id);
  if (message.from?.id === world.bot.id) world.typing.delete(`${message.chat.id}/${threadOf(message) ?? ""}`);
}

function change(chatId, messageId, values) {
  const message = messageById(chatId, messageId);
  if (message) putMessage({ ...message, ...values });
}

function messagesById(chatId) {
  if (!world.messages.has(chatId)) world.messages.set(chatId, new Map());
  return world.messages.get(chatId);
}

function byId(list) {
  return new Map(list.map((message) => [message.message_id, message]));
}

function intoThreads(chatId) {
  const found = new Map();
  const present = [...messagesById(chatId).values()].filter((message) => !message.deleted);
  for (const message of present.sort((a, b) => a.message_id - b.message_id)) {
    const thread = threadOf(message);
    if (!found.has(thread)) found.set(thread, []);
    found.get(thread).push(message);
  }
  return found;
}

function tell(event) {
  for (const watcher of watchers) watcher(event);
}
