"""The profile: shown, and changed bit by bit."""

from typing import Any

import pytest

from storage.interactions import Interaction
from storage.points import PointsEntry
from storage.vocabulary import InteractionKind, Language, PointsKind
from tests.desk import Desk
from tests.handlers.chat.customer_side import IVY, PHOTO, Talker


async def test_a_new_profile_shows_what_is_known_and_what_is_not(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    said = await ivy.hears_one()
    assert ivy.words("profile-name", name=f"Person{IVY}") in said
    assert ivy.words("profile-birthday", birthday="not told") in said
    assert ivy.words("profile-zone", zone="Shanghai", time="20:00") in said
    assert ivy.words("profile-points", points="0", tier="Member") in said


async def test_points_tier_and_expiry_are_told(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/start")
    customer = await ivy.customer()
    soon = desk.at.replace(month=4, day=1)
    await desk.keep(
        PointsEntry(customer_id=customer.id, kind=PointsKind.EARNED, points=499, cause="purchase:1", at=desk.at, expires_at=soon)
    )
    await ivy.presses("menu-button-profile")
    said = (await ivy.hears())[-1]
    assert ivy.words("points-next", count=1, points="1", days=365, tier="Silver") in said
    assert ivy.words("profile-expiring", count=499, points="499", expires="Wed 1 Apr, 20:00") in said
    await desk.keep(PointsEntry(customer_id=customer.id, kind=PointsKind.EARNED, points=5000, cause="purchase:2", at=desk.at))
    await ivy.says("/profile")
    assert "Gold" in (await ivy.hears())[-1]


async def test_a_name_is_made_fit_to_be_shown(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-name")
    await ivy.says("\u202e\u200b")
    assert (await ivy.hears())[-1] == ivy.words("refusal-name-not-readable")
    await ivy.says("  Ivy \u202e <b>Chen</b> ")
    assert (await ivy.hears())[-1] == ivy.words("profile-name-changed", name="Ivy <b>Chen</b>")
    assert (await ivy.customer()).name == "Ivy <b>Chen</b>"
    assert await ivy.state() is None
    assert {row.kind for row in await desk.rows(Interaction)} == {InteractionKind.SYSTEM}


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("29 Feb", (2, 29, None), "29 February"),
        ("1990年5月17日", (5, 17, 1990), "17 May 1990"),
        ("1990-05-17", (5, 17, 1990), "17 May 1990"),
    ],
)
async def test_a_birthday_is_kept_with_or_without_the_year(desk: Desk, written: str, kept: tuple[int, int, int | None], shown: str) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-birthday")
    await ivy.says(written)
    assert (await ivy.hears())[-1] == ivy.words("profile-birthday-changed", birthday=shown)
    customer = await ivy.customer()
    assert (customer.birthday_month, customer.birthday_day, customer.birth_year) == kept


@pytest.mark.parametrize(
    ("written", "key", "facts"),
    [
        ("31.2.", "refusal-no-such-date", {}),
        ("soon", "refusal-birthday-not-understood", {}),
        ("2027-01-01", "refusal-birthday-in-future", {}),
        ("1.1.1890", "refusal-birthday-too-long-ago", {"oldest": 120}),
        ("03/04/1990", "refusal-ambiguous-birthday", {"first": 3, "second": 4}),
    ],
)
@pytest.mark.parametrize("language", list(Language))
async def test_a_birthday_that_cannot_be_is_refused_and_asked_again(
    desk: Desk, written: str, key: str, facts: dict[str, Any], language: Language
) -> None:
    ivy = Talker(desk, language=language)
    await ivy.says("/profile")
    await ivy.presses("profile-button-birthday")
    await ivy.says(written)
    assert (await ivy.hears())[-1] == ivy.words(key, text=written, **facts)
    await ivy.says("17 May")
    assert (await ivy.customer()).birthday_day == 17


async def test_a_photo_is_no_birthday(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-birthday")
    await ivy.says(photo=PHOTO)
    assert (await ivy.hears())[-1] == ivy.words("refusal-birthday-not-understood", text="")


async def test_a_birthday_can_be_removed(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-birthday")
    assert ivy.words("profile-button-no-birthday") not in await ivy.sees()
    await ivy.says("17 May")
    await ivy.says("/profile")
    await ivy.presses("profile-button-birthday")
    await ivy.presses("profile-button-no-birthday")
    assert (await ivy.hears())[-1] == ivy.words("profile-birthday-removed")
    assert (await ivy.customer()).birthday_month is None
    assert await ivy.state() is None


def contact(number: str, user_id: int | None) -> dict[str, Any]:
    """Return a shared contact as a message carries it."""
    return {"contact": {"phone_number": number, "first_name": "X"} | ({"user_id": user_id} if user_id else {})}


async def test_only_the_own_number_is_taken_and_the_keyboard_goes(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-phone")
    assert await ivy.sees() == [ivy.words("profile-button-share-phone"), ivy.words("profile-button-keep-phone")]
    forwarded = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "X"}}
    for fields in (
        contact("+8613800138000", 999),
        contact("+8613800138000", None),
        {"text": "+8613800138000"},
        contact("1", IVY) | forwarded,
    ):
        await ivy.says(**fields)
        assert (await ivy.hears())[-1] == ivy.words("refusal-only-own-contact")
    await ivy.says(**contact("12", IVY))
    assert (await ivy.hears())[-1] == ivy.words("refusal-phone-not-understood")
    await ivy.says(**contact("8613800138000", IVY))
    assert (await ivy.hears())[-1] == ivy.words("profile-phone-changed", phone="+8613800138000")
    assert (await desk.queued())[-1].payload["reply_markup"] == {"remove_keyboard": True}
    assert (await ivy.customer()).phone == "+8613800138000"


async def test_a_number_can_be_left_or_removed(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-phone")
    await ivy.says(**contact("8613800138000", IVY))
    await ivy.says("/profile")
    await ivy.presses("profile-button-phone")
    assert ivy.words("profile-phone-now", phone="+8613800138000") in await ivy.hears()
    await ivy.says(ivy.words("profile-button-keep-phone"))
    assert await ivy.hears_one() == ivy.words("profile-phone-kept")
    await ivy.presses("profile-button-no-phone")
    assert (await ivy.customer()).phone is None


async def test_cancel_takes_the_keyboard_of_the_phone_away(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-phone")
    await ivy.says("/cancel")
    assert (await desk.queued())[-1].payload["reply_markup"] == {"remove_keyboard": True}


async def test_a_time_zone_is_chosen_or_written(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-zone")
    await ivy.says("atlantis")
    assert (await ivy.hears())[-1] == ivy.words("refusal-time-zone-unknown", text="atlantis")
    await ivy.says("柏林")
    assert (await ivy.hears())[-1] == ivy.words("profile-zone-changed", zone="Berlin", time="13:00")
    assert (await ivy.customer()).time_zone == "Europe/Berlin"
    await ivy.presses("profile-city-new-york")
    assert (await ivy.customer()).time_zone == "America/New_York"


async def test_a_zone_without_a_button_is_shown_by_its_name(desk: Desk) -> None:
    ivy = Talker(desk)
    await ivy.says("/profile")
    await ivy.presses("profile-button-zone")
    await ivy.says("utc+5")
    assert (await ivy.hears())[-1] == ivy.words("profile-zone-changed", zone="UTC+5", time="17:00")


@pytest.mark.parametrize("language", Language)
async def test_a_filled_profile_is_thanked_for_with_points_once(desk: Desk, language: Language) -> None:
    ivy = Talker(desk, language=language)
    for birthday in ("1990-05-17", "1990-05-18"):
        await ivy.says("/profile")
        await ivy.presses("profile-button-birthday")
        await ivy.says(birthday)
    await ivy.hears()
    thanks = ivy.words("bonus-profile", points="20")
    heard = []
    for _ in range(2):
        await ivy.says("/profile")
        await ivy.presses("profile-button-phone")
        await ivy.says(contact={"phone_number": "8613800138000", "first_name": "Ivy", "user_id": IVY})
        heard.append(thanks in await ivy.hears())
    assert heard == [True, False]
