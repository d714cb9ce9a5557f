/** Reactions: the small set on offer, and the chips under a message. */
import { post } from "./api.js";
import { el } from "./elements.js";
import { t } from "./language.js";
import { fullName, personById } from "./names.js";
import { attempt } from "./overlays.js";
import { world } from "./world.js";

// As the Bot API writes them: the heart comes without the sign that asks for a coloured picture.
export const EMOJIS = ["👍", "❤", "🔥", "👏", "😁", "🙏", "😢", "😡", "👎"];

/** The row of emojis to choose from, for the top of a message's menu. */
export function reactionRow(message, pane) {
  const mine = reactionOf(message, pane.personId);
  const choose = (emoji) => react(message, pane, emoji === mine ? null : emoji);
  return el(
    "div",
    { class: "reaction-row", role: "group", "aria-label": t("react") },
    EMOJIS.map((emoji) =>
      el(
        "button",
        {
          class: `reaction-choice ${emoji === mine ? "mine" : ""}`,
          data: { reaction: emoji },
          on: { click: () => choose(emoji) },
        },
        drawn(emoji),
      ),
    ),
  );
}

/** Chips with counts, or null; a chip pressed adds or takes back one's own reaction. */
export function reactionChips(message, pane) {
  const reactions = message.reactions ?? [];
  if (reactions.length === 0) return null;
  const mine = reactionOf(message, pane.personId);
  const chips = [...new Set(reactions.map(({ emoji }) => emoji))].map((emoji) => {
    const from = reactions
      .filter((reaction) => reaction.emoji === emoji)
      .map(({ person_id: id }) => (id === null ? world.bot.first_name : nameOf(id)));
    const act = () => react(message, pane, emoji === mine ? null : emoji);
    return el(
      "button",
      {
        class: `reaction-chip ${emoji === mine ? "mine" : ""}`,
        title: from.join(", "),
        data: { reaction: emoji },
        on: { click: act },
      },
      drawn(emoji),
      el("span", {}, from.length > 1 ? String(from.length) : ""),
    );
  });
  return el("div", { class: "reaction-chips" }, chips);
}

function react(message, pane, emoji) {
  return attempt(() => post("/reactions", { from: pane.personId, chat_id: message.chat.id, message_id: message.message_id, emoji }));
}

function reactionOf(message, personId) {
  return message.reactions?.find((reaction) => reaction.person_id === personId)?.emoji;
}

function nameOf(personId) {
  const person = personById(personId);
  return person ? fullName(person) : String(personId);
}

function drawn(emoji) {
  return emoji === "❤" ? "❤️" : emoji;
}
