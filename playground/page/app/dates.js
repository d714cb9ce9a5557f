/** Dates and times in the reader's zone, against the simulated clock. */
import { locale, t } from "./language.js";
import { simulatedNow } from "./world.js";

const TIME = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const CLOCK_DAY = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
const FULL = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" });
const DAY_LENGTH = 86_400_000;

export const timeOf = (seconds) => TIME.format(seconds * 1000);
export const fullDateOf = (seconds) => FULL.format(seconds * 1000);
export const clockDay = (milliseconds) => CLOCK_DAY.format(milliseconds);
export const clockTime = (milliseconds) => TIME.format(milliseconds);

/** A key that is the same for all moments of one day. */
export function dayOf(seconds) {
  return new Date(seconds * 1000).toDateString();
}

/** "Today", "Yesterday", or the date. */
export function dayLabel(seconds) {
  const age = startOfDay(simulatedNow()) - startOfDay(seconds * 1000);
  if (age === 0) return t("today");
  if (Math.round(age / DAY_LENGTH) === 1) return t("yesterday");
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date(simulatedNow()).getFullYear();
  return (sameYear ? DAY : DAY_AND_YEAR).format(seconds * 1000);
}

/** The time for today, the date for other days: for lists. */
export function shortMoment(seconds) {
  return startOfDay(simulatedNow()) === startOfDay(seconds * 1000) ? timeOf(seconds) : SHORT_DAY.format(seconds * 1000);
}

/** "0:07", "12:30". */
export function duration(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function startOfDay(milliseconds) {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}
