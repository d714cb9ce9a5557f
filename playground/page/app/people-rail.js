/** The cast: everyone the visitor can be, by role, with what is new for each. */
import { avatar, unreadBadge } from "./avatar.js";
import { el, fill } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { fullName } from "./names.js";
import { openNewPerson } from "./new-person.js";
import { unreadOf } from "./reading.js";
import { world } from "./world.js";

const KINDS = ["customer", "staff", "owner"];

export function createPeopleRail(pane) {
  const node = el("nav", { class: "rail", "aria-label": t("youAre") });
  let drawn = "";

  function render() {
    const groups = KINDS.map((kind) => [kind, [...world.people.values()].filter((person) => person.kind === kind)]);
    const facts = JSON.stringify(
      groups.map(([, people]) => people.map((person) => [person, unreadOf(person.id), person.id === pane.personId])),
    );
    if (facts === drawn) return;
    drawn = facts;
    const focused = node.contains(document.activeElement) ? document.activeElement.dataset.person : null;
    const add = el(
      "button",
      {
        class: "person add-person",
        title: t("newPerson"),
        data: { testid: "new-person" },
        on: { click: () => openNewPerson(pane) },
      },
      el("span", { class: "avatar add-sign" }, icon("plus")),
      el("span", { class: "person-name" }, t("add")),
    );
    fill(
      node,
      groups.filter(([, people]) => people.length > 0).map(([kind, people]) => group(kind, people)),
      add,
    );
    if (focused) node.querySelector(`[data-person="${focused}"]`)?.focus();
  }

  function group(kind, people) {
    return el(
      "div",
      { class: `cast cast-${kind}`, role: "group", "aria-label": t(`roles.${kind}`) },
      el("div", { class: "cast-title" }, t(`roles.${kind}`)),
      people.map(personButton),
    );
  }

  function personButton(person) {
    const chosen = person.id === pane.personId;
    const name = fullName(person);
    return el(
      "button",
      {
        class: "person",
        "aria-pressed": String(chosen),
        title: `${name} · ${t(`role.${person.kind}`)}`,
        data: { person: person.id },
        on: { click: () => pane.choosePerson(person.id) },
      },
      el("span", { class: "avatar-frame" }, avatar(person.id, name), unreadBadge(unreadOf(person.id))),
      el("bdi", { class: "person-name" }, person.first_name),
    );
  }

  return { node, render };
}
