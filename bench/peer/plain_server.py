"""The floor under a drained outbox: a server that writes down what it gets, each time to the disk, and knows nothing else."""

import http.client
import json
import os
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Plain(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path

    def do_PUT(self) -> None:
        self._write(self.folder / self.path.strip("/"), "wb")

    def do_POST(self) -> None:
        self._write(self.folder / "ops", "ab")

    def _write(self, path: Path, mode: str) -> None:
        with path.open(mode) as file:
            file.write(self.rfile.read(int(self.headers["Content-Length"])))
            file.flush()
            os.fsync(file.fileno())
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_said) -> None:
        pass


def floor(ops: list[dict], photos: int, size: int) -> tuple[float, int]:
    """(seconds, bytes) that the same ops in batches of 100 and as many photos as large take on a clean line, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        handler = type("Handler", (Plain,), {"folder": Path(folder)})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        link, sent = http.client.HTTPConnection("127.0.0.1", server.server_address[1]), 0
        bodies = [("POST", "/ops", json.dumps(ops[n:n + 100], ensure_ascii=False).encode()) for n in range(0, len(ops), 100)]
        began = time.perf_counter()
        for method, path, body in [*bodies, *(("PUT", f"/{n}", os.urandom(size)) for n in range(photos))]:
            link.request(method, path, body)
            assert link.getresponse().read() == b""
            sent += len(body)
        took = time.perf_counter() - began
        server.shutdown()
        server.server_close()
    return took, sent
