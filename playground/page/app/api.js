/** Calls to the playground's JSON API. A refused call throws ApiError with the server's sentence. */
import { t } from "./language.js";

const BASE = "/playground/api";

export class ApiError extends Error {}

export const eventsUrl = (after) => `${BASE}/events?after=${after}`;
export const fileUrl = (fileId) => `${BASE}/files/${encodeURIComponent(fileId)}`;

export const getState = () => call("GET", "/state");
export const getLog = (after) => call("GET", `/log?after=${after}`);
export const get = (path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);
export const clearFaults = () => call("DELETE", "/faults");

/** Stores a file of the user's; answers {file_id, kind, file_name, mime_type, size}. */
export function uploadFile(file) {
  const form = new FormData();
  form.append("file", file);
  return call("POST", "/files", form);
}

async function call(method, path, body) {
  const isForm = body instanceof FormData;
  const request = { method, headers: body && !isForm ? { "Content-Type": "application/json" } : {} };
  if (body) request.body = isForm ? body : JSON.stringify(body);
  const response = await fetch(BASE + path, request).catch(() => {
    throw new ApiError(t("offline"));
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(sentenceOf(answer) ?? t("refused", { status: response.status }));
  return answer;
}

function sentenceOf(answer) {
  const detail = answer?.detail;
  if (Array.isArray(detail)) return detail.map((item) => item.msg).join("; ");
  return typeof detail === "string" ? detail : null;
}
