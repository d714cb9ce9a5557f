"""Vouchers: codes that can be read aloud and not be guessed."""

from collections.abc import Callable

# Without what looks or sounds like another: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 10
_HALF = CODE_LENGTH // 2

Draw = Callable[[int], int]


def voucher_code(draw: Draw) -> str:
    """A new code; `draw` gives an even chance to each number below the one it gets. There are 23 to the tenth: 4 * 10**13."""
    return "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(CODE_LENGTH))


def code_as_shown(code: str) -> str:
    """A code in two halves, as people read it."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def read_code(text: str) -> str | None:
    """The code that somebody typed, in any case and with spaces or dashes; None when it can be none."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None
