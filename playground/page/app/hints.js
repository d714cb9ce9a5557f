/** The strip that leads a newcomer through the first conversation and ticks off what is done. */
import { el, fill } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { t } from "./language.js";
import { chatTitle, firstPerson } from "./names.js";
import { recall, remember } from "./remembered.js";
import { chatOf, messagesIn, world } from "./world.js";

/** {node, render, toggle}. */
export function createHints() {
  const steps = el("ol", { class: "hint-steps" });
  const shut = iconButton("close", t("hideHints"), toggle, { testid: "hide-hints" });
  const node = el("section", { class: "hints", "aria-label": t("firstSteps"), data: { testid: "hints" }, hidden: true }, steps, shut);
  let dismissed = recall("hintsHidden", false);
  let drawn = "";

  function render() {
    const facts = storyOf();
    const key = JSON.stringify(facts);
    if (key === drawn) return;
    drawn = key;
    node.hidden = dismissed || facts.length === 0;
    const current = facts.findIndex((fact) => !fact.done);
    const over = facts.length > 0 && current < 0;
    fill(
      steps,
      over
        ? el("li", { class: "current" }, el("span", { class: "step-sign" }, icon("check")), t("hintsDone"))
        : facts.map(({ words, done }, index) =>
            el(
              "li",
              { class: done ? "done" : index === current ? "current" : "", "aria-current": index === current ? "step" : null },
              el("span", { class: "step-sign" }, done ? icon("check") : String(index + 1)),
              el("span", {}, words),
            ),
          ),
    );
  }

  function toggle() {
    dismissed = !node.hidden;
    node.hidden = dismissed;
    remember("hintsHidden", dismissed);
  }

  return { node, render, toggle };
}

/** The steps with what the world says about each: [{words, done}, …]; none when the cast is missing. */
function storyOf() {
  const people = [...world.people.values()];
  const customer = firstPerson(["customer"]);
  const staff = firstPerson(["staff"]);
  const forum = [...world.chats.values()].find((chat) => chat.is_forum && !chat.migrated_to);
  if (!customer || !staff || !forum) return [];
  const names = { customer: customer.first_name, staff: staff.first_name, desk: chatTitle(forum) };
  const topics = forum.topics.map((topic) => messagesIn(forum.id, topic.message_thread_id));
  const staffIds = new Set(people.filter((person) => person.kind !== "customer").map((person) => person.id));
  const customers = people.filter((person) => person.kind === "customer");
  const hasTold = ({ id }) => messagesIn(id, null).some((message) => message.from?.id === id && !isOtherCommand(message));
  // Whoever of the customers it was: nobody is held to the name in the words.
  const done = [
    customers.some(({ id }) => chatOf(id).started),
    customers.some(hasTold),
    forum.topics.length > 0,
    topics.some((messages) => messages.some((message) => staffIds.has(message.from?.id) && message.text && !message.text.startsWith("/"))),
    forum.topics.some((topic) => topic.closed),
  ];
  return done.map((isDone, index) => ({ words: t(`hint.${index + 1}`, names), done: isDone }));
}

/** Whether it is a command, of those that do not complain. */
function isOtherCommand({ text }) {
  return text?.startsWith("/") && !text.startsWith("/complain");
}
