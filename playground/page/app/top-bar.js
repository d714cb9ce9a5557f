/** The bar across the top: name of the place, clock, switch between panes, log, hints, language. */
import { avatar, roleBadge, unreadBadge } from "./avatar.js";
import { el, patchList } from "./elements.js";
import { icon, iconButton } from "./icons.js";
import { language, switchLanguage, t } from "./language.js";
import { fullName, personById } from "./names.js";
import { unreadIn, unreadOf } from "./reading.js";
import { world } from "./world.js";

/** {node, tabs, render}; the tabs choose the visible pane on narrow screens. */
export function createTopBar({ clock, log, hints, panes, showPane, shownSide }) {
  const action = (sign, label, act, testid) => iconButton(sign, label, act, { className: "bar-button", testid });
  const state = el("span", { class: "connection", role: "status" });
  const logButton = action("log", t("callLog"), log.toggle, "log-toggle");
  const languageButton = el(
    "button",
    {
      class: "bar-button language",
      title: t("switchLanguage"),
      lang: language === "zh" ? "en" : "zh-Hans",
      data: { testid: "language" },
      on: { click: switchLanguage },
    },
    icon("globe"),
    el("span", {}, language === "zh" ? "English" : "中文"),
  );
  const tabs = el("nav", { class: "pane-tabs", "aria-label": t("sides") });
  const brand = el(
    "div",
    { class: "brand" },
    el("img", { src: "/page/icon.svg", alt: "", width: "26", height: "26" }),
    el("span", { class: "brand-name" }, "Kefu"),
    el("span", { class: "brand-kind" }, t("playground")),
  );
  const node = el(
    "header",
    { class: "top-bar" },
    brand,
    clock.node,
    tabs,
    el("div", { class: "bar-end" }, state, action("hint", t("firstSteps"), hints.toggle, "hints-toggle"), logButton, languageButton),
  );

  function render() {
    state.hidden = world.connected;
    state.textContent = t("reconnecting");
    logButton.setAttribute("aria-pressed", String(log.isOpen()));
    patchList(tabs, panes, {
      keyOf: (pane) => pane.side,
      partsOf: (pane) => [personById(pane.personId), pane.side === shownSide(), unreadElsewhere(pane)],
      make: paneTab,
    });
  }

  /** What is new for the pane's person; what stands open before their eyes does not count. */
  function unreadElsewhere(pane) {
    if (pane.personId === null) return 0;
    const open = pane.side === shownSide() ? unreadIn(pane.personId, pane.chatId, pane.threadId) : 0;
    return unreadOf(pane.personId) - open;
  }

  function paneTab(pane) {
    const person = personById(pane.personId);
    const shown = pane.side === shownSide();
    return el(
      "button",
      {
        class: `pane-tab tab-${person?.kind}`,
        "aria-pressed": String(shown),
        data: { pane: pane.side },
        on: { click: () => showPane(pane.side) },
      },
      person && avatar(person.id, fullName(person), { size: "tiny" }),
      el("bdi", { class: "tab-name" }, person?.first_name ?? t(`pane.${pane.side}`)),
      person && roleBadge(person.kind),
      unreadBadge(unreadElsewhere(pane)),
    );
  }

  return { node, render };
}
