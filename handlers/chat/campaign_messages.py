"""Messages of campaigns: the call by which somebody gets a campaign's text."""

from collections.abc import Mapping

from aiogram.methods import SendAnimation, SendMessage, SendPhoto, SendVideo
from aiogram.types import InlineKeyboardMarkup, Message, MessageEntity

from crm.campaign_texts import CampaignMedia
from crm.rules.campaign_texts import COMPANY, NAME, POINTS, filled
from handlers.chat.speech import Phrases
from storage.campaigns import CampaignText

Sending = SendMessage | SendPhoto | SendVideo | SendAnimation


def values_for(name: str, points: int, *, company: str, phrases: Phrases) -> dict[str, str]:
    """Return what is filled into a text for somebody."""
    return {NAME: name, POINTS: phrases.number(points), COMPANY: company}


def message_to(chat_id: int, text: CampaignText, keyboard: InlineKeyboardMarkup, values: Mapping[str, str]) -> Sending:
    """Return the call that says a text as it was written, with its picture and buttons, and what is filled in."""
    words, moved = filled(text.words, text.entities, values)
    entities = [MessageEntity.model_validate(entity) for entity in moved]
    match text.media_kind, text.file_id:
        case "photo", str(file_id):
            return SendPhoto(chat_id=chat_id, photo=file_id, caption=words, caption_entities=entities, reply_markup=keyboard)
        case "video", str(file_id):
            return SendVideo(chat_id=chat_id, video=file_id, caption=words, caption_entities=entities, reply_markup=keyboard)
        case "animation", str(file_id):
            return SendAnimation(chat_id=chat_id, animation=file_id, caption=words, caption_entities=entities, reply_markup=keyboard)
        case _:
            return SendMessage(chat_id=chat_id, text=words, entities=entities, reply_markup=keyboard)


def campaign_media_of(message: Message) -> CampaignMedia | None:
    """Return the picture or film of a message; None when it has none that a campaign can carry."""
    if message.photo:
        return CampaignMedia("photo", message.photo[-1].file_id)
    if message.animation:
        return CampaignMedia("animation", message.animation.file_id)
    return CampaignMedia("video", message.video.file_id) if message.video else None
