"""Content rules: which one counts for whom, and what is flagged."""

from dataclasses import replace
from datetime import timedelta

from crm.business import Business
from crm.content_rules import find_rule, flag_interaction, flag_of
from crm.rules.content import Content, ContentAct, ContentRule
from storage.content_flags import ContentFlag
from storage.customers import Customer
from storage.interactions import keep_interaction
from storage.vocabulary import Author, Direction, InteractionKind
from tests.scene import Scene

CASINO = ContentRule(name="casino", act=ContentAct.BAN, pattern=r"\bcasino\b")
LINKS = ContentRule(name="links", act=ContentAct.FLAG, links=True, new_customers_only=True)
VIDEOS = ContentRule(name="videos", act=ContentAct.REFUSE, media=frozenset({"video"}))


def strict(business: Business) -> Business:
    return replace(business, content_rules=(LINKS, VIDEOS, CASINO))


def verdict(scene: Scene, customer: Customer, words: str, *, has_link: bool = False, media_kind: str = "text") -> str | None:
    rule = find_rule(Content(words, has_link, media_kind), customer=customer, at=scene.at, business=strict(scene.business))
    return None if rule is None else rule.name


async def test_the_severest_rule_counts(scene: Scene) -> None:
    customer = await scene.customer()
    assert verdict(scene, customer, "hello") is None
    assert verdict(scene, customer, "see here", has_link=True) == "links"
    assert verdict(scene, customer, "see here", has_link=True, media_kind="video") == "videos"
    assert verdict(scene, customer, "see our CA\u200bSINO", has_link=True, media_kind="video") == "casino"


async def test_a_rule_for_new_customers_spares_those_who_are_known(scene: Scene) -> None:
    customer = await scene.customer()
    scene.later(days=scene.business.new_customer_days)
    assert verdict(scene, customer, "see here", has_link=True) is None


async def test_without_rules_nothing_is_unwelcome(scene: Scene) -> None:
    customer = await scene.customer()
    content = Content("casino", True, "video")
    assert find_rule(content, customer=customer, at=scene.at + timedelta(1), business=scene.business) is None


async def test_a_flag_is_found_before_and_after_it_is_written(scene: Scene) -> None:
    customer = await scene.customer()
    business = strict(scene.business)

    async with scene.database.begin() as session:
        flagged, other = [
            keep_interaction(
                session, kind=InteractionKind.INQUIRY, direction=Direction.IN, author=Author.CUSTOMER, at=scene.at, customer_id=customer.id, text="x"
            )["id"]
            for _ in range(2)
        ]  # fmt: skip
        assert [await flag_interaction(session, interaction_id=flagged, rule=LINKS, at=scene.at) for _ in range(2)] == [True, False]
        assert await flag_of(session, interaction_id=flagged, business=business) == "links"
        assert await flag_of(session, interaction_id=other, business=business) is None
    async with scene.database.begin() as session:
        assert not await flag_interaction(session, interaction_id=flagged, rule=replace(LINKS, name="later"), at=scene.at)
        assert await flag_of(session, interaction_id=flagged, business=business) == "links"
        assert await flag_of(session, interaction_id=other, business=business) is None
        assert await flag_of(session, interaction_id=flagged, business=scene.business) is None
    assert [(row.interaction_id, row.rule) for row in await scene.rows(ContentFlag)] == [(flagged, "links")]
