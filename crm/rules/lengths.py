"""Lengths: how long a text is for the messenger, which counts UTF-16 units: an emoji is two."""

# What the messenger takes of a text and of the words under a picture or file, in UTF-16 units.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def utf16_units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many UTF-16 units, with an ellipsis where it was cut."""
    if utf16_units(text) <= longest:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * (longest - 1)].decode("utf-16-le", "ignore") + "…"
