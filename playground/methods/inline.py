"""Inline mode: answerInlineQuery."""

import time
from typing import Any

from playground.formatted_text import message_text
from playground.inline_mode import CACHED, cached_content, input_text
from playground.refusals import bad_request
from playground.wire import Json, Parameters
from playground.world import World

MOST_RESULTS = 50
LONGEST_ID = 64
LONGEST_OFFSET = 64
QUERY_LIFETIME_SECONDS = 30


def answer_inline_query(world: World, p: Parameters) -> bool:
    results = _results(world, p)
    if len(p.text("next_offset").encode()) > LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    query = world.inline_queries.get(p.text("inline_query_id"))
    if query is None or query.results is not None or time.monotonic() - query.typed_at > QUERY_LIFETIME_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.results = results
    world.events.add({"type": "inline_results", "inline_query_id": query.id, "person_id": query.person_id, "results": results})
    return True


def _results(world: World, p: Parameters) -> list[Json]:
    try:
        given: Any = p.structure("results")
    except ValueError:
        given = None
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise bad_request("can't parse inline query results JSON object")
    if len(given) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    for each in given:
        _check(world, each)
    if len({each["id"] for each in given}) < len(given):
        raise bad_request("RESULT_ID_DUPLICATE")
    return given


def _check(world: World, result: Json) -> None:
    if not 1 <= len(str(result.get("id", "")).encode()) <= LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") in CACHED:
        cached_content(world, result)
        return
    if result.get("type") != "article":
        raise bad_request("the stand-in knows results of the types article, photo and document only")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if not isinstance(result.get("input_message_content"), dict):
        raise bad_request("SEND_MESSAGE_TYPE_INVALID")
    message_text(input_text(result))


METHODS = {"answerInlineQuery": answer_inline_query}
