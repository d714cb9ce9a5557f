/** Making, closing, reopening and deleting topics of a forum. */
import { post } from "./api.js";
import { el } from "./elements.js";
import { t } from "./language.js";
import { topicName } from "./names.js";
import { attempt, openDialog } from "./overlays.js";
import { chatOf } from "./world.js";

export function openNewTopic(pane) {
  const name = el("input", {
    class: "field",
    type: "text",
    required: true,
    maxlength: "128",
    autofocus: true,
    placeholder: t("topicName"),
    "aria-label": t("topicName"),
    data: { testid: "topic-name" },
  });
  openDialog(t("newTopic"), (close) => {
    const submit = async (event) => {
      event.preventDefault();
      const topic = await attempt(() => post("/topics", { from: pane.personId, chat_id: pane.chatId, name: name.value }));
      if (topic) close();
    };
    return el(
      "form",
      { class: "form", on: { submit } },
      name,
      el("footer", { class: "dialog-actions" }, el("button", { type: "submit", class: "button-main" }, t("create"))),
    );
  });
}

/** The menu items for the open topic. */
export function topicItems(pane) {
  const chat = chatOf(pane.chatId);
  const topic = chat.topics?.find((one) => one.message_thread_id === pane.threadId);
  if (!topic) return [];
  const place = { chat_id: chat.id, thread_id: topic.message_thread_id };
  const turn = () => attempt(() => post("/topics/state", { from: pane.personId, ...place, closed: !topic.closed }));
  return [
    {
      label: t(topic.closed ? "reopenTopic" : "closeTopic"),
      icon: topic.closed ? "unlock" : "lock",
      data: { act: "turn-topic" },
      act: turn,
    },
    { label: t("deleteTopic"), icon: "trash", tone: "danger", data: { act: "delete-topic" }, act: () => confirmDeletion(chat, place) },
  ];
}

function confirmDeletion(chat, place) {
  openDialog(t("deleteTopic"), (close) => {
    const act = () => {
      close();
      attempt(() => post("/topics/deletions", place));
    };
    return [
      el("p", { class: "alert-text" }, t("deleteTopicQuestion", { name: topicName(chat, place.thread_id) })),
      el("footer", { class: "dialog-actions" }, el("button", { class: "button-main danger", on: { click: act } }, t("delete"))),
    ];
  });
}
