/** Photos, sounds, films, files and cards inside a message. */
import { fileUrl } from "./api.js";
import { contactCard, diceCard, locationCard, pollCard, storyCard, unknownCard, venueCard, checklistCard } from "./cards.js";
import { duration } from "./dates.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { openDialog } from "./overlays.js";
import { voicePlayer } from "./voice-player.js";

const MAKERS = {
  photo: (message) => photo(message.photo),
  animation: (message) => film(message.animation, { loop: true }),
  video: (message) => film(message.video, {}),
  video_note: (message) => film({ width: 240, height: 240, ...message.video_note }, { round: true }),
  voice: (message) => voicePlayer(message.voice, t("voice")),
  audio: (message) => voicePlayer(message.audio, message.audio.title ?? message.audio.file_name ?? t("audio")),
  document: (message) => fileCard(message.document),
  sticker: (message) => sticker(message.sticker),
  venue: (message) => venueCard(message.venue),
  location: (message) => locationCard(message.location),
  contact: (message) => contactCard(message.contact),
  poll: (message) => pollCard(message.poll),
  dice: (message) => diceCard(message.dice),
  checklist: (message) => checklistCard(message.checklist),
  story: () => storyCard(),
};
const EMOJI = {
  photo: "🖼",
  video: "🎬",
  animation: "🎞",
  video_note: "📹",
  voice: "🎤",
  audio: "🎵",
  document: "📄",
  sticker: "",
  venue: "📍",
  location: "📍",
  contact: "👤",
  poll: "📊",
  dice: "🎲",
  checklist: "☑️",
  story: "📖",
};

/** The kind of attachment a message carries ("photo", …), or undefined. An animation is told apart from the document it doubles as. */
export function attachmentKind(message) {
  return Object.keys(MAKERS).find((kind) => message[kind] !== undefined && (kind !== "photo" || message.photo.length > 0));
}

/** A node for what the message carries besides text, or null. */
export function attachmentOf(message) {
  const kind = attachmentKind(message);
  if (kind) return el("div", { class: `attachment attachment-${kind}`, data: { attachment: kind } }, MAKERS[kind](message));
  return message.text === undefined && message.caption === undefined ? unknownCard() : null;
}

/** Whether the bubble's frame should step back: stickers, dice and round films stand alone. */
export function standsAlone(message) {
  return ["sticker", "video_note"].includes(attachmentKind(message)) || (message.dice !== undefined && !message.reply_markup);
}

/** One line for lists and quotes: the text, or what stands in its place. */
export function summaryOf(message) {
  const words = (message.text ?? message.caption ?? "").replace(/\s+/gu, " ").trim();
  const kind = attachmentKind(message);
  if (!kind) return words || t("kind.unknown");
  const sign = kind === "sticker" ? (message.sticker.emoji ?? "") : EMOJI[kind];
  const named = { document: message.document?.file_name, poll: message.poll?.question, contact: message.contact?.first_name }[kind];
  return `${sign} ${words || named || t(`kind.${kind}`)}`.trim();
}

/** A picture that opens in large when pressed. */
export function photo(sizes) {
  const largest = sizes.at(-1);
  const source = fileUrl(largest.file_id);
  const image = el("img", { src: source, alt: t("kind.photo"), loading: "lazy", width: largest.width, height: largest.height });
  image.addEventListener("error", () => button.classList.add("broken"));
  const button = el("button", { class: "photo", "aria-label": t("openPhoto"), on: { click: () => openPhoto(source) } }, image);
  button.style.aspectRatio = `${largest.width} / ${largest.height}`;
  return button;
}

function openPhoto(source) {
  openDialog(t("kind.photo"), () => el("img", { class: "large-photo", src: source, alt: t("kind.photo") }), { className: "photo-dialog" });
}

function film(video, { loop = false, round = false }) {
  const player = el("video", {
    src: fileUrl(video.file_id),
    controls: !loop,
    loop,
    muted: loop,
    autoplay: loop,
    playsinline: true,
    preload: "metadata",
  });
  const frame = el(
    "div",
    { class: `film ${round ? "round" : ""}` },
    player,
    el("span", { class: "film-length" }, duration(video.duration ?? 0)),
  );
  frame.style.aspectRatio = `${video.width || 320} / ${video.height || 240}`;
  // Demo films are only stand-ins and need not play: then a plain plate with the length stays.
  player.addEventListener("error", () => {
    player.remove();
    frame.classList.add("no-picture");
    frame.prepend(icon("video"));
  });
  return frame;
}

function fileCard(document) {
  const details = [sizeOf(document.file_size), document.mime_type].filter(Boolean).join(" · ");
  return el(
    "a",
    {
      class: "file-card",
      href: fileUrl(document.file_id),
      download: document.file_name ?? "file",
      "aria-label": t("download", { name: document.file_name ?? t("kind.document") }),
    },
    el("span", { class: "card-sign" }, icon("file")),
    el(
      "span",
      { class: "card-text" },
      el("bdi", { class: "card-title" }, document.file_name ?? t("kind.document")),
      el("span", { class: "card-detail" }, details),
    ),
  );
}

function sticker(file) {
  const image = el("img", { class: "sticker", src: fileUrl(file.file_id), alt: file.emoji ?? t("kind.sticker"), loading: "lazy" });
  image.addEventListener("error", () => image.replaceWith(el("span", { class: "huge-emoji" }, file.emoji ?? "🙂")));
  return image;
}

function sizeOf(bytes) {
  if (bytes === undefined || bytes === null) return null;
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
