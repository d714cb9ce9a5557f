/** The dialog that shows chosen, dropped or pasted files before they are sent. */
import { post, uploadFile } from "./api.js";
import { el } from "./elements.js";
import { icon } from "./icons.js";
import { t } from "./language.js";
import { attempt, openDialog } from "./overlays.js";
import { takeMessage } from "./world.js";

const MOST = 10;

/** Asks for a caption and whether pictures go as photos, then sends. */
export function offerFiles(files, pane) {
  const chosen = files.slice(0, MOST);
  if (chosen.length === 0) return;
  const addresses = chosen.map((file) => URL.createObjectURL(file));
  const caption = el("input", {
    type: "text",
    class: "field",
    placeholder: t("caption"),
    "aria-label": t("caption"),
    maxlength: "1024",
    data: { testid: "caption" },
  });
  const asFile = el("input", { type: "checkbox" });
  const closed = () => addresses.forEach((address) => URL.revokeObjectURL(address));
  const build = (close) => {
    const submit = async (event) => {
      event.preventDefault();
      close();
      await sendFiles(chosen, pane, { caption: caption.value.trim(), asFile: asFile.checked });
    };
    return el(
      "form",
      { class: "form", on: { submit } },
      el(
        "div",
        { class: "previews" },
        chosen.map((file, index) => preview(file, addresses[index])),
      ),
      chosen.some(isPicture) && el("label", { class: "check-line" }, asFile, t("asFile")),
      caption,
      el(
        "footer",
        { class: "dialog-actions" },
        el("button", { type: "submit", class: "button-main", data: { testid: "send-files" } }, t("send")),
      ),
    );
  };
  openDialog(t("sendFiles", { count: chosen.length }), build, { closed });
  caption.focus();
}

/** Lets files be dropped onto the node. */
export function acceptDrops(node, pane) {
  let depth = 0;
  const mark = (change) => {
    depth = Math.max(0, depth + change);
    node.classList.toggle("dropping", depth > 0);
  };
  const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");
  node.addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
  node.addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  node.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  node.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(-depth);
    offerFiles([...event.dataTransfer.files], pane);
  });
}

async function sendFiles(files, pane, { caption, asFile }) {
  const into = pane.target();
  const stored = await attempt(() => Promise.all(files.map(uploadFile)));
  if (!stored) return;
  const items = stored.map((file, index) => attachmentFor(file, files[index], asFile));
  items[0].caption = caption || undefined;
  const pictures = items.every((item) => ["photo", "video"].includes(item.kind));
  const sameKind = items.every((item) => item.kind === items[0].kind);
  if (items.length > 1 && (pictures || sameKind)) {
    (await attempt(() => post("/albums", { ...into, items })))?.forEach(takeMessage);
    return;
  }
  for (const attachment of items) {
    const sent = await attempt(() => post("/messages", { ...into, attachment }));
    if (sent) takeMessage(sent);
  }
}

function attachmentFor(stored, file, asFile) {
  const kind = asFile && isPicture(file) ? "document" : stored.kind;
  return { kind, file_id: stored.file_id, file_name: stored.file_name };
}

function preview(file, address) {
  if (isPicture(file)) return el("img", { class: "preview", src: address, alt: file.name });
  return el("div", { class: "preview preview-file" }, icon("file"), el("bdi", {}, file.name));
}

function isPicture(file) {
  return file.type.startsWith("image/");
}
