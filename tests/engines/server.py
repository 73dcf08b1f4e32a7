"""The server of a story: a real installation behind a line, started while the phone is at work, dead at a failpoint, started again."""

import threading
from pathlib import Path

from tests.e2e.installation import ROOT, Installation

from .line import Line

DEADLY = Path(__file__).with_name("deadly")
PATIENCE_S = 60


class Server(Installation):
    """Phones reach it by `line`, whose address it takes for its own; they do not before `be_there()`."""

    def __init__(self, data: Path, line: Line, tree: Path = ROOT):
        super().__init__(data, tree, FIELDAPP_ORIGIN=line.origin)
        self.line, self.starting = line, None

    def dies_at(self, point: str) -> "Server":
        self.tree, self.settings = DEADLY, self.settings | {"DIES_AT": point}
        return self

    def start_meanwhile(self) -> "Server":
        """It takes seconds, in which a phone without a network can do something."""
        self.starting = threading.Thread(target=self.start)
        self.starting.start()
        return self

    def be_there(self) -> None:
        """From now on the line leads to the running server."""
        if self.starting:
            self.starting.join()
            self.starting = None
            assert self.answers(), (self.data / "server.log").read_text()[-2000:]
        elif self.process is None:
            self.start()
        self.line.upstream = self.port

    def wait_for_death(self) -> None:
        """Until it has died at its failpoint; the next start is of the program as shipped."""
        assert self.process.wait(PATIENCE_S) == -9
        self.line.upstream, self.process, self.tree = None, None, ROOT

    def discard(self) -> None:
        if self.starting:
            self.starting.join()
        super().discard()
