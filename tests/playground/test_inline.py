"""Inline mode: queries are typed, answered once and in time, and a result is posted by the person."""

from typing import Any

import pytest

from playground.files import FileKind
from tests.playground.stage import Stage

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
ANNA, MEI = 2001, 1001


def article(result_id: str = "1", text: str = "Dear customer", **more: Any) -> dict[str, Any]:
    return {"type": "article", "id": result_id, "title": "refund", "input_message_content": {"message_text": text}} | more


async def typed(stage: Stage, text: str = "refund", *, sender: int = ANNA, chat_id: int | None = None) -> str:
    given = await stage.page("inline-queries", sender=sender, chat_id=stage.cast.desk if chat_id is None else chat_id, query=text)
    return str(given["inline_query_id"])


async def test_a_query_says_who_types_what_in_which_kind_of_chat(stage: Stage) -> None:
    query_id = await typed(stage)
    await typed(stage, "x" * 300, sender=MEI, chat_id=MEI)
    first, second = [update["inline_query"] for update in await stage.updates()]
    assert (first["id"], first["from"]["id"], first["query"], first["offset"], first["chat_type"]) == (
        query_id,
        ANNA,
        "refund",
        "",
        "supergroup",
    )
    assert (second["chat_type"], len(second["query"])) == ("sender", 256)
    assert await stage.refused("inline-queries", sender=MEI, chat_id=stage.cast.desk, query="x") == (403, "Mei Lin is not in this group.")


async def test_a_result_is_posted_by_the_person_by_way_of_the_bot(stage: Stage) -> None:
    query_id = await typed(stage)
    assert await stage.page(f"inline-queries/{query_id}", "GET") == {"answered": False, "results": []}
    await stage.bot("answerInlineQuery", inline_query_id=query_id, results=[article(), article("2", "<b>Hi</b>")], is_personal=True)
    assert [each["id"] for each in (await stage.page(f"inline-queries/{query_id}", "GET"))["results"]] == ["1", "2"]
    await stage.updates()
    where = {"sender": ANNA, "chat_id": stage.cast.desk, "inline_query_id": query_id}
    posted = await stage.page("inline-choices", **where, result_id="1")
    [update] = await stage.updates()
    message = update["message"]
    assert (message["text"], message["from"]["id"], message["via_bot"]["id"]) == ("Dear customer", ANNA, stage.world.bot.id)
    assert await stage.refused("inline-choices", **where, result_id="3") == (404, "The bot has not offered this result.")
    edit = {"sender": ANNA, "chat_id": stage.cast.desk, "message_id": posted["message_id"], "text": "Changed"}
    assert await stage.refused("edits", **edit) == (403, "What was posted by inline mode only the bot changes.")


async def test_a_result_is_posted_only_by_whom_and_where_it_was_offered(stage: Stage, chat: int) -> None:
    query_id = await typed(stage)
    choice = {"inline_query_id": query_id, "result_id": "1"}
    assert (await stage.refused("inline-choices", sender=ANNA, chat_id=stage.cast.desk, **choice))[0] == 404
    await stage.bot("answerInlineQuery", inline_query_id=query_id, results=[article()])
    assert (await stage.refused("inline-choices", sender=2002, chat_id=stage.cast.desk, **choice))[0] == 403
    assert (await stage.refused("inline-choices", sender=chat, chat_id=chat, **choice))[0] == 403
    assert (await stage.refused("inline-choices", sender=ANNA, chat_id=stage.cast.desk, inline_query_id="1", result_id="1"))[0] == 404


async def test_a_query_is_answered_once_and_within_half_a_minute(stage: Stage) -> None:
    query_id, late = await typed(stage), await typed(stage)
    await stage.bot("answerInlineQuery", inline_query_id=query_id, results=[])
    assert await stage.refusal("answerInlineQuery", inline_query_id=query_id, results=[]) == (400, TOO_OLD)
    assert await stage.refusal("answerInlineQuery", inline_query_id="1", results=[]) == (400, TOO_OLD)
    stage.world.inline_queries[late].typed_at -= 31
    assert await stage.refusal("answerInlineQuery", inline_query_id=late, results=[]) == (400, TOO_OLD)


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ("no JSON", "can't parse inline query results JSON object"),
        ([1], "can't parse inline query results JSON object"),
        ([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article("x" * 65)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(input_message_content=None)], "SEND_MESSAGE_TYPE_INVALID"),
        ([article(text=" ")], "message text is empty"),
        ([article(text="x" * 4097)], "message is too long"),
        ([article(type="gif")], "the stand-in knows results of the types article, photo and document only"),
        ([article(type="photo", photo_file_id="none")], "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_results_that_cannot_be_offered(stage: Stage, results: Any, description: str) -> None:
    query_id = await typed(stage)
    refused = await stage.refusal("answerInlineQuery", inline_query_id=query_id, results=results)
    assert refused == (400, f"Bad Request: {description}")


async def test_an_offset_that_is_too_long_is_refused(stage: Stage) -> None:
    query_id = await typed(stage)
    refused = await stage.refusal("answerInlineQuery", inline_query_id=query_id, results=[], next_offset="x" * 65)
    assert refused == (400, "Bad Request: NEXT_OFFSET_INVALID")


@pytest.mark.parametrize("kind", [FileKind.PHOTO, FileKind.DOCUMENT])
async def test_a_file_that_the_bot_has_is_posted_with_its_caption(stage: Stage, kind: FileKind) -> None:
    query_id, file = await typed(stage), stage.world.files.drawn(kind)
    result = {"type": kind.value, "id": "1", "title": "prices", f"{kind.value}_file_id": file.file_id, "caption": "<b>Prices</b>"}
    refused = await stage.refusal("answerInlineQuery", inline_query_id=query_id, results=[result | {f"{kind.value}_file_id": "none"}])
    assert refused == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    await stage.bot("answerInlineQuery", inline_query_id=query_id, results=[result | {"parse_mode": "HTML"}])
    await stage.updates()
    await stage.page("inline-choices", sender=ANNA, chat_id=stage.cast.desk, inline_query_id=query_id, result_id="1")
    [update] = await stage.updates()
    message = update["message"]
    shown = message["photo"][-1] if kind is FileKind.PHOTO else message["document"]
    assert (message["caption"], shown["file_id"], message["via_bot"]["id"]) == ("Prices", file.file_id, stage.world.bot.id)


async def test_a_document_is_offered_under_a_title(stage: Stage) -> None:
    query_id, file = await typed(stage), stage.world.files.drawn(FileKind.DOCUMENT)
    result = {"type": "document", "id": "1", "title": " ", "document_file_id": file.file_id}
    refused = await stage.refusal("answerInlineQuery", inline_query_id=query_id, results=[result])
    assert refused == (400, "Bad Request: DOCUMENT_TITLE_EMPTY")
