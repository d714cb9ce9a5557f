/** The drawer with the bot's calls: what it asked of the stand-in Telegram and what it was told. */
import { clearFaults, getLog } from "./api.js";
import { el, fill } from "./elements.js";
import { iconButton } from "./icons.js";
import { locale, t } from "./language.js";
import { attempt } from "./overlays.js";
import { watch, world } from "./world.js";

const EVERY = 1200;
const MOST = 400;
const MOMENT = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** {node, toggle, isOpen}; it asks for news only while it is open. */
export function createCallLog(changed) {
  const filter = el("input", {
    class: "field log-filter",
    type: "search",
    placeholder: t("filterCalls"),
    "aria-label": t("filterCalls"),
    on: { input: draw },
  });
  const failures = el("input", { type: "checkbox", on: { change: draw } });
  const facts = el("span", { class: "log-facts" });
  const shut = iconButton("close", t("close"), toggle);
  const rows = el("div", { class: "log-rows", role: "table", "aria-label": t("callLog") });
  const head = el(
    "header",
    { class: "log-head" },
    el("h2", {}, t("callLog")),
    facts,
    filter,
    el("label", { class: "check-line" }, failures, t("onlyFailures")),
    shut,
  );
  const node = el("aside", { class: "call-log", hidden: true, "aria-label": t("callLog"), data: { testid: "call-log" } }, head, rows);
  let calls = [];
  let timer = null;

  watch(() => isOpen() && drawFacts());

  function toggle() {
    node.hidden = !node.hidden;
    changed();
    if (isOpen()) refresh();
    else clearTimeout(timer);
  }

  async function refresh() {
    clearTimeout(timer);
    const fresh = await getLog(calls.at(-1)?.id ?? 0).catch(() => []);
    if (fresh.length > 0) {
      calls = [...calls, ...fresh].slice(-MOST);
      draw();
    } else if (calls.length === 0) draw();
    drawFacts();
    if (isOpen()) timer = setTimeout(refresh, EVERY);
  }

  function draw() {
    const words = filter.value.trim().toLowerCase();
    const shown = calls.filter((call) => (!failures.checked || !call.ok) && matches(call, words));
    const stay = rows.scrollTop > 4;
    const open = new Set([...rows.querySelectorAll("details[open]")].map((node) => node.dataset.call));
    const top = rows.scrollTop;
    fill(
      rows,
      shown.length === 0
        ? el("p", { class: "log-empty" }, t(calls.length === 0 ? "noCalls" : failures.checked && words === "" ? "noFailures" : "noMatches"))
        : shown.reverse().map((call) => callRow(call, open.has(String(call.id)))),
    );
    rows.scrollTop = stay ? top : 0;
  }

  function drawFacts() {
    const way = world.webhook ? t("byWebhook") : t("byPolling");
    const clear =
      world.faults.length > 0 &&
      el("button", { class: "button-small", on: { click: () => attempt(clearFaults) } }, t("clearFaults", { count: world.faults.length }));
    fill(facts, way, clear);
  }

  function isOpen() {
    return !node.hidden;
  }

  return { node, toggle, isOpen };
}

function matches(call, words) {
  return words === "" || `${call.method} ${call.chat_id ?? ""} ${call.description ?? ""}`.toLowerCase().includes(words);
}

function callRow(call, open) {
  const verdict = call.ok
    ? el("span", { class: "verdict ok" }, "ok")
    : el("span", { class: "verdict err" }, String(call.error_code ?? "err"));
  const details = el("details", { class: "log-row", open, data: { call: call.id, method: call.method } });
  const show = () => {
    if (details.open && details.childElementCount === 1)
      details.append(
        el(
          "div",
          { class: "log-details" },
          json(t("parameters"), call.parameters),
          json(t("answer"), call.ok ? call.result : call.description),
        ),
      );
  };
  fill(
    details,
    el(
      "summary",
      {},
      el("time", {}, MOMENT.format(Date.parse(call.at))),
      verdict,
      el("code", { class: "log-method" }, call.method),
      el("span", { class: "log-chat" }, call.chat_id ?? ""),
      el("span", { class: "log-description", dir: "auto" }, call.description ?? gist(call)),
    ),
  );
  details.addEventListener("toggle", show);
  show();
  return details;
}

function gist({ parameters }) {
  return String(parameters?.text ?? parameters?.caption ?? parameters?.name ?? "")
    .replace(/\s+/gu, " ")
    .slice(0, 200);
}

function json(title, value) {
  return el("div", {}, el("div", { class: "log-label" }, title), el("pre", {}, JSON.stringify(value ?? null, null, 2)));
}
