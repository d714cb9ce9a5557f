/** What the bot offers in inline mode: suggestions above the input while its text begins with the bot's name. */
import { get, post } from "./api.js";
import { el, fill } from "./elements.js";
import { t } from "./language.js";
import { attempt } from "./overlays.js";
import { takeMessage, watch, world } from "./world.js";

const PAUSE = 250;

/** {node, render, takesKey}: asks the bot when the typing pauses; a chosen result is posted in the pane's chat. */
export function createInlineResults(pane, input) {
  const node = el("div", { class: "suggestions", hidden: true, role: "listbox", "aria-label": t("inlineResults") });
  let asked = null;
  let timer = null;
  let found = [];
  let chosen = 0;

  watch((event) => {
    if (event?.type === "inline_results" && event.inline_query_id === asked) show(event.results);
  });

  function render() {
    clearTimeout(timer);
    asked = null;
    const query = queryIn(input.value);
    if (query === null) show([]);
    else timer = setTimeout(() => ask(query), PAUSE);
  }

  async function ask(query) {
    const sent = await attempt(() => post("/inline-queries", { from: pane.personId, chat_id: pane.chatId, query }));
    if (!sent || queryIn(input.value) !== query) return;
    asked = sent.inline_query_id;
    // The bot may have been faster than the answer to the question.
    const offer = await attempt(() => get(`/inline-queries/${asked}`));
    if (offer?.answered && sent.inline_query_id === asked) show(offer.results);
  }

  function show(results) {
    found = results;
    chosen = 0;
    draw();
  }

  function draw() {
    node.hidden = found.length === 0;
    fill(
      node,
      found.map((result, index) =>
        el(
          "button",
          {
            class: "suggestion",
            role: "option",
            tabindex: "-1",
            "aria-selected": String(index === chosen),
            data: { result: result.title },
            on: { click: () => pick(result) },
          },
          el("span", { class: "suggested-command" }, result.title),
          el("span", { class: "menu-hint" }, result.description),
        ),
      ),
    );
    node.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  async function pick(result) {
    const choice = { inline_query_id: asked, result_id: result.id };
    input.value = "";
    input.dispatchEvent(new Event("input"));
    const sent = await attempt(() => post("/inline-choices", { ...pane.target(), ...choice }));
    if (sent) takeMessage(sent);
    input.focus();
  }

  function takesKey(event) {
    if (found.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && !["Enter", "Escape"].includes(event.key)) return false;
    event.preventDefault();
    if (step) chosen = (chosen + step + found.length) % found.length;
    else if (event.key === "Escape") found = [];
    else {
      pick(found[chosen]);
      return true;
    }
    draw();
    return true;
  }

  return { node, render, takesKey };
}

/** The words behind the bot's name at the beginning of a text, or null when it does not begin so. */
function queryIn(text) {
  const name = `@${world.bot?.username} `;
  return text.toLowerCase().startsWith(name.toLowerCase()) ? text.slice(name.length).trim() : null;
}
