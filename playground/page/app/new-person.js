/** The dialog that adds somebody to the cast. */
import { post } from "./api.js";
import { el } from "./elements.js";
import { t } from "./language.js";
import { attempt, openDialog } from "./overlays.js";
import { applyEvent, world } from "./world.js";

const LANGUAGES = [
  ["en", "English"],
  ["zh-hans", "简体中文"],
  ["es", "Español"],
];

/** Asks for the person's facts, makes them, and lets the pane be them. */
export function openNewPerson(pane) {
  const field = (name, label, attributes = {}) =>
    el(
      "label",
      { class: "labelled" },
      label,
      el("input", { class: "field", name, type: "text", maxlength: "64", autocomplete: "off", ...attributes }),
    );
  const choice = (name, label, options) =>
    el(
      "label",
      { class: "labelled" },
      label,
      el(
        "select",
        { class: "field", name },
        options.map(([value, words]) => el("option", { value }, words)),
      ),
    );
  openDialog(t("newPerson"), (close) => {
    const submit = async (event) => {
      event.preventDefault();
      const facts = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
      const person = await attempt(() => post("/people", facts));
      if (!person) return;
      close();
      if (!world.people.has(person.id)) applyEvent({ type: "person", person });
      pane.choosePerson(person.id);
    };
    return el(
      "form",
      { class: "form", on: { submit } },
      field("first_name", t("firstName"), { required: true, autofocus: true }),
      field("last_name", t("lastName")),
      field("username", t("username"), { pattern: "[A-Za-z0-9_]{4,32}" }),
      choice("language_code", t("theirLanguage"), LANGUAGES),
      choice(
        "kind",
        t("theirRole"),
        ["customer", "staff", "owner"].map((kind) => [kind, t(`role.${kind}`)]),
      ),
      el("footer", { class: "dialog-actions" }, el("button", { type: "submit", class: "button-main" }, t("add"))),
    );
  });
}
