"""The gate: stands between Telegram and the webhook, and can keep the program's answers to itself."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PATIENCE = 60.0


class Gate:
    """Passes updates on to the program. What is withheld was answered by the program, and Telegram does not know it."""

    def __init__(self) -> None:
        self.program_port = 0
        self._withholds = threading.Event()
        self._holds = threading.Event()
        self._open_again = threading.Event()
        gate = self

        class Passage(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = gate.pass_on(self.path, body, dict(self.headers.items()))
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Passage)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/telegram"

    def pass_on(self, path: str, body: bytes, headers: dict[str, str]) -> int | None:
        """Return the status that the program answered; None when there was no answer, or when it is withheld."""
        connection = http.client.HTTPConnection("127.0.0.1", self.program_port, timeout=_PATIENCE)
        try:
            connection.request("POST", path, body=body, headers=headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        if status == 200 and self._withholds.is_set():
            self._holds.set()
            self._open_again.wait(_PATIENCE)
            return None
        return status

    def withhold(self) -> None:
        """Let no answer of the program through from now on."""
        self._open_again.clear()
        self._holds.clear()
        self._withholds.set()

    def holds(self) -> bool:
        """Tell whether an answer is being withheld."""
        return self._holds.is_set()

    def open_again(self) -> None:
        """Let answers through; those that were withheld are lost."""
        self._withholds.clear()
        self._open_again.set()

    def close(self) -> None:
        """End the gate."""
        self.open_again()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_PATIENCE)
