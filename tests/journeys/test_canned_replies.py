"""Answers at hand: a reply is made in private, sent by its key and chosen in inline mode."""

from typing import Any

import pytest

from bot.phrasebook import Phrasebook
from storage.vocabulary import Language
from tests.journeys.tongues import CHINESE, ENGLISH, Tongue
from tests.journeys.town import ANNA, DESK, Town, until, words

BOOK = Phrasebook()
SAY = BOOK.speaking(Language.ENGLISH).plain


def offered(town: Town, sender: int, chat_id: int, query: str) -> tuple[str, list[dict[str, Any]]]:
    """Let somebody type a query behind the bot's name; return its id and what is offered."""
    query_id = town.act("inline-queries", sender=sender, chat_id=chat_id, query=query)["inline_query_id"]

    def look() -> dict[str, Any] | None:
        answer: dict[str, Any] = town.act(f"inline-queries/{query_id}", method="GET")
        return answer if answer["answered"] else None

    return query_id, until(look, what=f"an answer to the query {query!r}")["results"]


def test_a_reply_is_made_sent_by_its_key_and_chosen_in_inline_mode(town: Town) -> None:
    results = is_made_sent_and_chosen(town, ENGLISH, first="Dear Nina & <Co>,\nwe are sorry about", second="Nina & <Co>您好，非常抱歉。")
    assert results == ["parcel-late · English", "parcel-late · Chinese"]


def test_the_same_where_staff_and_customer_read_chinese(chinese_town: Town) -> None:
    results = is_made_sent_and_chosen(
        chinese_town, CHINESE, first="Nina & <Co>您好，非常抱歉。", second="Dear Nina & <Co>,\nwe are sorry about"
    )
    assert results == ["parcel-late · 中文", "parcel-late · 英语"]


def is_made_sent_and_chosen(town: Town, say: Tongue, *, first: str, second: str) -> list[str]:
    """Let a reply be made, let it be sent by its key in the customer's language and by inline mode in the other one; return the titles
    that inline mode offers.
    """
    olivia = town.olivia()
    olivia.starts()
    for language, text in (("en", "Dear {name},\nwe are sorry about #{ticket}. {agent}"), ("zh", "{name}您好，非常抱歉。")):
        olivia.says(f"/replies add parcel-late {language} {text}")
        olivia.reads(say("canned-kept", reply="parcel-late", language_name=say(f"language-{language}")))
    nina = town.customer("Nina & <Co>", say.code)
    nina.starts()
    nina.says("/human")
    nina.presses(say("human-button-connect"))
    number = nina.reads_ticket_number(say.before_number("ticket-opened"))
    anna = town.anna().in_topic(number)

    anna.says("/r parcel-lat")
    town.sees_in_topic(number, say("canned-choose"))
    anna.says("/r parcel-late")
    nina.reads(first)
    town.sees_in_topic(number, first)

    query_id, results = offered(town, ANNA, DESK, "parcel")
    chosen = {"inline_query_id": query_id, "result_id": results[1]["id"]}
    town.act("inline-choices", sender=ANNA, chat_id=DESK, thread_id=anna.thread_id, **chosen)
    nina.reads(second)
    town.sees_in_topic(number, second)
    said = [words(message) for message in town.messages(nina.chat_id) if message["from"]["is_bot"]]
    in_english = f"Dear Nina & <Co>,\nwe are sorry about #{number}. Anna Weber"
    assert (said.count(in_english), said.count("Nina & <Co>您好，非常抱歉。")) == (1, 1)

    assert offered(town, nina.id, nina.chat_id, "parcel")[1] == []
    listed = words(olivia.reads("parcel-late ·", after=olivia.says("/replies")))
    assert say("canned-used", used=2, at="?").split("?")[0].strip() in listed
    return [result["title"] for result in results]


