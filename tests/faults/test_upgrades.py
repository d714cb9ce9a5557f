"""The staff group becomes a supergroup: by the messages that say so, and by the refusal of what is said to the old one."""

from collections.abc import Iterator

import pytest

from storage.groups import GroupChat
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.faults.outpost import SAY, Outpost
from tests.journeys.town import ANNA, FRONT_OFFICE, OLIVIA, Somebody, newest, until, words

pytestmark = pytest.mark.xdist_group("faults-webhook")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outpost]:
    """A program whose staff group is a plain group."""
    outpost = Outpost(directory=tmp_path_factory.mktemp("plain"), settings={"KEFU_STAFF_CHAT": str(FRONT_OFFICE)})
    outpost.start()
    try:
        outpost.ready()
        outpost.engage_anna(FRONT_OFFICE)
        yield outpost
    finally:
        outpost.stop()


def staff_group(outpost: Outpost) -> int:
    """Return the group in which staff answer."""
    (group,) = [group for group in outpost.rows(GroupChat, key="chat_id") if group.staff_group_since is not None]
    chat_id: int = group.chat_id
    return chat_id


def with_card(outpost: Outpost, name: str) -> tuple[Somebody, int]:
    """Let a new customer open a ticket; return the customer and its number."""
    person = outpost.newcomer(name)
    person.says("/human")
    person.says("About my kettle")
    number = person.reads_ticket_number("Your ticket is")
    outpost.settle()
    return person, number


def replies(outpost: Outpost, chat_id: int, part: str, text: str) -> None:
    """Let Anna answer the newest post that contains these words."""
    post = until(lambda: newest(outpost.messages(chat_id), part), what=f"{part!r} in the group")
    Somebody(outpost, ANNA, chat_id).says(text, reply_to=post["message_id"])


def test_the_messages_that_say_so_come_first(plain: Outpost) -> None:
    old = staff_group(plain)
    person, number = with_card(plain, "Hana")
    new = plain.act(f"groups/{old}/upgrade")["id"]
    until(lambda: staff_group(plain) == new, what="another staff group")
    plain.settle()
    person.says("It leaks")
    replies(plain, new, "It leaks", "We send another one")
    person.reads("We send another one")
    plain.settle()

    assert not person.has_read("could not pass this on")
    assert sum("About my kettle" in words(post) for post in plain.messages(new)) == 1
    assert plain.ticket(number).topic_chat_id == new
    (left,) = plain.rows(GroupChat, key="chat_id", chat_id=old)
    assert (left.is_member, left.staff_group_since) == (False, None)
    assert plain.failures() == ([], [])


def test_the_refusal_comes_first(plain: Outpost) -> None:
    old = new_staff_group(plain)
    person, number = with_card(plain, "Ines")
    # While this one is on its way to the old group, the group is upgraded and no update can tell of it.
    plain.fault("delay", method="copyMessage", chat_id=old, seconds=1.5)
    person.says("It leaks")
    until(lambda: plain.faults() == [], what="a message on its way")
    plain.fault("status", status=500, method="getUpdates", times=None)
    new = plain.act(f"groups/{old}/upgrade")["id"]
    until(lambda: staff_group(plain) == new, what="another staff group")
    until(lambda: not plain.ledger.waiting(), what="an empty outbox")
    assert plain.state()["pending_updates"] > 0
    moved = [row for row in plain.rows(OutboxMessage, chat_id=new) if row.method == "copyMessage"]
    assert [row.state for row in moved] == [OutboxState.SENT]

    plain.end_faults()
    plain.settle(patience=90)
    replies(plain, new, "It leaks", "We send another one")
    person.reads("We send another one")
    assert not person.has_read("could not pass this on")
    assert [words(post) for post in plain.messages(new)].count("It leaks") >= 1
    assert plain.ticket(number).topic_chat_id == new
    assert plain.failures() == ([], [])


def new_staff_group(outpost: Outpost) -> int:
    """Let Olivia make another plain group and choose it."""
    group: int = outpost.act("groups", title="Back Office", by=OLIVIA)["id"]
    outpost.act(f"groups/{group}/members", person_id=ANNA, status="member", by=OLIVIA)
    Somebody(outpost, OLIVIA, group).says("/setup plain")
    until(lambda: staff_group(outpost) == group, what="the new staff group")
    outpost.settle()
    assert newest(outpost.messages(group), SAY("setup-already-plain")[:24])
    return group
