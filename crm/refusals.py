"""What every refusal of the business is made of."""


class Refusal(Exception):
    """A foreseen "no" of the business: named as the fact that forbids it, carrying facts and never a sentence.

    Raised as `TicketAlreadyClosed(number=7)`. Its words are found by the name of its class. The facts are kept out of
    `str(refusal)`, because a customer may have written them and logs must not repeat a customer's words.
    """

    def __init__(self, **facts: str | int) -> None:
        super().__init__()
        self._facts = facts

    @property
    def facts(self) -> dict[str, str | int]:
        """The facts by name, as they were given."""
        return dict(self._facts)
