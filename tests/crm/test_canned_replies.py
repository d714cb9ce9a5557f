"""Canned replies: who may make them, what is refused, and what sending one does."""

import pytest

from crm.canned_replies import (
    CannedReplySent,
    NoSuchReply,
    ReplyAlreadyThere,
    ReplyKeyNotValid,
    ReplyTextEmpty,
    ReplyTextTooLong,
    TooManyReplies,
    UnknownPlaceholder,
    add_reply,
    get_reply,
    pass_on_offered,
    remove_reply,
    send_reply,
    set_reply,
    set_steps,
)
from crm.permissions import NotAllowed
from crm.refusals import Refusal
from crm.rules.macros import Steps
from crm.ticket_notices import StaffWrote, TicketClaimed, TicketClosed
from crm.tickets import TicketAlreadyClosed
from storage.audit import AuditEvent
from storage.canned_replies import MOST_REPLIES, CannedReply, CannedReplyText, ReplyAtHand
from storage.interactions import Interaction, keep_interaction
from storage.staff import StaffMember
from storage.tickets import Ticket, get_ticket
from storage.vocabulary import Afterwards, Author, Direction, InteractionKind, Language, Role, TicketStatus
from tests.scene import Scene

EN, ZH = Language.ENGLISH, Language.CHINESE


async def added(scene: Scene, by: StaffMember | None, key: str = "refund", language: Language = EN, text: str = "Dear {name}") -> None:
    async with scene.database.begin() as session:
        await add_reply(session, by=by, key=key, language=language, text=text, at=scene.at)


async def at_hand(scene: Scene, key: str = "refund") -> ReplyAtHand:
    async with scene.database.read() as session:
        return await get_reply(session, key=key)


async def sent(scene: Scene, ticket: Ticket, by: StaffMember | None, key: str = "refund") -> None:
    async with scene.database.begin() as session:
        await send_reply(
            session, at_hand=await get_reply(session, key=key), ticket=await get_ticket(session, ticket.id), by=by, chat_id=-1, message_id=7,
            reply_to_id=None, at=scene.at, business=scene.business, tell=scene.tell,
        )  # fmt: skip


async def passed_on(scene: Scene, ticket: Ticket, by: StaffMember | None, text: str) -> None:
    async with scene.database.begin() as session:
        heard = keep_interaction(
            session, kind=InteractionKind.SYSTEM, direction=Direction.INTERNAL, author=Author.STAFF, at=scene.at, text=text,
            ticket_id=ticket.id, customer_id=ticket.customer_id,
        )  # fmt: skip
        await pass_on_offered(
            session, text=text, ticket=await get_ticket(session, ticket.id), by=by, heard=heard, chat_id=-1, message_id=7, at=scene.at,
            business=scene.business, tell=scene.tell,
        )  # fmt: skip


async def test_a_supervisor_makes_changes_and_removes_replies_and_all_is_audited(scene: Scene) -> None:
    boss = await scene.staff(Role.SUPERVISOR)
    await added(scene, boss)
    await added(scene, boss, " ＲＥFUND ", ZH, "{name}您好")
    async with scene.database.begin() as session:
        await set_reply(session, by=boss, key="Refund", language=EN, text="Hello {name}", at=scene.at)
        await set_steps(session, by=boss, key="refund", steps=Steps(Afterwards.CLOSE), at=scene.at)
    known = await at_hand(scene)
    assert (known.reply.key, known.reply.afterwards, known.reply.used) == ("refund", Afterwards.CLOSE, 0)
    assert known.texts == {EN: "Hello {name}", ZH: "{name}您好"}
    async with scene.database.begin() as session:
        await remove_reply(session, by=boss, key="refund", language=ZH, at=scene.at)
    assert (await at_hand(scene)).texts == {EN: "Hello {name}"}
    async with scene.database.begin() as session:
        await remove_reply(session, by=boss, key="refund", language=EN, at=scene.at)
    assert await scene.rows(CannedReply) == []
    assert await scene.rows(CannedReplyText) == []
    acts = [(row.act, row.staff_id, row.subject, row.before, row.after) for row in await scene.rows(AuditEvent)]
    assert acts == [
        ("reply.added", boss.id, "refund", {}, {"en": "Dear {name}"}),
        ("reply.added", boss.id, "refund", {}, {"zh": "{name}您好"}),
        ("reply.text_set", boss.id, "refund", {"en": "Dear {name}"}, {"en": "Hello {name}"}),
        ("reply.afterwards_set", boss.id, "refund", {"afterwards": None}, {"afterwards": "close"}),
        ("reply.removed", boss.id, "refund", {"zh": "{name}您好"}, {"zh": None}),
        ("reply.removed", boss.id, "refund", {"en": "Hello {name}"}, {"en": None}),
    ]


async def test_a_reply_is_removed_with_all_its_texts(scene: Scene) -> None:
    boss = await scene.staff(Role.OWNER)
    await added(scene, boss)
    await added(scene, boss, language=ZH)
    await added(scene, boss, "hello")
    async with scene.database.begin() as session:
        await remove_reply(session, by=boss, key="refund", language=None, at=scene.at)
    assert [row.key for row in await scene.rows(CannedReply)] == ["hello"]
    assert [row.text for row in await scene.rows(CannedReplyText)] == ["Dear {name}"]


