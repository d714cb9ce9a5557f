"""The files of the world: what was uploaded and what was drawn, each under its file id."""

import base64
import mimetypes
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from playground.drawing import empty_film, gif, pdf, picture_size, png, tone
from playground.wire import Json

UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
VARIANTS = 6


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    AUDIO = "audio"
    STICKER = "sticker"
    THUMBNAIL = "thumbnail"


TELEGRAM_NAMES = {
    FileKind.PHOTO: "Photo",
    FileKind.DOCUMENT: "Document",
    FileKind.VIDEO: "Video",
    FileKind.VOICE: "VoiceNote",
    FileKind.VIDEO_NOTE: "VideoNote",
    FileKind.ANIMATION: "Animation",
    FileKind.AUDIO: "Audio",
    FileKind.STICKER: "Sticker",
    FileKind.THUMBNAIL: "Thumbnail",
}
_PREFIXES = {
    FileKind.PHOTO: "AgACAgIAAxk",
    FileKind.DOCUMENT: "BQACAgIAAxk",
    FileKind.VIDEO: "BAACAgIAAxk",
    FileKind.VOICE: "AwACAgIAAxk",
    FileKind.VIDEO_NOTE: "DQACAgIAAxk",
    FileKind.ANIMATION: "CgACAgIAAxk",
    FileKind.AUDIO: "CQACAgIAAxk",
    FileKind.STICKER: "CAACAgIAAxk",
    FileKind.THUMBNAIL: "AAMCAgADGQE",
}
_FOLDERS = {
    FileKind.PHOTO: "photos",
    FileKind.DOCUMENT: "documents",
    FileKind.VIDEO: "videos",
    FileKind.VOICE: "voice",
    FileKind.VIDEO_NOTE: "video_notes",
    FileKind.ANIMATION: "animations",
    FileKind.AUDIO: "music",
    FileKind.STICKER: "stickers",
    FileKind.THUMBNAIL: "thumbnails",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of one kind."""

    file_id: str
    file_unique_id: str
    kind: FileKind
    content: bytes
    file_name: str
    mime_type: str
    file_path: str
    width: int
    height: int
    thumbnail: "StoredFile | None" = None

    def for_page(self) -> Json:
        return {
            "file_id": self.file_id,
            "kind": self.kind.value,
            "file_name": self.file_name,
            "mime_type": self.mime_type,
            "size": len(self.content),
        }


class Files:
    """Every file by its id and by its download path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def get(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def at_path(self, file_path: str) -> StoredFile | None:
        """The file that downloads from this path."""
        return self._by_path.get(file_path)

    def keep(self, kind: FileKind, content: bytes, *, file_name: str = "", mime_type: str = "") -> StoredFile:
        """Keeps the bytes as a file of this kind, with a thumbnail where the kind has one."""
        number = len(self._by_id) + 1
        guessed = mime_type or mimetypes.guess_type(file_name)[0] or "application/octet-stream"
        suffix = mimetypes.guess_extension(guessed) or ".bin"
        if "." in file_name:
            suffix = "." + file_name.rsplit(".", 1)[1]
        width, height = picture_size(content)
        thumbnail = None
        if kind in {FileKind.PHOTO, FileKind.VIDEO, FileKind.VIDEO_NOTE, FileKind.ANIMATION}:
            small = content if kind is FileKind.PHOTO else _drawing(FileKind.THUMBNAIL, number % VARIANTS)
            shown = FileKind.PHOTO if kind is FileKind.PHOTO else FileKind.THUMBNAIL
            thumbnail = self._add(shown, small, "", "image/png", ".png", number, min(width, 90) or 90, min(height, 90) or 90, None)
            number += 1
        return self._add(kind, content, file_name, guessed, suffix, number, width, height, thumbnail)

    def drawn(self, kind: FileKind, *, file_name: str = "") -> StoredFile:
        """A small demo file of this kind."""
        number = len(self._by_id) + 1
        name, mime_type = {
            FileKind.PHOTO: ("", "image/png"),
            FileKind.DOCUMENT: (f"document-{number}.pdf", "application/pdf"),
            FileKind.VIDEO: (f"video-{number}.mp4", "video/mp4"),
            FileKind.VOICE: ("", "audio/wav"),
            FileKind.VIDEO_NOTE: ("", "video/mp4"),
            FileKind.ANIMATION: (f"animation-{number}.gif", "image/gif"),
            FileKind.AUDIO: (f"song-{number}.wav", "audio/wav"),
            FileKind.STICKER: ("", "image/png"),
            FileKind.THUMBNAIL: ("", "image/png"),
        }[kind]
        given = mimetypes.guess_type(file_name)[0] if file_name else None
        return self.keep(kind, _drawing(kind, number % VARIANTS), file_name=file_name or name, mime_type=given or mime_type)

    def _add(
        self,
        kind: FileKind,
        content: bytes,
        file_name: str,
        mime_type: str,
        suffix: str,
        number: int,
        width: int,
        height: int,
        thumbnail: StoredFile | None,
    ) -> StoredFile:
        tail = base64.urlsafe_b64encode(f"kefu{number:08d}".encode()).decode().rstrip("=")
        stored = StoredFile(
            file_id=f"{_PREFIXES[kind]}{tail}",
            file_unique_id=f"AQAD{tail[:16]}",
            kind=kind,
            content=content,
            file_name=file_name,
            mime_type=mime_type,
            file_path=f"{_FOLDERS[kind]}/file_{number}{suffix}",
            width=width,
            height=height,
            thumbnail=thumbnail,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.file_path] = stored
        return stored


@cache
def _drawing(kind: FileKind, variant: int) -> bytes:
    match kind:
        case FileKind.PHOTO:
            return png(320, 240, variant)
        case FileKind.STICKER:
            return png(128, 128, variant)
        case FileKind.THUMBNAIL:
            return png(90, 90, variant)
        case FileKind.ANIMATION:
            return gif(160, 120)
        case FileKind.VOICE | FileKind.AUDIO:
            return tone(2.0, 220 + 55 * variant)
        case FileKind.DOCUMENT:
            return pdf("A document of the playground")
        case FileKind.VIDEO | FileKind.VIDEO_NOTE:
            return empty_film()


def kind_of_upload(mime_type: str) -> FileKind:
    """How a messenger would send a file of this type."""
    match mime_type:
        case "image/png" | "image/jpeg":
            return FileKind.PHOTO
        case "image/gif":
            return FileKind.ANIMATION
        case "image/webp":
            return FileKind.STICKER
        case "video/mp4":
            return FileKind.VIDEO
        case "audio/ogg":
            return FileKind.VOICE
        case "audio/mpeg" | "audio/mp4":
            return FileKind.AUDIO
        case _:
            return FileKind.DOCUMENT
