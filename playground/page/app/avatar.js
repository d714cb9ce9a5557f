/** Round pictures with initials, and the badges beside names. */
import { el } from "./elements.js";
import { t } from "./language.js";
import { colourOf, initials } from "./names.js";

export function avatar(id, name, { kind = "", size = "" } = {}) {
  return el(
    "span",
    { class: `avatar ${size} ${kind === "bot" ? "avatar-bot" : `hue-${colourOf(id)}`}`, "aria-hidden": "true" },
    kind === "bot" ? "K" : initials(name),
  );
}

export function roleBadge(kind) {
  return el("span", { class: `role-badge role-${kind}` }, t(`role.${kind}`));
}

/** A count of new messages, or null when there are none. */
export function unreadBadge(count) {
  if (count === 0) return null;
  return el(
    "span",
    { class: "unread", "aria-label": t("newMessages", { count }), data: { unread: count } },
    count > 99 ? "99+" : String(count),
  );
}
