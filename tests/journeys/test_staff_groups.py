"""Stories of the staff's side: what they may not read, what the desk lacks in a group, who comes and goes, and topics that are tidied away."""

from typing import Any

from tests.journeys.tongues import BOTH, DESK_SAYS, Tongue, asks
from tests.journeys.town import ANNA, CHEN, DESK, OLIVIA, Somebody, Town, newest, until, words

SECRETS = ("casino.top", "13800138000", "4111 1111")


@BOTH
def test_links_phone_and_card_numbers_are_hidden_wherever_staff_look(strict_town: Town, say: Tongue) -> None:
    town = strict_town
    name = f"Win {say.code} casino.top"
    person, number = asks(town, name, say, "See casino.top or call 13800138000")
    assert person.has_read(name)
    hidden = words(town.sees_in_topic(number, "See "))
    assert (hidden.startswith(f"See {'•' * 10} or call ••"), hidden.endswith("00")) == (True, True)
    person.says("My card is 4111 1111 1111 1111")
    assert words(town.sees_in_topic(number, "My card is")) == "My card is •••• •••• •••• 1111"
    person.says(attachment={"kind": "photo", "caption": f"{say.code} +8613800138000 on casino.top"})
    photo = town.sees_in_topic(number, f"{say.code} +")
    assert photo["photo"]
    anna = town.anna().in_topic(number)
    for command in ("/info", "/history"):
        anna.says(command)
    town.sees_in_topic(number, DESK_SAYS("history-title", name=f"Win {say.code} {'•' * 10}"))
    assert town.topic(number)["name"].startswith(f"#{number} · Win {say.code} •")
    shown = [*town.topic_texts(number), str(town.topic(number)["name"])]
    assert [text for text in shown if any(secret in text for secret in SECRETS)] == []
    anna.says("We cannot help with that")
    person.reads("We cannot help with that")


@BOTH
def test_what_the_desk_lacks_is_named_and_colleagues_come_and_go(strict_town: Town, say: Tongue) -> None:
    town = strict_town
    owner = town.olivia()
    owner.starts()
    title = f"Second desk {say.code}"
    group = town.act("groups", title=title, by=OLIVIA, is_forum=True, type="supergroup")["id"]
    town.act(f"groups/{group}/members", status="administrator", by=OLIVIA, bot=True, rights={"can_manage_topics": True})
    olivia = Somebody(town, OLIVIA, group)
    olivia.says("/setup main")
    olivia.reads(DESK_SAYS("setup-lacks-delete-messages"))
    missing = DESK_SAYS("groups-missing-delete-messages")
    assert missing in words(owner.reads(title, after=owner.says("/groups")))
    stats = words(owner.reads(DESK_SAYS("admin-stats-groups").splitlines()[0][:12], after=owner.says("/stats")))
    assert ("Kefu Desk · " in stats, f"{title} · " in stats) == (True, True)

    owner.says("/staff supervisor @chenjing")
    town.act(f"groups/{group}/members", status="member", by=OLIVIA, person_id=CHEN)
    until(lambda: menu_of(town, group, CHEN), what="the menu of a supervisor who came into the group")
    assert "coach" in menu_of(town, group, CHEN)
    owner.says("/staff agent @chenjing")
    until(lambda: "coach" not in menu_of(town, DESK, CHEN), what="the menu taken away")

    town.act(
        f"groups/{group}/members",
        status="administrator",
        by=OLIVIA,
        bot=True,
        rights={"can_manage_topics": True, "can_delete_messages": True},
    )
    until(lambda: missing not in words(owner.reads(title, after=owner.says("/groups"))), what="nothing missing any more")
    olivia.says("/setup off")
    olivia.reads(DESK_SAYS("setup-released"))


def menu_of(town: Town, chat_id: int, user_id: int) -> list[str]:
    """The commands that a member of a group was offered last."""
    menus = [
        call["parameters"].get("commands", [])
        for call in town.calls("setMyCommands") + town.calls("deleteMyCommands")
        if (scope := call["parameters"].get("scope") or {}).get("chat_id") == chat_id and scope.get("user_id") == user_id
    ]
    return [each["command"] for each in menus[-1]] if menus else []


