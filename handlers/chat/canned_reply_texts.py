"""What is shown of canned replies: the whole list, what fits a word, and one with all its texts."""

import html
from collections.abc import Iterable, Sequence

from crm.macros import steps_of
from crm.rules.canned_replies import text_for
from crm.rules.lengths import shortened, utf16_units
from crm.rules.macros import Steps
from handlers.chat.lists import listed
from handlers.chat.reply_files import file_line
from handlers.chat.speech import Phrases
from storage.canned_replies import ReplyAtHand
from storage.vocabulary import Language

LONGEST_POST = 3500
LONGEST_GLIMPSE = 80
MOST_OFFERED = 20
_HOLE = "\ue000"  # a sign that nobody writes


def one_line(text: str) -> str:
    """Return the beginning of a text on one line."""
    return shortened(" ".join(text.split()), LONGEST_GLIMPSE)


def looking(phrases: Phrases, key: str, *, words: str, formatted: str | None, **facts: str) -> str:
    """Return a text of the phrasebook around words, which look as they are formatted."""
    if formatted is None:
        return phrases(key, words=words, **facts)
    return phrases(key, words=_HOLE, **facts).replace(_HOLE, formatted)


def offer_text(heading: str, replies: Sequence[ReplyAtHand], phrases: Phrases, language: Language) -> str:
    """Return the replies that somebody may choose from, each with the beginning of its text, preferably in a language."""
    lines = [heading]
    for each in replies[:MOST_OFFERED]:
        _, text = text_for(each.texts, wanted=language, fallback=language)
        lines.append(phrases("canned-offer", reply=each.reply.key, words=one_line(text)))
    if len(replies) > MOST_OFFERED:
        lines.append(phrases("canned-more", count=len(replies) - MOST_OFFERED))
    return "\n".join(lines)


def steps_in_words(steps: Steps, phrases: Phrases) -> str:
    """Return what follows a reply in plain words, one thing after another."""
    parts = []
    if steps.status is not None:
        parts.append(phrases.plain("canned-step-status", status=str(steps.status)))
    if steps.priority is not None:
        parts.append(phrases.plain("canned-step-priority", priority=phrases.plain(f"priority-{steps.priority}")))
    if steps.tags_on:
        parts.append(phrases.plain("canned-step-tags-on", tags=_tags(steps.tags_on)))
    if steps.tags_off:
        parts.append(phrases.plain("canned-step-tags-off", tags=_tags(steps.tags_off)))
    return listed(parts, phrases)


def _tags(tags: Sequence[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def list_texts(replies: Sequence[ReplyAtHand], phrases: Phrases, zone: str) -> list[str]:
    """Return the whole list: key, languages, how often used and what follows, as posts that are not too long."""
    return _posts([phrases("canned-title"), *(_line(each, phrases, zone) for each in replies)], phrases("canned-usage"))


def whole_texts(at_hand: ReplyAtHand, phrases: Phrases, zone: str) -> list[str]:
    """Return one reply with its text in each language, as posts that are not too long."""
    shown = [
        looking(
            phrases, "canned-text", words=text, formatted=at_hand.htmls.get(language), language_name=phrases.plain(f"language-{language}")
        )
        for language, text in sorted(at_hand.texts.items())
    ]
    return _posts([_line(at_hand, phrases, zone), *shown])


def _line(at_hand: ReplyAtHand, phrases: Phrases, zone: str) -> str:
    reply = at_hand.reply
    parts = [phrases("canned-line", reply=reply.key, languages=listed(sorted(at_hand.texts), phrases))]
    if reply.last_used_at is None:
        parts.append(phrases("canned-never-used"))
    else:
        parts.append(phrases("canned-used", used=reply.used, at=phrases.moment(reply.last_used_at, zone)))
    if (file := file_line(reply, phrases)) is not None:
        parts.append(file)
    if steps := steps_of(reply):
        parts.append(phrases("canned-line-then", steps=steps_in_words(steps, phrases)))
    return " · ".join(parts)


def _posts(lines: Iterable[str], last: str | None = None) -> list[str]:
    posts: list[str] = []
    for line in lines:
        _add(posts, line, "\n")
    if last is not None:
        _add(posts, last, "\n\n")
    return posts


def _add(posts: list[str], line: str, between: str) -> None:
    if posts and utf16_units(html.unescape(posts[-1])) + utf16_units(html.unescape(line)) <= LONGEST_POST:
        posts[-1] = f"{posts[-1]}{between}{line}"
    else:
        posts.append(line)
