"""Sendable: whether Telegram would take what is queued, as far as that can be known without asking it."""

import json
from collections.abc import Iterator
from typing import Any

from playground.html_entities import parse_html, utf16_length
from playground.refusals import Refused

LONGEST_TEXT, LONGEST_CAPTION, LONGEST_ANSWER, LONGEST_TOPIC, LONGEST_DATA = 4096, 1024, 200, 128, 64
_IDS = ("chat_id", "from_chat_id", "message_id", "message_thread_id", "user_id")


def faults_of(method: str, payload: dict[str, Any]) -> list[str]:
    """Return what Telegram would refuse in a call."""
    try:
        json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
    except (UnicodeEncodeError, ValueError, TypeError) as error:
        return [f"no JSON in UTF-8: {type(error).__name__}"]
    return [*_faults_of_ids(payload), *_faults_of_words(method, payload), *_faults_of_buttons(payload)]


def _faults_of_ids(payload: dict[str, Any]) -> Iterator[str]:
    for name in _IDS:
        value = payload.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
            yield f"{name} is {value!r}"


def _faults_of_words(method: str, payload: dict[str, Any]) -> Iterator[str]:
    if method == "answerCallbackQuery":
        if utf16_length(payload.get("text", "")) > LONGEST_ANSWER:
            yield f"an answer to a press of {utf16_length(payload['text'])} units"
        return
    if method in ("createForumTopic", "editForumTopic"):
        if not 1 <= utf16_length(str(payload.get("name", "")).strip()) <= LONGEST_TOPIC:
            yield f"a topic named {payload.get('name')!r}"
        return
    if method in ("sendMessage", "editMessageText"):
        yield from _faults_of_text(payload.get("text"), payload, shortest=1, longest=LONGEST_TEXT)
    elif "caption" in payload:
        yield from _faults_of_text(payload["caption"], payload, shortest=0, longest=LONGEST_CAPTION)


def _faults_of_text(text: Any, payload: dict[str, Any], *, shortest: int, longest: int) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"no text but {text!r}"
        return
    if "\0" in text:
        yield "a NUL in the text"
    bare, entities = text, payload.get("entities") or payload.get("caption_entities") or []
    if payload.get("parse_mode") == "HTML":
        try:
            bare, entities = parse_html(text)
        except Refused as refused:
            yield f"HTML: {refused}"
            return
    if not shortest <= utf16_length(bare.strip()) or utf16_length(bare) > longest:
        yield f"a text of {utf16_length(bare)} units"
    if any(not isinstance(entity, dict) for entity in entities):
        yield "entities that are none"


def _faults_of_buttons(payload: dict[str, Any]) -> Iterator[str]:
    markup = payload.get("reply_markup") or {}
    for row in [*markup.get("inline_keyboard", []), *markup.get("keyboard", [])]:
        for button in row:
            if not button["text"].strip():
                yield "a button without a label"
            if not 0 <= len(button.get("callback_data", "").encode()) <= LONGEST_DATA:
                yield f"a button that carries {button['callback_data']!r}"
