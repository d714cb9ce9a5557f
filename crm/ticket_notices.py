"""What is told of a ticket: that it was opened, spoken on, claimed, closed or reopened."""

from dataclasses import dataclass

from crm.attachments import Attachment
from crm.notices import Notice
from crm.spoken import PLAIN, Spoken
from storage.customers import Customer
from storage.staff import StaffMember
from storage.tickets import Ticket


@dataclass(frozen=True)
class TicketOpened(Notice):
    """A customer needs a person of the staff. `interaction_ids` is what was said before, in order; of a quiet ticket the customer is told nothing."""

    ticket: Ticket
    customer: Customer
    interaction_ids: tuple[int, ...]


@dataclass(frozen=True)
class CustomerWrote(Notice):
    """A customer said something on a ticket; the message stands at `message_id` of `chat_id`."""

    ticket: Ticket
    interaction_id: int
    chat_id: int
    message_id: int
    media_kind: str
    reply_to_id: int | None
    spoken: Spoken = PLAIN


@dataclass(frozen=True)
class StaffWrote(Notice):
    """A staff member said something to the customer of a ticket: the message at `message_id` of `chat_id`, or `words` in its place.

    `html` is how these words look when they are formatted, `file` what goes along with them.
    """

    ticket: Ticket
    interaction_id: int
    chat_id: int
    message_id: int
    media_kind: str
    reply_to_id: int | None
    words: str | None = None
    spoken: Spoken = PLAIN
    by: StaffMember | None = None
    html: str | None = None
    file: Attachment | None = None


@dataclass(frozen=True)
class TicketClaimed(Notice):
    """A staff member works on the ticket now."""

    ticket: Ticket
    by: StaffMember


@dataclass(frozen=True)
class TicketClosed(Notice):
    """The matter is done; `by` is None when nobody of the staff closed it."""

    ticket: Ticket
    by: StaffMember | None
    by_customer: bool = False


@dataclass(frozen=True)
class TicketSettled(Notice):
    """A solved ticket is closed for good, by somebody or by time; the customer heard that it is done when it was solved."""

    ticket: Ticket
    by: StaffMember | None = None


@dataclass(frozen=True)
class TicketReopened(Notice):
    """A closed ticket is worked on again; `by` is None when the customer wrote on it."""

    ticket: Ticket
    by: StaffMember | None
