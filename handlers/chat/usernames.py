"""Usernames: how a customer's is shown to staff."""

from crm.masking import username_seen
from handlers.chat.voice import Voice
from storage.customers import Contact


def at_username(contact: Contact | None, voice: Voice) -> str:
    """Return a username with its sign, to stand behind something else; empty when there is none or staff must not see it."""
    username = None if contact is None else username_seen(contact.username, voice.business)
    return f" @{username}" if username else ""
