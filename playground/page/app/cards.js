/** Attachments that are facts rather than files: places, contacts, polls, dice. */
import { avatar } from "./avatar.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";

export function locationCard({ latitude, longitude }) {
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const address = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`;
  return el(
    "a",
    { class: "place-card", href: address, target: "_blank", rel: "noopener noreferrer", title: t("openMap") },
    el("span", { class: "place-map", "aria-hidden": "true" }, icon("place")),
    cardText(t("kind.location"), place),
  );
}

export function venueCard({ location, title, address }) {
  const card = locationCard(location);
  card.lastChild.replaceWith(cardText(title, address));
  return card;
}

export function contactCard(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return el(
    "div",
    { class: "contact-card" },
    avatar(contact.user_id ?? contact.phone_number.replace(/\D/g, "").slice(-6), name),
    cardText(name, contact.phone_number),
  );
}

export function pollCard(poll) {
  const options = poll.options.map((option) => {
    const share = poll.total_voter_count > 0 ? Math.round((option.voter_count / poll.total_voter_count) * 100) : 0;
    const fillBar = el("i");
    fillBar.style.width = `${share}%`;
    return el(
      "li",
      {},
      el("span", { class: "poll-line" }, el("span", {}, option.text), el("span", { class: "card-detail" }, `${share}%`)),
      el("span", { class: "poll-bar" }, fillBar),
    );
  });
  return el(
    "div",
    { class: "poll-card" },
    el("strong", { dir: "auto" }, poll.question),
    el("span", { class: "card-detail" }, poll.is_anonymous ? t("anonymousPoll") : t("kind.poll")),
    el("ul", {}, options),
    el("span", { class: "card-detail" }, t("votes", { count: poll.total_voter_count })),
  );
}

export function diceCard({ emoji, value }) {
  return el("div", { class: "dice" }, el("span", { class: "huge-emoji" }, emoji), el("span", { class: "dice-value" }, String(value)));
}

export function checklistCard({ title, tasks }) {
  const lines = tasks.map((task) => el("li", {}, task.completion_date ? "☑ " : "☐ ", task.text));
  return el("div", { class: "poll-card" }, el("strong", { dir: "auto" }, title), el("ul", {}, lines));
}

export function storyCard() {
  return plainCard("album", t("kind.story"), t("storyDetail"));
}

export function unknownCard() {
  return plainCard("question", t("kind.unknown"), t("unknownDetail"));
}

function plainCard(sign, title, detail) {
  return el("div", { class: "file-card" }, el("span", { class: "card-sign" }, icon(sign)), cardText(title, detail));
}

function cardText(title, detail) {
  return el("span", { class: "card-text" }, el("bdi", { class: "card-title" }, title), el("bdi", { class: "card-detail" }, detail));
}
