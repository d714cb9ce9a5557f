/** The bot's commands on offer: as a menu on the "/" button, and as suggestions while a command is typed. */
import { commandsFor } from "./commands.js";
import { el, fill } from "./elements.js";
import { t } from "./language.js";
import { personById } from "./names.js";
import { openMenu, toast } from "./overlays.js";
import { chatOf } from "./world.js";

export function openCommandMenu(anchor, pane) {
  const commands = commandsOf(pane);
  if (commands.length === 0) {
    toast(t("noCommands"), { within: pane.shelf });
    return;
  }
  const items = commands.map(({ command, description }) => ({
    label: `/${command}`,
    hint: description,
    tone: "command",
    data: { command },
    act: () => pane.sendText(`/${command}`),
  }));
  openMenu(anchor, items, { label: t("commands") });
}

/** {node, render, takesKey}: suggestions above the input while its text is the start of a command. */
export function createCommandList(pane, input) {
  const node = el("div", { class: "suggestions", hidden: true, role: "listbox", "aria-label": t("commands") });
  let found = [];
  let chosen = 0;

  function render() {
    const typed = /^\/(\w*)$/.exec(input.value)?.[1].toLowerCase();
    found = typed === undefined ? [] : commandsOf(pane).filter(({ command }) => command.startsWith(typed));
    chosen = 0;
    draw();
  }

  function draw() {
    node.hidden = found.length === 0;
    fill(
      node,
      found.map(({ command, description }, index) => suggestion(command, description, index)),
    );
    node.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function suggestion(command, description, index) {
    return el(
      "button",
      {
        class: "suggestion",
        role: "option",
        tabindex: "-1",
        "aria-selected": String(index === chosen),
        data: { command },
        on: { click: () => pick(command) },
      },
      el("span", { class: "suggested-command" }, `/${command}`),
      el("span", { class: "menu-hint" }, description),
    );
  }

  function pick(command) {
    input.value = "";
    input.dispatchEvent(new Event("input"));
    pane.sendText(`/${command}`);
    input.focus();
  }

  function takesKey(event) {
    if (found.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const exact = input.value.slice(1).toLowerCase() === found[chosen].command;
    if (event.key === "Enter" && exact) return false;
    if (!step && !["Enter", "Tab", "Escape"].includes(event.key)) return false;
    event.preventDefault();
    if (step) chosen = (chosen + step + found.length) % found.length;
    else if (event.key === "Escape") found = [];
    else if (event.key === "Tab") complete();
    else pick(found[chosen].command);
    draw();
    return true;
  }

  function complete() {
    input.value = `/${found[chosen].command} `;
    input.dispatchEvent(new Event("input"));
  }

  return { node, render, takesKey };
}

function commandsOf(pane) {
  const chat = chatOf(pane.chatId);
  return chat ? commandsFor(personById(pane.personId), chat) : [];
}
