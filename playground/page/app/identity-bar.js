/** The bar that says as whom one is acting in a pane, with the customer's switch for blocking the bot. */
import { avatar, roleBadge, unreadBadge } from "./avatar.js";
import { el, fill } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { fullName, personById } from "./names.js";
import { unreadOf } from "./reading.js";
import { chatOf, world } from "./world.js";

export function createIdentityBar(pane) {
  const who = el("button", {
    class: "who",
    "aria-label": t("changePerson"),
    data: { testid: "who" },
    on: { click: choose },
  });
  const box = el("input", {
    type: "checkbox",
    role: "switch",
    data: { testid: "blocked" },
    on: { change: () => pane.setBlocked(box.checked) },
  });
  const blocking = el("label", { class: "switch" }, el("span", {}, t("blockedBot")), box, el("i", { "aria-hidden": "true" }));
  const node = el("div", { class: "identity" }, who, blocking);
  let drawn = "";

  function choose() {
    const opened = pane.node.toggleAttribute("data-choosing");
    if (opened) pane.node.querySelector('.person[aria-pressed="true"]')?.focus();
  }

  function render() {
    const person = personById(pane.personId);
    const chat = chatOf(person.id);
    blocking.hidden = person.kind !== "customer" || !(chat.started || chat.blocked);
    box.checked = chat.blocked;
    const elsewhere = [...world.people.keys()].filter((id) => id !== person.id).reduce((sum, id) => sum + unreadOf(id), 0);
    const facts = JSON.stringify([person, elsewhere]);
    if (facts === drawn) return;
    drawn = facts;
    const name = fullName(person);
    fill(
      who,
      avatar(person.id, name, { size: "tiny" }),
      el("span", { class: "who-label" }, t("youAre")),
      el("bdi", { class: "who-name" }, name),
      roleBadge(person.kind),
      el("span", { class: "who-language" }, person.language_code),
      el("span", { class: "who-change" }, unreadBadge(elsewhere), icon("down")),
    );
  }

  return { node, render };
}
