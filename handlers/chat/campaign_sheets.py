"""Sheets of campaigns: what one says to whom, how it stands, and what came of it, in words."""

from collections.abc import Collection, Sequence

from crm.business import Business, TierLevel
from crm.campaign_figures import are_enough, bought_more, counted_until, figure, figured_at
from crm.campaign_texts import text_for
from crm.campaigns import people_of
from crm.rules.lengths import shortened
from crm.rules.segments import Segment, from_data
from crm.rules.variants import share_of
from handlers.chat.campaign_buttons import WRITABLE, variants_of
from handlers.chat.lists import listed, strung
from handlers.chat.speech import Fact, Phrases
from storage.campaigns import Campaign, CampaignText
from storage.vocabulary import CampaignState, Language, Variant

_LONGEST_QUOTE = 120
_COUNTED = ("sent", "delivered", "blocked", "failed", "skipped", "open_ticket", "waiting", "clicked", "replied", "opted_out")


def sheet(campaign: Campaign, texts: Sequence[CampaignText], *, business: Business, phrases: Phrases, zone: str) -> str:
    """Return all that is to be known of a campaign."""
    shares = {
        variant.value: share_of(variant, b_percent=campaign.b_percent, control_percent=campaign.control_percent) for variant in Variant
    }
    lines = [
        phrases("campaign-head", number=campaign.id, name=campaign.name, state=phrases.plain(f"campaign-state-{campaign.state}")),
        phrases("campaign-to", segment=segment_in_words(from_data(campaign.segment), business, phrases)),
        phrases("campaign-shares", a=shares["a"], b=shares["b"], control=shares["control"]),
        *_text_lines(campaign, texts, phrases),
        *(_fallback_lines(campaign, texts, business, phrases) if campaign.state in WRITABLE else []),
    ]
    if campaign.counted is not None:
        lines.append(
            phrases("campaign-people", people=phrases.number(people_of(campaign)), control=phrases.number(campaign.counted["control"]))
        )
    if campaign.starts_at is not None and campaign.started_at is None:
        lines.append(phrases("campaign-starts", at=phrases.moment(campaign.starts_at, zone)))
    return "\n".join([*lines, *_next(campaign, texts, phrases), *_results(campaign, business, phrases, zone)])


def segment_in_words(segment: Segment, business: Business, phrases: Phrases) -> str:
    """Return whom a segment means."""
    parts = [
        *_part(phrases, "language", [phrases.plain(f"language-{each}") for each in sorted(segment.languages)]),
        *_part(phrases, "tier", _tier_labels(business.tiers, segment.tiers, phrases.language)),
        *_part(phrases, "stage", [phrases.plain(f"stage-{each}") for each in sorted(segment.stages)]),
        *_part(phrases, "rfm", [phrases.plain(f"campaign-rfm-{each}") for each in sorted(segment.rfm)]),
        *_part(phrases, "tag", sorted(segment.tags)),
    ]
    if segment.heard_days:
        parts.append(phrases.plain("campaign-part-heard", days=segment.heard_days))
    if segment.silent_days:
        parts.append(phrases.plain("campaign-part-silent", days=segment.silent_days))
    return strung(parts, phrases) if parts else phrases.plain("campaign-everybody")


def _part(phrases: Phrases, name: str, words: Sequence[str]) -> list[str]:
    return [phrases.plain(f"campaign-part-{name}", words=listed(words, phrases))] if words else []


def _tier_labels(tiers: Sequence[TierLevel], keys: Collection[str], language: Language) -> list[str]:
    labels = {tier.key: tier.label(language) for tier in tiers}
    return [labels.get(key, key) for key in sorted(keys)]


