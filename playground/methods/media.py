"""Messages that carry something: photos and other files, albums, places, contacts, polls, dice; getFile."""

from typing import Any

from playground.attachments import DICE_SIDES, contact_content, dice_content, file_content, poll_content
from playground.delivery import delivery, send, sent
from playground.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, TELEGRAM_NAMES, FileKind, StoredFile
from playground.formatted_text import caption
from playground.refusals import bad_request
from playground.views import message_view
from playground.wire import Json, Parameters
from playground.world import World

ALBUM_KINDS = {"photo": FileKind.PHOTO, "video": FileKind.VIDEO, "document": FileKind.DOCUMENT, "audio": FileKind.AUDIO}
PICTURE_HEADS = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF", b"BM")


def given_file(world: World, p: Parameters, name: str, kind: FileKind) -> StoredFile:
    """The file a call gives by id, by upload or by address. Refused when there is none, or it is of another kind."""
    value = p.text(name)
    upload = p.uploads.get(value.removeprefix("attach://") if value.startswith("attach://") else name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind is FileKind.PHOTO and len(upload.content) > PHOTO_LIMIT:
            raise bad_request(f"file of size {len(upload.content)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
        if kind is FileKind.PHOTO and not upload.content.startswith(PICTURE_HEADS):
            raise bad_request("IMAGE_PROCESS_FAILED")
        return world.files.keep(kind, upload.content, file_name=upload.file_name, mime_type=upload.content_type)
    if not value:
        raise bad_request(f"there is no {name.replace('_', ' ')} in the request")
    if value.startswith(("http://", "https://")):
        # Nothing is fetched from outside; a drawn file stands in for what the address would have brought.
        return world.files.drawn(kind, file_name=value.rsplit("/", 1)[-1])
    known = world.files.get(value)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind is not kind:
        raise bad_request(f"can't use file of type {TELEGRAM_NAMES[known.kind]} as {TELEGRAM_NAMES[kind]}")
    return known


def _send_file(world: World, p: Parameters, kind: FileKind, *, captioned: bool = True) -> Json:
    content = file_content(given_file(world, p, kind.value, kind), emoji=p.text("emoji"))
    extra: Json = {"has_media_spoiler": True} if p.boolean("has_spoiler") else {}
    return sent(world, p, {**content, **extra, **(caption(p) if captioned else {})})


def send_photo(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.PHOTO)


def send_document(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.DOCUMENT)


def send_video(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.VIDEO)


def send_voice(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.VOICE)


def send_video_note(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.VIDEO_NOTE, captioned=False)


def send_animation(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.ANIMATION)


def send_audio(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.AUDIO)


def send_sticker(world: World, p: Parameters) -> Json:
    return _send_file(world, p, FileKind.STICKER, captioned=False)


def send_location(world: World, p: Parameters) -> Json:
    latitude, longitude = p.number("latitude"), p.number("longitude")
    if not p.has("latitude") or not p.has("longitude") or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    return sent(world, p, {"location": {"latitude": latitude, "longitude": longitude}})


def send_contact(world: World, p: Parameters) -> Json:
    if not p.has("phone_number"):
        raise bad_request("phone number is empty")
    if not p.has("first_name"):
        raise bad_request("first name is empty")
    return sent(world, p, contact_content(p.values))


def send_poll(world: World, p: Parameters) -> Json:
    question = p.text("question")
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > 300:
        raise bad_request("poll question length must not exceed 300")
    try:
        given: Any = p.structure("options")
    except ValueError:
        raise bad_request("can't parse options JSON object") from None
    if not isinstance(given, list) or not given:
        raise bad_request("poll must have at least 1 option")
    options = [str(option.get("text", "")) if isinstance(option, dict) else str(option) for option in given]
    if len(options) > 12:
        raise bad_request("poll can't have more than 12 options")
    if any(not 1 <= len(option) <= 100 for option in options):
        raise bad_request("poll options length must not exceed 100")
    details: Json = {
        "is_anonymous": not p.has("is_anonymous") or p.boolean("is_anonymous"),
        "type": p.text("type") or "regular",
        "allows_multiple_answers": p.boolean("allows_multiple_answers"),
        "is_closed": p.boolean("is_closed"),
    }
    return sent(world, p, poll_content(str(world.next_number()), question, options, details=details))


def send_dice(world: World, p: Parameters) -> Json:
    emoji = p.text("emoji") or "🎲"
    if emoji not in DICE_SIDES:
        raise bad_request("EMOTICON_INVALID")
    return sent(world, p, dice_content(emoji))


def send_media_group(world: World, p: Parameters) -> list[Json]:
    try:
        media: Any = p.structure("media")
    except ValueError:
        raise bad_request("can't parse media JSON object") from None
    if not isinstance(media, list) or not media:
        raise bad_request("there are no media to send")
    if len(media) < 2:
        raise bad_request("too few messages to send as an album")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    if not all(isinstance(item, dict) for item in media):
        raise bad_request("can't parse InputMedia: expected an Object")
    kinds = {str(item.get("type")) for item in media}
    if not kinds <= set(ALBUM_KINDS):
        raise bad_request("media of the specified type can't be used in the album")
    for single in ("document", "audio"):
        if single in kinds and len(kinds) > 1:
            raise bad_request(f"{single} can't be mixed with other media types")
    contents = []
    for item in media:
        part = Parameters(item, p.uploads)
        contents.append({**file_content(given_file(world, part, "media", ALBUM_KINDS[item["type"]])), **caption(part)})
    to = delivery(world, p, count=len(contents))
    album = str(world.next_number())
    return [message_view(world, send(world, to, content, media_group_id=album)) for content in contents]


def get_file(world: World, p: Parameters) -> Json:
    if not p.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(p.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {"file_id": file.file_id, "file_unique_id": file.file_unique_id, "file_size": len(file.content), "file_path": file.file_path}


METHODS = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVideo": send_video,
    "sendVoice": send_voice,
    "sendVideoNote": send_video_note,
    "sendAnimation": send_animation,
    "sendAudio": send_audio,
    "sendSticker": send_sticker,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendPoll": send_poll,
    "sendDice": send_dice,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
