/** The dialog about a group's members: who is in it, with what standing; add and remove people, hide an administrator's name. */
import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { el, fill } from "./elements.js";
import { t } from "./language.js";
import { fullName } from "./names.js";
import { attempt, openDialog } from "./overlays.js";
import { chatOf, membership, watch, world } from "./world.js";

const watching = new Set();

watch((event) => {
  if (event === null || event.type === "chat" || event.type === "person") watching.forEach((render) => render());
});

export function openMembers(chatId, pane) {
  const rows = el("div", { class: "choices", data: { testid: "members" } });
  const render = () =>
    fill(
      rows,
      [...world.people.values()].map((person) => memberRow(person, chatOf(chatId), pane)),
      botRow(chatOf(chatId)),
    );
  render();
  watching.add(render);
  openDialog(t("members"), () => rows, { closed: () => watching.delete(render) });
}

function memberRow(person, chat, pane) {
  const member = membership(chat, person.id);
  const set = (change) => attempt(() => post(`/groups/${chat.id}/members`, { person_id: person.id, by: pane.personId, ...change }));
  const action = (label, change) => el("button", { class: "button-small", on: { click: () => set(change) } }, label);
  const isSelf = person.id === pane.personId;
  const actions = [
    ["creator", "administrator"].includes(member?.status) &&
      action(t(member.is_anonymous ? "showName" : "hideName"), { status: member.status, is_anonymous: !member.is_anonymous }),
    member?.status === "member" && action(t("makeAdministrator"), { status: "administrator" }),
    !member && action(t("addMember"), { status: "member" }),
    member && member.status !== "creator" && action(t(isSelf ? "leave" : "removeMember"), { status: isSelf ? "left" : "kicked" }),
  ];
  const name = fullName(person);
  const standing = member ? t(member.is_anonymous ? "status.anonymous" : `status.${member.status}`) : t("status.outside");
  return el(
    "div",
    { class: "choice" },
    avatar(person.id, name, { size: "small" }),
    el("span", { class: "card-text" }, el("bdi", { class: "card-title" }, name), el("span", { class: "card-detail" }, standing)),
    actions,
  );
}

function botRow(chat) {
  const member = membership(chat, world.bot.id);
  const standing = member ? t(`status.${member.status}`) : t("status.outside");
  return el(
    "div",
    { class: "choice" },
    avatar(world.bot.id, world.bot.first_name, { kind: "bot", size: "small" }),
    el(
      "span",
      { class: "card-text" },
      el("bdi", { class: "card-title" }, world.bot.first_name),
      el("span", { class: "card-detail" }, standing),
    ),
  );
}
