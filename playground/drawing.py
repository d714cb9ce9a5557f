"""Small real files made in code, so that an attachment without a file still has something to show."""

import colorsys
import io
import math
import struct
import wave
import zlib

GIF_COLOURS = 128


def png(width: int, height: int, seed: int) -> bytes:
    """A picture with a sun above two hills, its colours chosen by the seed."""
    turn = seed % 6 / 6
    high, low, sun = _colour(turn, 0.42), _colour(turn + 0.08, 0.72), _colour(turn + 0.11, 0.86)
    shapes = ((0.62, 0.09, 5.0, _colour(turn + 0.42, 0.2)), (0.76, 0.07, 7.0, _colour(turn + 0.47, 0.02)))
    hills = [
        ([height * (level - rise * math.sin(bend * x / width + seed)) for x in range(width)], hill) for level, rise, bend, hill in shapes
    ]
    centre_x, centre_y, radius = width * 0.66, height * 0.34, height * 0.15
    lit = range(max(0, int(centre_x - radius - 1)), min(width, int(centre_x + radius + 2)))
    rows = bytearray()
    for y in range(height):
        row = [_mixed(high, low, min(1.0, y / (height * 0.7)))] * width
        for x in lit:
            row[x] = _mixed(row[x], sun, min(1.0, max(0.0, radius + 0.5 - math.hypot(x - centre_x, y - centre_y))))
        for edge, hill in hills:
            for x, top in enumerate(edge):
                if y + 1 > top:
                    row[x] = hill if y >= top else _mixed(row[x], hill, y + 1 - top)
        rows += b"\0" + b"".join(row)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(rows))) + _chunk(b"IEND", b"")


def gif(width: int, height: int, frames: int = 6) -> bytes:
    """A moving bar, as an uncompressed animated picture."""
    palette = b"".join(bytes((step * 2, 255 - step * 2, 160)) for step in range(GIF_COLOURS))
    parts = [b"GIF89a", struct.pack("<HHBBB", width, height, 0xF6, 0, 0), palette, b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"]
    for frame in range(frames):
        bar = frame * width // frames
        bar_end = bar + width // frames
        pixels = bytes(GIF_COLOURS - 1 if bar <= x < bar_end else y * 100 // height for y in range(height) for x in range(width))
        parts.append(b"\x21\xf9\x04\x04" + struct.pack("<HBB", 12, 0, 0))
        parts.append(b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x07")
        for start in range(0, len(pixels), 120):
            run = pixels[start : start + 120]
            # 0x80 clears the code table, which keeps every code eight bits wide: the picture needs no compressor.
            parts.append(bytes((len(run) + 1, 0x80)) + run)
        parts.append(b"\x01\x81\0")
    return b"".join(parts) + b"\x3b"


def tone(seconds: float, hertz: float) -> bytes:
    """A fading tone as a wave file."""
    rate = 8000
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(rate)
        count = int(seconds * rate)
        out.writeframes(bytes(int(128 + 60 * (1 - i / count) * math.sin(2 * math.pi * hertz * i / rate)) for i in range(count)))
    return buffer.getvalue()


def pdf(line: str) -> bytes:
    """One page with one line of Latin text."""
    safe = line.encode("latin-1", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 18 Tf 40 160 Td (" + safe + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 320 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def empty_film() -> bytes:
    """A film container without frames; its thumbnail is what there is to see."""
    header = struct.pack(">IIIII", 0, 0, 0, 1000, 3000) + struct.pack(">IH", 0x10000, 0x100) + b"\0" * 10
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    return _box(b"ftyp", b"isom\0\0\2\0isommp41") + _box(b"moov", _box(b"mvhd", header + matrix + b"\0" * 24 + struct.pack(">I", 1)))


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG; 0, 0 for anything else."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"GIF8") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return 0, 0


def _colour(turn: float, pale: float) -> bytes:
    """A muted colour of the wheel (one turn is 1.0), the paler the nearer to white."""
    return bytes(round(part * 255) for part in colorsys.hls_to_rgb(turn % 1, 0.36 + pale * 0.56, 0.42))


def _mixed(under: bytes, over: bytes, share: float) -> bytes:
    return bytes(round(low + (high - low) * share) for low, high in zip(under, over, strict=True))


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body
