/** A small player for voice messages and music: play button, bars, length. */
import { fileUrl } from "./api.js";
import { duration } from "./dates.js";
import { el, fill } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { toast } from "./overlays.js";

const BARS = 30;

export function voicePlayer(sound, title) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = fileUrl(sound.file_id);
  const button = el("button", { class: "play", "aria-label": t("play", { title }) }, icon("play"));
  const bars = el("span", { class: "bars", "aria-hidden": "true" }, heights(sound.file_unique_id ?? sound.file_id).map(bar));
  const length = el("span", { class: "card-detail" }, duration(sound.duration ?? 0));
  const total = () => (Number.isFinite(audio.duration) ? audio.duration : sound.duration || 1);
  const showProgress = () => {
    const done = Math.round((audio.currentTime / total()) * BARS);
    [...bars.children].forEach((node, index) => node.classList.toggle("heard", index < done));
    length.textContent = duration(audio.currentTime > 0 ? audio.currentTime : (sound.duration ?? 0));
  };
  button.addEventListener("click", () => (audio.paused ? audio.play().catch(() => toast(t("noSound"))) : audio.pause()));
  for (const type of ["play", "pause", "ended"]) audio.addEventListener(type, () => fill(button, icon(audio.paused ? "play" : "pause")));
  audio.addEventListener("timeupdate", showProgress);
  return el(
    "div",
    { class: "voice" },
    button,
    el("span", { class: "voice-body" }, bars, el("span", { class: "voice-line" }, el("bdi", { class: "card-detail" }, title), length)),
  );
}

function bar(height) {
  const node = el("i");
  node.style.height = `${height}px`;
  return node;
}

/** Bar heights in pixels, the same each time for the same file: decoration, not measured from the sound. */
function heights(seed) {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  return Array.from({ length: BARS }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return 4 + ((state >>> 24) % 17);
  });
}
