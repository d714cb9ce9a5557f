"""Attacks by name: each is tried, and nothing that belongs to somebody else is another afterwards."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from storage.customers import Contact, Customer
from storage.interactions import Interaction
from storage.outbox import OutboxMessage
from storage.staff import StaffMember
from storage.updates import FailedUpdate
from storage.vocabulary import Role
from tests.desk import AGENT, OWNER, STAFF_GROUP, Desk, person
from tests.hostile.cast import CHANNEL, DISMISSED, FACELESS, FOREIGN_GROUP, JOIN_TOKEN, VICTIMS, ticket_of, topic_of
from tests.hostile.presses import BUTTONS
from tests.hostile.sendable import faults_of
from tests.hostile.watching import changes, look, unlawful_of_strangers

CUSTOMER, STRANGER = 5001, 7001
THEIRS = ticket_of(VICTIMS[0])
COMMANDS = [
    "/claim",
    "/close",
    "/reopen",
    "/note x",
    "/ban 1 2d x",
    "/unban 1",
    "/bans",
    "/setup",
    "/staff",
    "/staff add",
    "/staff remove @anna",
    "/staff supervisor @anna",
    "/stats",
    "/failed",
    "/assign @anna",
    "/unassign",
    "/reassign 1 2",
    "/here",
    "/away 2h",
    "/shift @anna mon 9-17",
    "/languages zh",
    "/audit",
    "/team",
    "/review",
]
ANY_TEXT = st.text(st.characters(), max_size=4096)
LEAVES_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


async def takes_without_harm(desk: Desk, *raws: dict[str, Any], user: int | None = None) -> None:
    """Let updates in; fail when one is set aside, when a call cannot be sent, or when a row changed that `user` may not change."""
    before, failed = await look(desk.database), len(await desk.rows(FailedUpdate))
    await desk.feed(*raws)
    assert len(await desk.rows(FailedUpdate)) == failed
    after = await look(desk.database)
    assert unlawful_of_strangers(changes(before, after), after, {user} if user is not None else ()) == []
    for method, payload in await desk.deliver():
        assert faults_of(method, payload) == []


def press(user: int, carried: str, **fields: Any) -> dict[str, Any]:
    """Return the press of a button on a message that cannot be seen any more."""
    gone = {"message_id": 5, "date": 0, "chat": {"id": user, "type": "private"}}
    return {"callback_query": {"id": "1", "from": person(user), "chat_instance": "1", "data": carried, "message": gone} | fields}


# --- buttons --------------------------------------------------------------------------------------------------------

OTHERS = [f"{prefix}:{':'.join([str(THEIRS) if words == ('#',) else words[0] for words in places])}" for prefix, places in BUTTONS.items()]


@pytest.mark.parametrize("data", OTHERS)
async def test_a_button_of_somebody_elses_moves_nothing_of_theirs(staffed: Desk, data: str) -> None:
    await takes_without_harm(staffed, press(CUSTOMER, data), user=CUSTOMER)
    assert "answerCallbackQuery" in await staffed.methods()


@pytest.mark.parametrize("data", [data.replace(str(THEIRS), "9" * 30) for data in OTHERS if str(THEIRS) in data])
async def test_a_number_larger_than_any_column_is_an_old_button(staffed_on_both: Desk, data: str) -> None:
    for user in (CUSTOMER, OWNER):
        await takes_without_harm(staffed_on_both, press(user, data), user=user)
    assert await staffed_on_both.press_answers() == [staffed_on_both.phrase("press-is-old")] * 2


@pytest.mark.parametrize("fields", [{"message": None, "inline_message_id": "x"}, {"data": None, "game_short_name": "x"}])
async def test_a_press_without_a_message_or_data_is_answered(staffed: Desk, fields: dict[str, Any]) -> None:
    await takes_without_harm(staffed, press(CUSTOMER, "m:menu:0", **fields), user=CUSTOMER)
    assert "answerCallbackQuery" in await staffed.methods()


@given(st.binary(max_size=64).map(lambda data: data.decode("utf-8", "replace")) | ANY_TEXT.map(lambda text: text[:16]))
@settings(max_examples=60, deadline=None, suppress_health_check=LEAVES_FIXTURES)
async def test_any_bytes_on_a_button_do_no_harm(staffed: Desk, data: str) -> None:
    staffed.later(minutes=1)
    await takes_without_harm(staffed, press(CUSTOMER, data), user=CUSTOMER)


# --- identities -----------------------------------------------------------------------------------------------------

MASKS = [
    *({"from": person(faceless) | {"is_bot": faceless != 777000}} for faceless in FACELESS),
    {"from": person(OWNER), "sender_chat": {"id": STAFF_GROUP, "type": "supergroup", "title": "Desk"}},
    {"from": person(OWNER), "sender_chat": {"id": CHANNEL, "type": "channel", "title": "News"}},
    {"from": person(OWNER) | {"is_bot": True}},
    {"from": person(DISMISSED)},
    {"from": person(STRANGER) | {"username": "olivia", "first_name": "Olivia"}},
    {"from": person(STRANGER), "forward_origin": {"type": "user", "date": 1, "sender_user": person(OWNER)}},
    {"from": person(STRANGER), "via_bot": person(OWNER), "author_signature": "Olivia"},
    {"from": None},
]


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("chat_id", [STAFF_GROUP, FOREIGN_GROUP])
async def test_who_only_looks_like_staff_commands_nothing(staffed: Desk, mask: dict[str, Any], chat_id: int) -> None:
    said = [staffed.group_message(1, command, chat_id=chat_id, topic=topic_of(THEIRS))["message"] for command in COMMANDS]
    await takes_without_harm(staffed, *({"message": message | mask} for message in said), user=0)


async def test_an_agent_in_a_strange_group_moves_no_ticket_of_that_number(staffed: Desk) -> None:
    raws = [staffed.group_message(AGENT, command, chat_id=FOREIGN_GROUP, topic=topic_of(THEIRS)) for command in COMMANDS]
    await takes_without_harm(staffed, *raws, user=AGENT)


@pytest.mark.parametrize(
    "contact",
    [
        {"phone_number": "+8613800101001", "first_name": "Victim", "user_id": VICTIMS[0]},
        {"phone_number": "+8613800101001", "first_name": "Victim"},
        {"phone_number": "\x00", "first_name": "\ud800", "user_id": CUSTOMER},
    ],
)
async def test_a_contact_of_somebody_else_is_nobodys_phone_number(staffed: Desk, contact: dict[str, Any]) -> None:
    phone = (await staffed.row(Customer, id=ticket_of(CUSTOMER))).phone
    await staffed.presses(CUSTOMER, "p:phone")
    await takes_without_harm(staffed, staffed.private_message(CUSTOMER, contact=contact), user=CUSTOMER)
    assert (await staffed.row(Customer, id=ticket_of(CUSTOMER))).phone == phone


# --- deep links -----------------------------------------------------------------------------------------------------


@given(
    ANY_TEXT
    | st.sampled_from(
        ["owner", "staff_", f"staff_{JOIN_TOKEN}x", f"STAFF_{JOIN_TOKEN}", f" {JOIN_TOKEN}", "staff_%", "ticket_1", "A" * 4000]
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=LEAVES_FIXTURES)
async def test_no_deep_link_but_a_genuine_one_gives_rights(staffed: Desk, payload: str) -> None:
    staffed.later(minutes=1)
    await takes_without_harm(staffed, staffed.private_message(STRANGER, f"/start {payload}"[:4096]), user=STRANGER)


async def test_the_genuine_link_does_so_that_the_others_prove_something(staffed: Desk) -> None:
    await staffed.says(STRANGER, f"/start staff_{JOIN_TOKEN}")
    assert (await staffed.row(StaffMember, user_id=STRANGER)).role is Role.SUPERVISOR


# --- words ----------------------------------------------------------------------------------------------------------


@given(ANY_TEXT.filter(bool), st.booleans())
@settings(max_examples=80, deadline=None, suppress_health_check=LEAVES_FIXTURES)
async def test_any_text_is_taken_and_answered_or_passed_on(staffed: Desk, text: str, in_dialogue: bool) -> None:
    staffed.later(minutes=1)
    if in_dialogue:
        await staffed.presses(STRANGER, "m:complain:0")
    await takes_without_harm(staffed, staffed.private_message(STRANGER, text), user=STRANGER)


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\ud800", "a\udfffb", "\x00", "{ $name }", "<b>&amp;" * 500, "\u202e" * 4096, "'; DROP TABLE customer; --", "😀" * 2048],
)
async def test_texts_that_programs_stumble_over_reach_both_databases(staffed_on_both: Desk, text: str) -> None:
    user = {"first_name": text[:300], "last_name": text[:300], "username": text[:300]}
    raw = staffed_on_both.private_message(STRANGER, text, caption=text[:1024])
    raw["message"]["from"] |= user
    await takes_without_harm(staffed_on_both, raw, user=STRANGER)
    kept = [row.text for row in await staffed_on_both.rows(Interaction) if row.author_id == STRANGER]
    assert kept == [text.replace("\x00", "").replace("\ud800", "").replace("\udfff", "")]


@pytest.mark.parametrize("length", [65, 300])
async def test_names_longer_than_any_column_are_cut(staffed_on_both: Desk, length: int) -> None:
    raw = staffed_on_both.private_message(STRANGER, "/start")
    raw["message"]["from"] |= {"first_name": "名" * length, "last_name": "<b>" * length, "username": "n" * length}
    await takes_without_harm(staffed_on_both, raw, user=STRANGER)
    assert (await staffed_on_both.row(Contact, address=str(STRANGER))).username == "n" * 64
    assert len((await staffed_on_both.rows(Customer))[-1].name) == 64


async def test_a_huge_file_is_kept_by_name_only(staffed: Desk) -> None:
    bomb = {"file_id": "x", "file_unique_id": "y", "file_name": "../../" + "a" * 900 + ".zip", "file_size": 2**62, "mime_type": "x/y\n"}
    await takes_without_harm(staffed, staffed.private_message(CUSTOMER, document=bomb), user=CUSTOMER)
    assert {call.method for call in await staffed.rows(OutboxMessage) if call.id > 1000}.isdisjoint({"getFile", "downloadFile"})


async def test_an_edit_to_nothing_leaves_the_copy_alone(staffed: Desk) -> None:
    edited = staffed.private_message(CUSTOMER, "\x00 ", edit_date=5)["message"] | {"message_id": 1}
    await takes_without_harm(staffed, {"edited_message": edited}, user=CUSTOMER)
    assert await staffed.methods() == ["sendMessage", "sendMessage"]  # the unsettled ones of the cast


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", [2**63 - 1, 2**52, 1, 0])
async def test_ids_at_the_edge_of_64_bits_are_people(staffed_on_both: Desk, user: int) -> None:
    await takes_without_harm(staffed_on_both, staffed_on_both.private_message(user, "/start"), user=user)
    assert (await staffed_on_both.row(Contact, address=str(user))).username == f"person{user}"


UNREADABLE = [
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 2**63, "type": "private"}, "from": person(2**63), "text": "x"}},
    {"message": {"message_id": "9" * 25, "date": 1, "chat": {"id": 5, "type": "private"}, "from": person(5), "text": "x"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1e30, "type": "private"}, "from": person(5), "text": "\x00"}},
    {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 5, "type": "private"},
            "location": {"latitude": float("nan"), "longitude": 1.0},
        }
    },
    {"callback_query": {"id": "1", "from": {}, "message": {"chat": {"id": -(10**400), "type": "private"}}, "data": "\ud800"}},
    {"update_id": 2**70, "message": {}},
]


@pytest.mark.parametrize("raw", UNREADABLE)
async def test_what_no_database_holds_is_set_aside_and_stalls_nothing(staffed_on_both: Desk, raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        staffed_on_both.dispatching.parse({"update_id": 1} | raw)
    await staffed_on_both.feed(raw, staffed_on_both.private_message(STRANGER, "/help"))
    assert len(await staffed_on_both.rows(FailedUpdate)) == 2  # one was there before
    assert len(await staffed_on_both.said_to(STRANGER)) == 1


async def test_a_text_of_many_digits_is_no_number(staffed: Desk) -> None:
    digits = "12345678901234567890123456789"
    await takes_without_harm(staffed, staffed.private_message(STRANGER, digits), user=STRANGER)
    assert [row.text for row in await staffed.rows(Interaction) if row.author_id == STRANGER] == [digits]