def _text_lines(campaign: Campaign, texts: Sequence[CampaignText], phrases: Phrases) -> list[str]:
    lines = []
    for text in texts:
        if text.variant in variants_of(campaign):
            media = phrases.plain("media-kind", kind=text.media_kind) if text.media_kind else ""
            words = shortened(" ".join(text.words.split()), _LONGEST_QUOTE)
            labels = "".join(f" [{button['label']}]" for button in text.buttons)
            said = " ".join(part for part in (media, words) if part) + labels
            language = phrases.plain(f"language-{text.language}")
            lines.append(phrases("campaign-text-line", variant=text.variant.upper(), language=language, words=said))
    written = {text.variant for text in texts}
    missing = [variant for variant in variants_of(campaign) if variant not in written]
    return [*lines, *[phrases("campaign-text-missing", variant=variant.upper()) for variant in missing]]


def _fallback_lines(campaign: Campaign, texts: Sequence[CampaignText], business: Business, phrases: Phrases) -> list[str]:
    """Who of those that are meant reads a text in another language than their own."""
    meant = from_data(campaign.segment).languages or frozenset(Language)
    lines = []
    for variant in variants_of(campaign):
        written = {text.language for text in texts if text.variant is variant}
        for language in sorted(meant - written) if written else ():
            instead = text_for(texts, variant=variant, language=language, business=business).language
            facts = {"language": phrases.plain(f"language-{language}"), "other": phrases.plain(f"language-{instead}")}
            lines.append(phrases("campaign-text-fallback", variant=variant.upper(), **facts))
    return lines


def _results(campaign: Campaign, business: Business, phrases: Phrases, zone: str) -> list[str]:
    if campaign.started_at is None:
        return []
    as_of = figured_at(campaign)
    if as_of is None:
        return ["", phrases("campaign-no-figures")]
    until = counted_until(campaign.started_at, business=business)
    lines = ["", phrases("campaign-figures-at", at=phrases.moment(as_of, zone), until=phrases.moment(until, zone))]
    for variant in (Variant.A, Variant.B, Variant.CONTROL):
        meant = figure(campaign.figures, variant, "listed")
        if meant:
            bought = figure(campaign.figures, variant, "bought")
            facts: dict[str, Fact] = {
                "listed": phrases.number(meant),
                "bought": phrases.number(bought),
                "percent": phrases.number(100 * bought / meant),
            }
            counts: dict[str, Fact] = {name: phrases.number(figure(campaign.figures, variant, name)) for name in _COUNTED}
            if variant is Variant.CONTROL:
                lines.append(phrases("campaign-control-line", **facts))
            else:
                lines.append(phrases("campaign-figures-line", variant=variant.upper(), **facts, **counts))
    if campaign.figured_at is None:
        lines.append(phrases("campaign-figures-anew"))
    return [*lines, *_differences(campaign, phrases)]


def _differences(campaign: Campaign, phrases: Phrases) -> list[str]:
    lines = []
    for variant, other in ((Variant.A, Variant.CONTROL), (Variant.B, Variant.CONTROL), (Variant.B, Variant.A)):
        found = bought_more(campaign.figures, variant, other)
        if found is not None:
            is_told = are_enough(campaign.figures, variant, other)
            verdict = "few" if not is_told else "open" if not found.is_real else "more" if found.value > 0 else "less"
            names = {"variant": variant.upper(), "other": phrases.plain("campaign-other", other=other.value)}
            values = {
                "value": phrases.number(found.value),
                "lower": phrases.number(found.lower),
                "upper": phrases.number(found.upper),
            }
            lines.append(" ".join((phrases("campaign-difference", **names, **values), phrases(f"campaign-verdict-{verdict}"))))
    return lines


def _next(campaign: Campaign, texts: Sequence[CampaignText], phrases: Phrases) -> list[str]:
    """What is to be done next, as long as nothing was sent."""
    if campaign.started_at is not None or campaign.state not in WRITABLE:
        return []
    if campaign.state is not CampaignState.DRAFT:
        return [phrases(f"campaign-next-{campaign.state}")]
    written = {text.variant for text in texts}
    return [phrases("campaign-next-draft" if written.issuperset(variants_of(campaign)) else "campaign-next-write")]