@BOTH
def test_a_note_for_training_is_read_by_whom_it_is_meant_for(strict_town: Town, say: Tongue) -> None:
    town = strict_town
    owner, anna = town.olivia(), Somebody(town, ANNA, ANNA)
    owner.starts()
    anna.starts()
    _, number = asks(town, "Trainee's customer", say, "Hello")
    owner.says(f"/coach @anna Ask for the order first {say.code}")
    owner.reads(DESK_SAYS("coaching-kept", name="Anna Weber"))
    written = town.olivia().in_topic(number).says(f"/coach @anna tell Well asked {say.code}")
    anna.reads(f"Well asked {say.code}")
    until(lambda: not stands(town, written), what="the note gone from the topic")
    notes = words(owner.reads(DESK_SAYS("coaching-title", name="Anna Weber"), after=owner.says("/coach @anna")))
    assert (f"Ask for the order first {say.code}" in notes, f"Well asked {say.code}" in notes, f"#{number}" in notes) == (True, True, True)
    assert not anna.has_read(f"Ask for the order first {say.code}")


def stands(town: Town, message: dict[str, Any]) -> bool:
    """Tell whether a message of the staff group is still there."""
    return any(each["message_id"] == message["message_id"] for each in town.messages(DESK))


@BOTH
def test_the_ticket_of_a_colleague_who_left_is_everybodys_again(strict_town: Town, say: Tongue) -> None:
    town = strict_town
    owner = town.olivia()
    owner.starts()
    dora = town.customer("Dora", username=f"dora_{say.language.value}")
    town.act(f"groups/{DESK}/members", person_id=dora.id, status="member", by=OLIVIA)
    hello = Somebody(town, dora.id, DESK).says("Hello, I am new")
    town.act("messages", sender=OLIVIA, chat_id=DESK, text="/staff add", reply_to=hello["message_id"])
    until(lambda: newest(town.messages(DESK), "Dora is on the staff now"), what="Dora on the staff")
    town.advance(hours=0.02)  # a minute later the group takes new posts
    person, number = asks(town, "Orphan", say, "Where is my tea?")
    Somebody(town, dora.id, DESK).in_topic(number).says("/claim")
    town.sees_in_topic(number, "Dora has it")
    town.act(f"groups/{DESK}/members", person_id=dora.id, status="left", by=dora.id)
    owner.reads(DESK_SAYS("staff-left-alert", name="Dora"))
    person.says("Is anybody there?")
    town.sees_in_topic(number, "Is anybody there?")
    assert not any("Dora, the customer waits" in text for text in town.topic_texts(number))
    town.anna().in_topic(number).says("I am")
    person.reads("I am")
    town.sees_in_topic(number, "Anna Weber has it")


@BOTH
def test_a_topic_that_cannot_be_deleted_is_tried_again_a_day_later(strict_town: Town, say: Tongue) -> None:
    town = strict_town
    person, number = asks(town, "Tidy", say, "All is well")
    town.anna().in_topic(number).says("/close")
    person.reads(say("ticket-closed", number=number, days=3))
    fault = {"kind": "error", "error_code": 400, "description": "Bad Request: not enough rights to delete a topic"}
    town.http.post("/playground/api/faults", json={"method": "deleteForumTopic", "fault": fault, "times": 1}).raise_for_status()
    before = len(town.calls("deleteForumTopic"))
    town.advance(days=3)
    until(lambda: len(town.calls("deleteForumTopic")) > before, what="an attempt to delete the topic")
    assert not town.calls("deleteForumTopic")[before]["ok"]
    town.advance(days=2)
    until(lambda: not has_topic(town, number), what="the topic deleted at last")
    person.says("/tickets")
    person.reads(f"#{number}")


def has_topic(town: Town, number: int) -> bool:
    """Tell whether a ticket has a topic in the staff group."""
    chat = next(chat for chat in town.glance()["chats"] if chat["id"] == DESK)
    return any(topic["name"].startswith(f"#{number} ") for topic in chat["topics"])
