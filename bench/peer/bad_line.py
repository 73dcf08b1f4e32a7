"""A line between phone and server on which every fifth connection breaks, at a byte that a seed chooses. Each request is a connection."""

import random
import socket
import threading
from urllib.parse import urlsplit

PIECE = 65536


class BadLine:
    """`origin` is what the phone sees. `every` is 0 while the line is clean; bytes are counted as they pass, both ways."""

    def __init__(self, origin: str, seed: int = 1):
        self.server = urlsplit(origin)
        self.every, self.seen, self.dropped, self.up, self.down = 0, 0, 0, 0, 0
        self.random, self.guard = random.Random(seed), threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.origin = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        """One connection: what the phone asks goes up, what the server answers comes down, unless it breaks on the way."""
        with phone:
            first = phone.recv(PIECE)
            if not first:  # a browser opens some that it does not use: they are no connections that could drop
                return
            left = self._fate(first)
            with socket.create_connection((self.server.hostname, self.server.port)) as server:
                # gunicorn closes after its answer, so that the next request is a connection of its own
                first = first.replace(b"Connection: keep-alive", b"Connection: close", 1)
                budget = Budget(left, lambda: hang_up(phone, server))
                answering = threading.Thread(target=self._pass, args=(server, phone, budget, False), daemon=True)
                if not self._give(first, server, budget, True):
                    return
                answering.start()
                self._pass(phone, server, budget, True)
                answering.join()

    def _fate(self, first: bytes) -> int | None:
        """After how many bytes, up and down together, this connection breaks; None for a whole one. Half of those that break do so
        behind the request: the server has done what it was asked, and nobody hears of it."""
        with self.guard:
            self.seen += 1
            if not self.every or self.seen % self.every:
                return None
            self.dropped += 1
            length = next((int(line.split(b":")[1]) for line in first.split(b"\r\n") if line.lower().startswith(b"content-length")), 0)
            request = len(first.split(b"\r\n\r\n")[0]) + 4 + length
            return self.random.randrange(request) if self.random.random() < 0.5 else request + self.random.randrange(200)

    def _pass(self, source: socket.socket, target: socket.socket, budget: "Budget", upward: bool) -> None:
        try:
            while piece := source.recv(PIECE):
                if not self._give(piece, target, budget, upward):
                    return
        except OSError:
            pass
        if not upward:
            hang_up(source, target)

    def _give(self, piece: bytes, target: socket.socket, budget: "Budget", upward: bool) -> bool:
        allowed = budget.take(len(piece))
        try:
            target.sendall(piece[:allowed])
        except OSError:
            return False
        with self.guard:
            self.up, self.down = (self.up + allowed, self.down) if upward else (self.up, self.down + allowed)
        if allowed < len(piece):
            budget.end()
            return False
        return True


class Budget:
    """How many bytes a connection still carries."""

    def __init__(self, left: int | None, end):
        self.left, self.end, self.guard = left, end, threading.Lock()

    def take(self, size: int) -> int:
        with self.guard:
            if self.left is None:
                return size
            allowed = min(size, self.left)
            self.left -= allowed
            return allowed


def hang_up(*ends: socket.socket) -> None:
    for end in ends:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
