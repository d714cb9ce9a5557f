"""Inline mode: a person types a query behind the bot's name, is offered results, and posts one of them in the chat."""

import time

from playground.acting import Place, chat_of, person_of, require_inside, write
from playground.attachments import file_content
from playground.files import FileKind
from playground.formatted_text import caption, message_text
from playground.messages import Message
from playground.refusals import NotPossible, bad_request
from playground.views import user_view
from playground.wire import Json, Parameters
from playground.world import InlineQuery, World

QUERY_LIMIT = 256
# Results that post a file which the bot has: what kind each posts.
CACHED = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT}


def type_query(world: World, person_id: int, chat_id: int, text: str, *, offset: str = "") -> InlineQuery:
    """A person types a query in a chat; the bot is told, but not in which chat. NotPossible when the person is not there."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    require_inside(world, person, chat)
    query = InlineQuery(str(world.next_number() * 1_000_003), person_id, chat_id, time.monotonic())
    world.inline_queries[query.id] = query
    told: Json = {
        "id": query.id,
        "from": user_view(world, person_id),
        "query": text[:QUERY_LIMIT],
        "offset": offset,
        "chat_type": "sender" if chat.is_private else chat.type.value,
    }
    world.queue.add("inline_query", told, ("inline_query", person_id))
    return query


def query_of(world: World, query_id: str) -> InlineQuery:
    """The query with this id. NotPossible when there is none."""
    query = world.inline_queries.get(query_id)
    if query is None:
        raise NotPossible(404, "There is no such query.")
    return query


def choose(world: World, at: Place, query_id: str, result_id: str, *, reply_to: int | None = None) -> Message:
    """A person posts one of the results where the query was typed. NotPossible when it was not offered to this person there."""
    query = query_of(world, query_id)
    if (query.person_id, query.chat_id) != (at.person.id, at.chat.id):
        raise NotPossible(403, "The results were offered to somebody else, or in another chat.")
    result = next((each for each in query.results or [] if each["id"] == result_id), None)
    if result is None:
        raise NotPossible(404, "The bot has not offered this result.")
    content = cached_content(world, result) if result["type"] in CACHED else message_text(input_text(result))
    return write(world, at, content, reply_to=reply_to, via_bot=True)


def cached_content(world: World, result: Json) -> Json:
    """The content of a message with the file that a result names, and its caption. Refused when there is no such file of this kind."""
    kind = CACHED[result["type"]]
    file = world.files.get(str(result.get(f"{kind.value}_file_id", "")))
    if file is None or file.kind is not kind:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kind is FileKind.DOCUMENT and not str(result.get("title", "")).strip():
        raise bad_request("DOCUMENT_TITLE_EMPTY")
    return {**file_content(file), **caption(Parameters({name: result.get(name) for name in ("caption", "parse_mode", "caption_entities")}))}


def input_text(result: Json) -> Parameters:
    """The text of a result, as the parameters of a message that is sent."""
    content = result["input_message_content"]
    return Parameters({"text": content.get("message_text"), "parse_mode": content.get("parse_mode"), "entities": content.get("entities")})
