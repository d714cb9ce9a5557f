"""Formatting and hidden links of what is gathered into one post."""

from tests.crm.test_bursts import ANN, on_ticket, posted
from tests.desk import STAFF_GROUP, Desk


async def test_what_is_gathered_keeps_its_formatting_and_its_hidden_links(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await on_ticket(desk, ANN)
    link = {"type": "text_link", "offset": 3, "length": 4, "url": "https://example.com"}
    await desk.says(ANN, "😀 look", entities=[link])
    await desk.says(ANN, "plain www.example.com", entities=[{"type": "url", "offset": 6, "length": 15}])
    await desk.says(ANN, "bold", entities=[{"type": "bold", "offset": 0, "length": 4}])
    [post] = await posted(desk)
    assert post["text"] == "• 😀 look\n• plain www.example.com\n• bold"
    assert post["entities"] == [link | {"offset": 5}, {"type": "bold", "offset": 36, "length": 4}]
    assert "gathered" not in post


async def test_a_change_of_what_was_gathered_with_formatting_is_posted_by_itself(desk_on_both: Desk) -> None:
    desk = desk_on_both
    await on_ticket(desk, ANN)
    await desk.says(ANN, "first")
    last = desk.private_message(ANN, "second", entities=[{"type": "bold", "offset": 0, "length": 6}])
    await desk.feed(last)
    await posted(desk)
    await desk.feed({"edited_message": last["message"] | {"text": "third", "edit_date": 2}})
    await posted(desk)
    assert await desk.last_said_to(STAFF_GROUP) == f"{desk.phrase('ticket-words-changed')}\nthird"


async def test_a_change_that_waits_brings_its_formatting_along(desk: Desk) -> None:
    await on_ticket(desk, ANN)
    first = desk.private_message(ANN, "first", entities=[{"type": "bold", "offset": 0, "length": 5}])
    await desk.feed(first)
    await desk.says(ANN, "second")
    italic = [{"type": "italic", "offset": 0, "length": 7}]
    await desk.feed({"edited_message": first["message"] | {"text": "changed", "entities": italic, "edit_date": 2}})
    [post] = await posted(desk)
    assert (post["text"], post["entities"]) == ("• changed\n• second", [italic[0] | {"offset": 2}])
