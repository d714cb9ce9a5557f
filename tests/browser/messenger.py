"""The playground's page in a browser, used as people use it: by looking, clicking and typing."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

PATIENCE = 20_000  # milliseconds
MARGIN = 10
WIDE = (1440, 900)
NARROW = (390, 844)


class Side:
    """One side of the page: somebody's messenger."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.pane = page.get_by_test_id(f"pane-{name}")

    def becomes(self, person_id: int) -> None:
        """Look through another person's eyes."""
        self.pane.locator(f'[data-person="{person_id}"]').click()

    def starts(self) -> None:
        """Press START."""
        self.pane.get_by_test_id("start").click()

    def says(self, text: str) -> None:
        """Write a message and send it."""
        self.pane.get_by_test_id("composer").fill(text)
        self.pane.get_by_test_id("send").click()

    def sends_sample(self, kind: str) -> None:
        """Send one of the attachments that the page has at hand."""
        self.pane.get_by_test_id("attach").click()
        self.page.locator(f'[data-sample="{kind}"]').click()

    def button(self, label: str) -> Locator:
        """Return the newest button with this label under a message."""
        return self.pane.locator(f'button[data-callback][title="{label}"]').last

    def presses(self, label: str) -> None:
        """Press the newest button with this label, waiting for it."""
        self.button(label).click()

    def presses_old(self, label: str) -> None:
        """Press the oldest button with this label that still stands there."""
        self.pane.locator(f'button[data-callback][title="{label}"]').first.click()

    def messages(self, part: str) -> Locator:
        """Return the messages that contain these words."""
        return self.pane.locator("[data-message]").filter(has_text=part)

    def reads(self, part: str) -> None:
        """Wait until a message with these words stands in the open chat."""
        expect(self.messages(part).last).to_be_visible()

    def notices(self, part: str) -> None:
        """Wait until a toast says these words."""
        expect(self.pane.locator("[data-toast]").filter(has_text=part)).to_be_visible()

    def opens_chat(self, chat_id: int) -> None:
        """Open one of several chats."""
        self.pane.locator(f'[data-chat="{chat_id}"]').click()

    def opens_topic(self, name: str) -> None:
        """Open the topic whose name contains this, waiting for it."""
        self.pane.locator("[data-topic]").filter(has_text=name).click()


class Screen:
    """The page, and whatever its reader would complain about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.left = Side(page, "left")
        self.right = Side(page, "right")
        self.faults: list[str] = []
        self._address = address
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._note_request)

    def opens(self) -> None:
        """Go to the page."""
        self.page.goto(self._address)
        self.is_ready()

    def is_ready(self) -> None:
        """Wait until the page shows its world."""
        self.page.locator("#playground[data-ready]").wait_for()

    def switches_language(self) -> None:
        """Press the language button, which loads the page anew."""
        before = self.page.locator("html").get_attribute("lang")
        self.page.get_by_test_id("language").click()
        expect(self.page.locator("html")).not_to_have_attribute("lang", before or "")
        self.is_ready()

    def shows(self, side: str) -> None:
        """Let a narrow screen show its other side."""
        self.page.locator(f'[data-pane="{side}"]').click()

    def jumps_to(self, name: str) -> None:
        """Move the clock to something that has a name, and wait until the page says what time it is."""
        self.page.locator(f'[data-jump="{name}"]').click()
        expect(self.page.locator("body > .toasts [data-toast]")).to_be_visible()

    def opens_call_log(self) -> Locator:
        """Open the drawer with the bot's calls and return it, filled."""
        self.page.get_by_test_id("log-toggle").click()
        log = self.page.get_by_test_id("call-log")
        expect(log.locator("[data-method]").first).to_be_visible()
        return log

    def takes_picture(self, path: Path, *, of: Locator | None = None, with_bar: bool = False) -> None:
        """Make a picture of the page or of a part of it, on request with the bar above it; without what comes and goes."""
        self.page.mouse.move(0, 0)
        frame = of.bounding_box() if of else None
        if frame is not None:
            top = 0 if with_bar else frame["y"] - MARGIN
            bottom, left, right = frame["y"] + frame["height"] + MARGIN, frame["x"] - MARGIN, frame["x"] + frame["width"] + MARGIN
            frame = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        self.page.locator("[data-toast]").evaluate_all("toasts => toasts.forEach((toast) => toast.remove())")
        self.page.screenshot(path=path, clip=frame)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.type}: {message.text}")

    def _note_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob"} and f"{url.scheme}://{url.netloc}" != self._address.rstrip("/"):
            self.faults.append(f"asked elsewhere: {request.url}")
