"""The line between phone and server, in the test's hands: cut, refused in part, or held at a byte. One address for the phone whatever happens.

Each answer closes its connection, so a rule meets every request.
"""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PART = 16 * 1024
PATIENCE_S = 60
HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"}


class Hold:
    """A request that gets stuck after `at` bytes of its body; `reached` when it has."""

    def __init__(self, start: str, at: int):
        self.start, self.at = start, at
        self.reached, self.over = threading.Event(), threading.Event()

    def wait(self) -> None:
        assert self.reached.wait(PATIENCE_S), f"no request for {self.start}"


class Line(ThreadingHTTPServer):
    """`upstream` is the server's port, None while there is none."""

    daemon_threads, block_on_close = True, False

    def __init__(self, port: int = 0):
        super().__init__(("127.0.0.1", port), Request)
        self.upstream: int | None = None
        self.refused: list[str] = []
        self.holds: list[Hold] = []
        self.origin = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def refuse(self, *starts: str) -> None:
        """Requests for these paths get no answer from now on."""
        self.refused += starts

    def hold(self, start: str, at: int = 0) -> Hold:
        """The next request ("PUT /api/…") that begins like this gets stuck."""
        self.holds.append(Hold(start, at))
        return self.holds[-1]

    def heal(self) -> None:
        """All is well again; what was stuck is lost."""
        held, self.holds, self.refused = self.holds, [], []
        for one in held:
            one.over.set()

    def end(self) -> None:
        """Nobody listens at the address any more."""
        self.heal()
        self.shutdown()
        self.server_close()

    def hold_of(self, request: str) -> Hold | None:
        return next((one for one in self.holds if request.startswith(one.start) and not one.reached.is_set()), None)

    def handle_error(self, request, client_address):
        """A browser that was killed is no error of ours."""


class Request(BaseHTTPRequestHandler):
    server: Line

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        self.close_connection = True
        if self.raw_requestline and self.parse_request():
            self._carry()

    def _carry(self):
        line, hold = self.server, self.server.hold_of(f"{self.command} {self.path}")
        if hold is None and (line.upstream is None or any(self.path.startswith(start) for start in line.refused)):
            return
        length = int(self.headers.get("Content-Length") or 0)
        if hold is not None and (not length or line.upstream is None):
            hold.reached.set()
            hold.over.wait()
            return
        server = http.client.HTTPConnection("127.0.0.1", line.upstream, timeout=PATIENCE_S)
        try:
            self._pass_on(server, length, hold)
        except (OSError, http.client.HTTPException):
            pass  # the phone hears nothing
        finally:
            server.close()

    def _pass_on(self, server: http.client.HTTPConnection, length: int, hold: Hold | None):
        server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP:
                server.putheader(name, value)
        server.putheader("Connection", "close")
        server.endheaders()
        sent = 0
        while sent < length:
            part = self.rfile.read1(min(PART, length - sent, hold.at - sent if hold else length))
            if not part:
                return
            server.send(part)
            sent += len(part)
            if hold and sent >= hold.at:
                hold.reached.set()
                hold.over.wait()
                return
        answer = server.getresponse()
        body = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP | {"content-length"}:
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
