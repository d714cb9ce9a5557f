"""Identities: which customer is meant by what somebody wrote."""

import pytest

from crm.identities import CustomerUnknown, SeveralCustomers, identify_customer, normal_phone, region_of
from storage.customers import find_contact_of
from storage.vocabulary import Channel
from tests.scene import Scene


async def found(scene: Scene, wanted: str) -> int:
    """Return the number of the customer who is meant."""
    async with scene.database.read() as session:
        return (await identify_customer(session, wanted=wanted, time_zone="Asia/Shanghai")).id


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("12", 12),
        ("#12", 12),
        (" 12 ", 12),
        ("@lin_yue", 12),
        ("LIN_YUE", 12),
        ("+86 138 0013 8000", 12),
        ("13800138000", 12),
        ("138-0013-8000", 12),
        ("0086 13800138000", 12),
        ("+49 30 901820", 13),
        ("7654321", 7654321),  # no phone number of China, so a customer's number
    ],
)
async def test_a_customer_is_found_by_number_username_and_phone(scene: Scene, wanted: str, number: int) -> None:
    await scene.customer(12, username="Lin_Yue", phone="+8613800138000")
    await scene.customer(13, phone="+4930901820")
    await scene.customer(7654321)
    assert await found(scene, wanted) == number


@pytest.mark.parametrize(
    "wanted", ["", "99", "#", "@nobody", "lin yue", "+49 30 901829", "999999999999999999999", "+1", "#13800138000", "12; DROP"]
)
async def test_who_is_not_there_is_unknown(scene: Scene, wanted: str) -> None:
    await scene.customer(12, username="lin_yue", phone="+8613800138000")
    with pytest.raises(CustomerUnknown) as refused:
        await found(scene, wanted)
    assert refused.value.facts == {"wanted": wanted.strip()}


async def test_a_customer_is_found_by_the_username_of_today(scene: Scene) -> None:
    await scene.customer(12, username="lin_yue")
    async with scene.database.begin() as session:
        contact = await find_contact_of(session, customer_id=12, channel=Channel.TELEGRAM)
        assert contact is not None
        contact.username = "Lin_2026"
    assert await found(scene, "@LIN_2026") == 12
    with pytest.raises(CustomerUnknown):
        await found(scene, "@lin_yue")


async def test_a_phone_number_of_several_customers_names_nobody(scene: Scene) -> None:
    for number in (1, 2):
        await scene.customer(number, phone="+8613800138000")
    with pytest.raises(SeveralCustomers):
        await found(scene, "13800138000")


@pytest.mark.parametrize(
    ("text", "region", "normal"),
    [
        ("13800138000", "CN", "+8613800138000"),
        ("030 901820", "DE", "+4930901820"),
        ("030 901820", None, None),
        ("+4930901820", None, "+4930901820"),
        ("12", "CN", None),
        ("#13800138000", "CN", None),
        ("+999999999999", "CN", None),
    ],
)
def test_phone_numbers_have_one_form(text: str, region: str | None, normal: str | None) -> None:
    assert normal_phone(text, region=region) == normal


@pytest.mark.parametrize(("zone", "region"), [("Asia/Shanghai", "CN"), ("Europe/Berlin", "DE"), ("UTC", None), ("Etc/GMT+5", None)])
def test_a_time_zone_tells_the_country(zone: str, region: str | None) -> None:
    assert region_of(zone) == region
