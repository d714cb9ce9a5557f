"""Text as Telegram keeps it: trimmed, measured, with the entities that were given and those that are found."""

import re
from typing import Any

from playground.html_entities import parse_html, utf16_length
from playground.refusals import Refused, bad_request
from playground.wire import Json, Parameters

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

_IN_URL = r"[^\s<>\"'，。；！？]"
_LAST_IN_URL = r"[^\s<>\"'，。；！？.,:;!?)]"
_FOUND = re.compile(
    rf"(?P<url>(?:https?://|tg://){_IN_URL}*{_LAST_IN_URL}"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|cn|de|es|ru|app|example)\b"
    rf"(?:/{_IN_URL}*{_LAST_IN_URL})?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b)"
    r"|(?P<mention>(?<![\w@])@[a-zA-Z0-9_]{3,32}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_PLAIN_ONLY = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})
_KNOWN = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline", "strikethrough",
        "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip


def formatted(p: Parameters, *, text: str = "text", entities: str = "entities", parse_mode: str = "parse_mode") -> tuple[str, list[Json]]:
    """The text parameter of a call and its entities, by parse mode or by the given list. Refused when either is wrong."""
    raw = p.text(text)
    mode = p.text(parse_mode).lower()
    if mode == "html":
        return trimmed(*parse_html(raw))
    if mode in {"markdown", "markdownv2"}:
        raise bad_request("the stand-in speaks HTML only: parse_mode must be HTML")
    if mode not in {"", "none"}:
        raise bad_request("unsupported parse_mode")
    try:
        given = p.structure(entities)
    except ValueError:
        raise bad_request("can't parse entities JSON object") from None
    return trimmed(raw, checked_entities(given or [], raw))


def checked_entities(given: Any, text: str) -> list[Json]:
    """The given entities when each is a known one inside the text. Refused otherwise."""
    if not isinstance(given, list):
        raise bad_request("expected an Array of MessageEntity")
    length = utf16_length(text)
    kept: list[Json] = []
    for entity in given:
        if not isinstance(entity, dict) or not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if entity.get("type") not in _KNOWN:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length:
            raise bad_request("entity beyond the end of the text")
        if entity["type"] not in {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}:
            kept.append(dict(entity))
    return kept


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space around it, entities moved along, links, mentions and commands found in it, in Telegram's order."""
    begun = text.lstrip()
    shift = utf16_length(text) - utf16_length(begun)
    bare = begun.rstrip()
    end = utf16_length(bare)
    moved: list[Json] = []
    for entity in entities:
        first = max(0, entity["offset"] - shift)
        last = min(end, entity["offset"] - shift + entity["length"])
        if last > first:
            moved.append({**entity, "offset": first, "length": last - first})
    moved += _found(bare, moved)
    moved.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return bare, moved[:ENTITY_LIMIT]


def _found(text: str, given: list[Json]) -> list[Json]:
    closed = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in _PLAIN_ONLY]
    entities: list[Json] = []
    for match in _FOUND.finditer(text):
        first, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        if any(first < end and begin < first + length for begin, end in closed):
            continue
        entities.append({"type": match.lastgroup, "offset": first, "length": length})
    return entities


def message_text(p: Parameters) -> Json:
    """The `text` and `entities` of a message to send. Refused when it is empty or longer than 4096."""
    if not p.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(p)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption(p: Parameters) -> Json:
    """The `caption` and `caption_entities` of a message to send; nothing when there is none. Refused when longer than 1024."""
    text, entities = formatted(p, text="caption", entities="caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise caption_too_long()
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def caption_too_long() -> Refused:
    """The refusal of a caption above 1024."""
    return bad_request("message caption is too long")
