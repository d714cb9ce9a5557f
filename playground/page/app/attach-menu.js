/** The attach button's menu: one's own files, and ready-made samples of each kind. */
import { post } from "./api.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { personById } from "./names.js";
import { attempt, openMenu } from "./overlays.js";
import { SAMPLES, SAMPLE_ALBUM } from "./samples.js";
import { offerFiles } from "./send-files.js";
import { takeMessage } from "./world.js";

const TILES = [
  ["photo", "photo"],
  ["album", "album"],
  ["video", "video"],
  ["voice", "voice"],
  ["document", "file"],
  ["sticker", "sticker"],
  ["location", "place"],
  ["contact", "contact"],
  ["other_contact", "people"],
  ["poll", "poll"],
  ["dice", "dice"],
  ["audio", "music"],
  ["animation", "play"],
  ["video_note", "video"],
  ["story", "album"],
  ["unknown", "question"],
];

export function openAttachMenu(anchor, pane) {
  const tiles = TILES.map(([kind, sign]) =>
    el(
      "button",
      { class: "sample", data: { sample: kind }, on: { click: () => sendSample(kind, pane) } },
      el("span", { class: "sample-sign" }, icon(sign)),
      el("span", {}, t(`sample.${kind}`)),
    ),
  );
  const choose = el(
    "button",
    { class: "choose-file", data: { act: "choose-file" }, on: { click: () => chooseFiles(pane) } },
    icon("attach"),
    t("chooseFile"),
  );
  const head = el(
    "div",
    { class: "attach-menu" },
    choose,
    el("div", { class: "menu-title" }, t("orSample")),
    el("div", { class: "samples" }, tiles),
  );
  openMenu(anchor, [], { head, label: t("attach") });
}

function chooseFiles(pane) {
  const input = el("input", { type: "file", multiple: true });
  input.addEventListener("change", () => offerFiles([...input.files], pane));
  input.click();
}

async function sendSample(kind, pane) {
  const into = pane.target();
  if (kind === "album") {
    const sent = await attempt(() => post("/albums", { ...into, items: SAMPLE_ALBUM }));
    sent?.forEach(takeMessage);
    return;
  }
  const sent = await attempt(() => post("/messages", { ...into, attachment: SAMPLES[kind](personById(pane.personId)) }));
  if (sent) takeMessage(sent);
}
