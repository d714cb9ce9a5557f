/** The page's own language, English or Simplified Chinese: by the browser's, or as switched. */
import { recall, remember } from "./remembered.js";
import { en } from "./words/en.js";
import { zh } from "./words/zh.js";

const WORDS = { en, zh };

export const language = WORDS[recall("language")] ? recall("language") : navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
export const locale = language === "zh" ? "zh-CN" : navigator.language.startsWith("en") ? navigator.language : "en-GB";

/** The words for a key; `{name}` places are filled from `values`. */
export function t(key, values = {}) {
  const words = WORDS[language][key];
  if (typeof words === "function") return words(values);
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** The words for a key, or `otherwise` when the page has none. */
export function tOr(key, otherwise) {
  return WORDS[language][key] === undefined ? otherwise : t(key);
}

export function switchLanguage() {
  remember("language", language === "zh" ? "en" : "zh");
  location.reload();
}