@pytest.mark.parametrize(
    ("language", "name", "answer"),
    [("en", "Nora", "Dear Nora, it is on its way."), ("zh", "小林", "小林您好，已经寄出。")],
)
def test_a_macro_answers_in_the_customers_language_and_solves_the_ticket(town: Town, language: str, name: str, answer: str) -> None:
    olivia = town.olivia()
    olivia.starts()
    olivia.says("/replies add sent en Dear {name}, it is on its way.")
    olivia.reads("sent")
    olivia.says("/replies add sent zh {name}您好，已经寄出。")
    olivia.reads("sent in Chinese")
    olivia.says("/replies then sent solve +parcel high")
    steps = "solved, priority high, tag #parcel"
    olivia.reads(steps)
    say = BOOK.speaking(Language(language)).plain
    nora = town.customer(name, language)
    nora.starts()
    nora.says("/human")
    nora.presses(say("human-button-connect"))
    number = nora.reads_ticket_number("#")
    anna = town.anna().in_topic(number)
    anna.says("/r sen")
    town.sees_in_topic(number, SAY("canned-choose").split("?")[0])
    anna.presses("sent")
    town.sees_in_topic(number, steps)
    anna.presses(SAY("canned-button-send"))
    assert words(nora.reads(answer)) == answer
    nora.presses(say("ticket-not-solved"))
    town.sees_in_topic(number, "#parcel")
    anna.says("/r sent")
    until(lambda: sum(answer in words(message) for message in town.messages(nora.chat_id)) == 2, what="the second answer")


def test_an_agent_makes_no_reply(town: Town) -> None:
    is_refused(town, ENGLISH)


def test_an_agent_who_reads_chinese_makes_none_either(chinese_town: Town) -> None:
    is_refused(chinese_town, CHINESE)


def is_refused(town: Town, say: Tongue) -> None:
    """Let an agent try to make a reply."""
    town.anna().says("/replies add mine en Hello")
    refused = say("refusal-not-allowed", role="supervisor")
    until(lambda: any(refused in words(message) for message in town.messages(DESK)), what=refused)
    assert offered(town, ANNA, DESK, "mine")[1] == []


def shown(message: dict[str, Any]) -> str:
    """What a message carries besides words."""
    return next(kind for kind in ("photo", "document", "text") if kind in message)


@pytest.mark.parametrize(
    ("language", "name", "answer"), [("en", "Nora", "Dear Nora, see prices-en."), ("zh", "小林", "小林您好，请看 prices-zh。")]
)
def test_a_photo_and_a_file_go_along_by_key_by_button_and_in_inline_mode(town: Town, language: str, name: str, answer: str) -> None:
    olivia, key = town.olivia(), f"prices-{language}"
    olivia.starts()
    olivia.says(f"/replies add {key} en Dear {{name}}, see {key}.", attachment={"kind": "photo"})
    olivia.reads(f"With {key} goes {SAY('canned-file', kind='photo', name='')}")
    olivia.says(f"/replies add {key} zh {{name}}您好，请看 {key}。")
    olivia.reads(f"{key} in Chinese")
    olivia.says(f"/replies show {key}")
    until(lambda: any("photo" in each and each["from"]["is_bot"] for each in town.messages(olivia.chat_id)), what="the photo")
    nora = town.customer(name, language)
    nora.starts()
    nora.says("/human")
    nora.presses(BOOK.speaking(Language(language)).plain("human-button-connect"))
    number = nora.reads_ticket_number("#")
    anna = town.anna().in_topic(number)
    anna.says(f"/r {key}")
    assert shown(nora.reads(answer)) == "photo"
    assert shown(town.sees_in_topic(number, answer)) == "photo"
    anna.says("/r")
    anna.presses(key)
    town.sees_in_topic(number, f"{key} as {name} would get it")
    anna.presses(SAY("canned-button-send"))
    until(lambda: sum(answer in words(message) for message in town.messages(nora.chat_id)) == 2, what="the second answer")

    sent = olivia.says(attachment={"kind": "document", "file_name": "prices.pdf"})
    olivia.says(f"/replies file {key}", reply_to=sent["message_id"])
    olivia.reads(f"With {key} goes the file prices.pdf")
    query_id, results = offered(town, ANNA, DESK, key)
    result = next(each for each in results if each["id"].endswith(f":{language}"))
    assert result["type"] == "document"
    chosen = {"inline_query_id": query_id, "result_id": result["id"]}
    town.act("inline-choices", sender=ANNA, chat_id=DESK, thread_id=anna.thread_id, **chosen)
    until(lambda: sum(answer in words(message) for message in town.messages(nora.chat_id)) == 3, what="the third answer")
    newest = nora.reads(answer)
    assert (shown(newest), newest["document"]["file_name"]) == ("document", "prices.pdf")
    olivia.says("/replies")
    used = SAY("canned-used", used=3, at="").rsplit(",", 1)[0]
    olivia.reads(f"{key} · en, zh · {used}")
