/** The buttons under a message. */
import { el } from "./elements.js";
import { copyText } from "./formatted-text.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { follow } from "./links.js";
import { toast } from "./overlays.js";
import { press } from "./presses.js";

/** A node for the message's inline keyboard, or null. */
export function inlineKeyboard(message, pane) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows || rows.length === 0) return null;
  return el(
    "div",
    { class: "inline-keyboard", role: "group", "aria-label": t("buttons") },
    rows.map((row) =>
      el(
        "div",
        { class: "inline-row" },
        row.map((button) => inlineButton(button, message, pane)),
      ),
    ),
  );
}

function inlineButton(button, message, pane) {
  const [sign, act] = actionOf(button, message, pane);
  const node = el(
    "button",
    {
      class: `inline-button ${button.style ? `style-${button.style}` : ""}`,
      title: button.text,
      data: { callback: button.callback_data, url: button.url },
    },
    el("span", { class: "inline-label" }, button.text),
    sign && icon(sign),
  );
  node.addEventListener("click", () => act(node));
  return node;
}

function actionOf(button, message, pane) {
  if (button.callback_data !== undefined) return [null, (node) => press(pane, message, button.callback_data, node)];
  if (button.copy_text) return ["copy", () => copyText(button.copy_text.text)];
  const address = button.url ?? button.web_app?.url ?? button.login_url?.url;
  if (address) return ["link", () => follow(address, pane) || toast(t("unsafeLink"), { tone: "error" })];
  return ["question", () => toast(t("buttonNotBuilt"))];
}