@pytest.mark.parametrize("act", ["add", "set", "remove", "then"])
@pytest.mark.parametrize("has_row", [True, False])
async def test_agents_and_strangers_change_nothing(scene: Scene, act: str, has_row: bool) -> None:
    await added(scene, await scene.staff(Role.OWNER))
    by = await scene.staff(Role.AGENT, user_id=2001, name="Anna") if has_row else None
    before = len(await scene.rows(AuditEvent))
    async with scene.database.begin() as session:
        with pytest.raises(NotAllowed):
            match act:
                case "add":
                    await add_reply(session, by=by, key="new", language=EN, text="New", at=scene.at)
                case "set":
                    await set_reply(session, by=by, key="refund", language=EN, text="New", at=scene.at)
                case "remove":
                    await remove_reply(session, by=by, key="refund", language=None, at=scene.at)
                case _:
                    await set_steps(session, by=by, key="refund", steps=Steps(Afterwards.CLOSE), at=scene.at)
    assert len(await scene.rows(AuditEvent)) == before
    assert (await at_hand(scene)).texts == {EN: "Dear {name}"}


@pytest.mark.parametrize(
    ("key", "text", "refusal", "facts"),
    [
        ("re/fund", "Hello", ReplyKeyNotValid, {"reply": "re/fund", "longest": 32}),
        ("x" * 40, "Hello", ReplyKeyNotValid, {"reply": "x" * 31 + "…", "longest": 32}),
        ("refund", "\u200b \u2063", ReplyTextEmpty, {}),
        ("refund", "Dear {nmae}", UnknownPlaceholder, {"placeholder": "{nmae}", "known": "{name} {ticket} {company} {agent}"}),
        ("refund", "{name}" * 16, ReplyTextTooLong, {"longest": 2000}),
        ("refund", "好" * 2001, ReplyTextTooLong, {"longest": 2000}),
    ],
)
async def test_what_cannot_be_sent_is_refused_when_it_is_made(
    scene: Scene, key: str, text: str, refusal: type[Refusal], facts: dict[str, str | int]
) -> None:
    boss = await scene.staff()
    with pytest.raises(refusal) as refused:
        await added(scene, boss, key, EN, text)
    assert refused.value.facts == facts
    assert await scene.rows(CannedReply) == []


