"""The list of canned replies: shown to staff, changed by supervisors, in private and in the staff group."""

import pytest

from storage.canned_replies import CannedReply, CannedReplyText
from storage.vocabulary import Afterwards, Language
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk
from tests.handlers.chat.canned_side import BOSS, has_replies, said_on
from tests.handlers.chat.staff_side import CUSTOMER, ticket_of, topic_of

LONG = "Dear {name},\n\nthe money is on its way.\n\n{agent}"


async def in_private(desk: Desk, user_id: int, text: str) -> str:
    await desk.says(user_id, text)
    return await desk.last_said_to(user_id)


async def test_a_supervisor_keeps_a_text_over_several_lines_in_private(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await has_replies(desk)
    answer = await in_private(desk, BOSS, f"/replies add Refund EN {LONG}")
    assert answer == desk.phrase("canned-kept", reply="refund", language_name="English")
    assert [row.text for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == [LONG]
    await in_private(desk, BOSS, "/replies set refund en Short")
    assert [row.text for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == ["Short"]


async def test_an_owner_does_it_in_the_staff_group(desk: Desk) -> None:
    await has_replies(desk)
    await desk.says_in_group(OWNER, "/replies add 退款 zh 您好")
    assert await desk.last_said_to(STAFF_GROUP) == desk.phrase("canned-kept", reply="退款", language_name="Chinese")


async def test_staff_see_keys_languages_uses_and_what_follows(desk: Desk) -> None:
    await has_replies(desk, "add refund en Money", "add refund zh 钱", "add hello en Hello", "then refund close")
    ticket = await ticket_of(desk)
    await desk.says_in_group(AGENT, "/r hello", topic=topic_of(ticket))
    for user_id in (AGENT, BOSS):
        at = desk.phrasebook.speaking(Language.ENGLISH).moment(desk.at, desk.business.time_zone)
        hello = f"{desk.phrase('canned-line', reply='hello', languages='en')} · {desk.phrase('canned-used', used=1, at=at)}"
        refund = desk.phrase("canned-line", reply="refund", languages="en, zh")
        refund = f"{refund} · {desk.phrase('canned-never-used')} · {desk.phrase('canned-line-then', steps='close the ticket')}"
        shown = "\n".join([desk.phrase("canned-title"), hello, refund, "", desk.phrase("canned-usage")])
        assert await in_private(desk, user_id, "/replies") == shown


async def test_a_long_list_comes_in_several_posts(desk: Desk) -> None:
    await has_replies(desk, *[f"add {'k' * 28}-{number:02} en Text" for number in range(60)])
    await desk.says_in_group(AGENT, "/replies")
    posts = await said_on(desk)
    assert len(posts) > 1
    assert sum(post.count("<code>kkkk") for post in posts) == 60
    assert posts[-1].endswith(desk.phrase("canned-usage"))


async def test_one_reply_is_shown_with_all_its_texts(desk: Desk) -> None:
    await has_replies(desk, f"add refund en {LONG}", "add refund zh {name}您好 <b>")
    answer = await in_private(desk, AGENT, "/replies show Refund")
    assert answer.split("\n", 1)[1] == "\n".join(
        [
            desk.phrase("canned-text", language_name="English", words=LONG),
            desk.phrase("canned-text", language_name="Chinese", words="{name}您好 <b>"),
        ]
    )
    assert await in_private(desk, AGENT, "/replies show refnud") == desk.phrase("refusal-no-such-reply", reply="refnud")


async def test_long_texts_of_one_reply_come_in_posts_of_their_own(desk: Desk) -> None:
    await has_replies(desk, f"add refund en {'x' * 1990}", f"add refund zh {'好' * 1990}")
    await desk.says_in_group(AGENT, "/replies show refund")
    assert len(await said_on(desk)) == 2


async def test_without_replies_the_list_says_how_to_make_one(desk: Desk) -> None:
    await has_replies(desk)
    assert await in_private(desk, AGENT, "/replies") == desk.phrase("canned-none")


async def test_a_text_and_a_reply_are_removed(desk: Desk) -> None:
    await has_replies(desk, "add refund en Money", "add refund zh 钱")
    assert await in_private(desk, BOSS, "/replies remove refund zh") == desk.phrase(
        "canned-text-removed", reply="refund", language_name="Chinese"
    )
    assert [row.language for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == [Language.ENGLISH]
    assert await in_private(desk, BOSS, "/replies remove refund") == desk.phrase("canned-removed", reply="refund")
    assert await desk.rows(CannedReply) == []


async def test_what_follows_is_set_and_ended(desk: Desk) -> None:
    await has_replies(desk, "add refund en Money")
    assert await in_private(desk, BOSS, "/replies then refund close") == desk.phrase(
        "canned-follows", reply="refund", steps="close the ticket"
    )
    assert (await desk.row(CannedReply, key="refund")).afterwards is Afterwards.CLOSE
    assert await in_private(desk, BOSS, "/replies then refund nothing") == desk.phrase("canned-nothing-follows", reply="refund")
    assert (await desk.row(CannedReply, key="refund")).afterwards is None


@pytest.mark.parametrize("command", ["add new en Hello", "set refund en Hello", "remove refund", "then refund close", "whatever"])
async def test_agents_are_refused_each_time_and_everywhere(desk: Desk, command: str) -> None:
    await has_replies(desk, "add refund en Money")
    refused = desk.phrase("refusal-not-allowed", role="supervisor")
    assert await in_private(desk, AGENT, f"/replies {command}") == refused
    await desk.says_in_group(AGENT, f"/replies {command}")
    assert await desk.last_said_to(STAFF_GROUP) == refused
    assert [row.text for row in await desk.rows(CannedReplyText, CannedReplyText.reply_id)] == ["Money"]


@pytest.mark.parametrize(
    "command", ["add refund fr Bonjour", "add refund en", "add refund", "then refund explode", "remove refund fr", "what"]
)
async def test_what_is_not_understood_is_explained(desk: Desk, command: str) -> None:
    await has_replies(desk)
    assert await in_private(desk, BOSS, f"/replies {command}") == desk.phrase("canned-usage")


async def test_an_unknown_placeholder_is_refused_by_its_name(desk: Desk) -> None:
    await has_replies(desk)
    answer = await in_private(desk, BOSS, "/replies add refund en Dear {nmae}")
    assert answer == desk.phrase("refusal-unknown-placeholder", placeholder="{nmae}", known="{name} {ticket} {company} {agent}")
    assert await desk.rows(CannedReply) == []


async def test_customers_get_no_list(desk: Desk) -> None:
    await has_replies(desk, "add refund en Money")
    await desk.says(CUSTOMER, "/replies")
    assert all("refund" not in text for text in await desk.said_to(CUSTOMER))
