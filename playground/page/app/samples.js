/** Ready-made attachments, so that nobody has to look for a file to try one. */
import { t } from "./language.js";

const PEOPLES_SQUARE = { latitude: 31.23037, longitude: 121.4737 };

/** Attachments by kind; `person` is who sends, for their own contact. Files without file_id get demo content from the server. */
export const SAMPLES = {
  photo: () => ({ kind: "photo" }),
  document: () => ({ kind: "document" }),
  voice: () => ({ kind: "voice" }),
  video: () => ({ kind: "video" }),
  video_note: () => ({ kind: "video_note" }),
  animation: () => ({ kind: "animation" }),
  audio: () => ({ kind: "audio" }),
  sticker: () => ({ kind: "sticker" }),
  location: () => ({ kind: "location", ...PEOPLES_SQUARE }),
  poll: () => samplePoll(),
  dice: () => ({ kind: "dice", emoji: "🎲" }),
  contact: (person) => ({
    kind: "contact",
    phone_number: person.phone_number ?? inventedNumber(person),
    first_name: person.first_name,
    user_id: person.id,
  }),
  other_contact: () => ({ kind: "contact", phone_number: "+8613800138000", first_name: t("sampleContact") }),
  story: () => ({ kind: "story" }),
  unknown: () => ({ kind: "unknown" }),
};

export const SAMPLE_ALBUM = [{ kind: "photo" }, { kind: "photo" }, { kind: "photo" }];

export function samplePoll() {
  return { kind: "poll", question: t("samplePoll"), options: [t("sampleYes"), t("sampleNo")] };
}

function inventedNumber(person) {
  return `+86138${String(person.id).padStart(8, "0")}`;
}