async def test_a_text_that_cannot_be_sent_takes_no_other_ones_place(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    async with scene.database.begin() as session:
        with pytest.raises(UnknownPlaceholder):
            await set_reply(session, by=boss, key="refund", language=EN, text="{oops}", at=scene.at)
    assert (await at_hand(scene)).texts == {EN: "Dear {name}"}


async def test_a_second_text_in_the_same_language_is_refused(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    with pytest.raises(ReplyAlreadyThere) as refused:
        await added(scene, boss, text="Another")
    assert refused.value.facts == {"reply": "refund", "language": "en"}


async def test_what_is_not_there_is_neither_changed_nor_removed(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    async with scene.database.begin() as session:
        with pytest.raises(NoSuchReply) as unknown:
            await set_steps(session, by=boss, key="refnud", steps=Steps(), at=scene.at)
        with pytest.raises(NoSuchReply) as without_text:
            await set_reply(session, by=boss, key="refund", language=ZH, text="您好", at=scene.at)
        with pytest.raises(NoSuchReply) as nothing_to_remove:
            await remove_reply(session, by=boss, key="refund", language=ZH, at=scene.at)
    assert [each.value.facts["reply"] for each in (unknown, without_text, nothing_to_remove)] == ["refnud", "refund zh", "refund zh"]


async def test_there_are_only_so_many_replies(scene: Scene) -> None:
    boss = await scene.staff()
    async with scene.database.begin() as session:
        for number in range(MOST_REPLIES):
            await add_reply(session, by=boss, key=f"k{number}", language=EN, text="Hello", at=scene.at)
    with pytest.raises(TooManyReplies) as refused:
        await added(scene, boss, "one-more")
    assert refused.value.facts == {"most": MOST_REPLIES}
    await added(scene, boss, "k0", ZH)  # a further language is no further reply


async def test_sending_answers_the_ticket_in_the_staff_members_name(scene: Scene) -> None:
    boss = await scene.staff()
    anna = await scene.staff(Role.AGENT, user_id=2001, name="Anna")
    await added(scene, boss, text="Dear {name}, {agent} of {company} has #{ticket}")
    customer = await scene.customer()
    ticket = await scene.ticket(customer, number=5, status=TicketStatus.NEW)
    scene.later(minutes=3)
    await sent(scene, ticket, anna)
    words = f"Dear Lin Yue, Anna of {scene.business.company} has #5"
    [said] = await scene.rows(Interaction)
    assert (said.kind, said.direction, said.author, said.author_id) == (InteractionKind.INQUIRY, Direction.OUT, Author.STAFF, 2001)
    assert (said.ticket_id, said.customer_id, said.text) == (5, customer.id, words)
    [now] = await scene.rows(Ticket)
    assert (now.status, now.assignee_id, now.first_response_at) == (TicketStatus.OPEN, anna.id, scene.at)
    assert [(each.interaction_id, each.words) for each in scene.told_of(StaffWrote)] == [(said.id, words)]
    assert [(each.interaction_id, each.key, each.words, each.by.id) for each in scene.told_of(CannedReplySent)] == [
        (said.id, "refund", words, anna.id)
    ]
    assert len(scene.told_of(TicketClaimed)) == 1
    [reply] = await scene.rows(CannedReply)
    assert (reply.used, reply.last_used_at) == (1, scene.at)


@pytest.mark.parametrize(("language", "text"), [(EN, "Hello"), (ZH, "您好")])
async def test_the_customer_gets_the_text_in_their_language(scene: Scene, language: Language, text: str) -> None:
    boss = await scene.staff()
    await added(scene, boss, text="Hello")
    await added(scene, boss, language=ZH, text="您好")
    ticket = await scene.ticket(await scene.customer(language=language), status=TicketStatus.OPEN)
    await sent(scene, ticket, boss)
    assert [each.words for each in scene.told_of(CannedReplySent)] == [text]


async def test_a_macro_closes_the_ticket_after_the_reply(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    async with scene.database.begin() as session:
        await set_steps(session, by=boss, key="refund", steps=Steps(Afterwards.CLOSE), at=scene.at)
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.OPEN)
    await sent(scene, ticket, boss)
    [now] = await scene.rows(Ticket)
    assert (now.status, now.closed_by) == (TicketStatus.CLOSED, boss.id)
    kinds = [type(each) for each in scene.told]
    assert kinds.index(StaffWrote) < kinds.index(CannedReplySent) < kinds.index(TicketClosed)


async def test_nothing_is_sent_on_a_closed_ticket_or_by_a_stranger(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    customer = await scene.customer()
    closed = await scene.ticket(customer)
    still_open = await scene.ticket(customer, number=2, status=TicketStatus.OPEN)
    for attempt in (sent(scene, closed, boss), passed_on(scene, closed, boss, "Dear {name}")):
        with pytest.raises(TicketAlreadyClosed):
            await attempt
    for attempt in (sent(scene, still_open, None), passed_on(scene, still_open, None, "Dear {name}")):
        with pytest.raises(NotAllowed):
            await attempt
    assert scene.told == []
    assert [row.used for row in await scene.rows(CannedReply)] == [0]


async def test_a_text_chosen_inline_is_filled_counted_and_followed(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    async with scene.database.begin() as session:
        await set_steps(session, by=boss, key="refund", steps=Steps(Afterwards.CLOSE), at=scene.at)
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.NEW)
    await passed_on(scene, ticket, boss, "Dear {name}")
    [said] = await scene.rows(Interaction)
    assert (said.text, said.direction, said.author, said.kind) == ("Dear Lin Yue", Direction.OUT, Author.STAFF, InteractionKind.INQUIRY)
    assert [each.words for each in scene.told_of(StaffWrote)] == ["Dear Lin Yue"]
    assert [(each.key, each.words) for each in scene.told_of(CannedReplySent)] == [("refund", "Dear Lin Yue")]
    assert [row.used for row in await scene.rows(CannedReply)] == [1]
    assert [row.status for row in await scene.rows(Ticket)] == [TicketStatus.CLOSED]


async def test_a_text_without_placeholders_is_passed_on_as_it_was_posted(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss, text="Good morning")
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.NEW)
    await passed_on(scene, ticket, boss, "Good morning")
    assert [each.words for each in scene.told_of(StaffWrote)] == [None]
    assert scene.told_of(CannedReplySent) == []
    assert [row.used for row in await scene.rows(CannedReply)] == [1]


@pytest.mark.parametrize(("text", "words"), [("Dear {name}, hello", "Dear Lin Yue, hello"), ("Dear {nmae}", None)])
async def test_a_text_whose_reply_was_changed_meanwhile_is_filled_but_not_counted(scene: Scene, text: str, words: str | None) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.NEW)
    await passed_on(scene, ticket, boss, text)
    assert [each.words for each in scene.told_of(StaffWrote)] == [words]
    assert [each.key for each in scene.told_of(CannedReplySent)] == ([None] if words else [])
    assert [row.used for row in await scene.rows(CannedReply)] == [0]


async def test_uses_are_counted_one_by_one(scene: Scene) -> None:
    boss = await scene.staff()
    await added(scene, boss)
    ticket = await scene.ticket(await scene.customer(), status=TicketStatus.OPEN)
    async with scene.database.begin() as session:
        known = await get_reply(session, key="refund")
        for _ in range(3):  # by the same row in hand, which is older than the counts
            await send_reply(
                session, at_hand=known, ticket=await get_ticket(session, ticket.id), by=boss, chat_id=-1, message_id=7, reply_to_id=None,
                at=scene.at, business=scene.business, tell=scene.tell,
            )  # fmt: skip
        assert (await get_reply(session, key="refund")).reply.used == 3
