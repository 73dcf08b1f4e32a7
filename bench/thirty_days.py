"""A month without a network: 500 ops and 300 photos in one outbox, drained over a line that drops every fifth connection.

    .venv/bin/python bench/thirty_days.py [share of the month, 1 by default] [folder for pictures]

The real app in Chromium, its outbox filled by its own actions while off line. While it drains, the person changes between two tabs, and
how long that takes is measured beside the same before. Afterwards the server has each op once, in order, and each photo whole. The floor,
in the same run on a clean line: as many photos as large by plain PUT and the same ops by plain POST to a server that only writes them down.
"""

import base64
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.peer.bad_line import BadLine  # noqa: E402
from bench.peer.plain_server import floor  # noqa: E402
from tests.e2e.installation import Installation, seed  # noqa: E402
from tests.e2e.phone import Phone  # noqa: E402
from tests.e2e.pictures import small_photo  # noqa: E402
from tests.e2e.world import World  # noqa: E402

REPORTS, PHOTOS, NOTES, PHOTO_BYTES, EVERY, PATIENCE_S = 450, 300, 50, 300_000, 5, 1200
MONTH = (Path(__file__).parent / "peer" / "month.js").read_text()
TABS = (("今日", "#/cases"), ("案件", "#/today"))


def main() -> None:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    pictures = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        data.mkdir()
        world = World(data, seed(data))
        server = Installation(data).start()
        line = BadLine(server.origin)
        phone = Phone(playwright, Path(folder) / "phone", line.origin, lambda context: context).open()
        try:
            Month(server, line, phone, share, pictures).live(world.account("patroller", "二中队"))
        finally:
            phone.close()
            line.close()
            server.stop()


class Month:
    def __init__(self, server: Installation, line: BadLine, phone: Phone, share: float, pictures: Path | None):
        self.server, self.line, self.phone, self.pictures = server, line, phone, pictures
        self.reports, self.photos, self.notes = (max(1, round(n * share)) for n in (REPORTS, PHOTOS, NOTES))

    def live(self, account: dict) -> None:
        self.phone.sign_in(account)
        self.phone.wait_for_worker()
        before = self.tabs(10)
        self.phone.context.set_offline(True)
        began = time.monotonic()
        held = self.does("fill", [self.reports, self.photos, self.notes, base64.b64encode(small_photo()).decode(), PHOTO_BYTES])
        assert (held["ops"], held["blobs"]) == (self.reports + self.notes, self.photos), held
        took = time.monotonic() - began
        print(f"kept off line in {took:.0f} s: {held['ops']} ops, {held['blobs']} photos, {held['bytes'] / 1e6:.1f} MB", flush=True)
        idle = self.tabs(10)
        took, during, said = self.drain()
        self.check()
        ops = self.server.rows("SELECT body, hash, sig FROM op ORDER BY n DESC LIMIT ?", self.reports + self.notes)
        plain = floor([dict(op) for op in ops], self.photos, PHOTO_BYTES)
        self.report(held, took, plain, {"empty outbox": before, "full outbox, off line": idle, "while it drains": during}, said)

    def drain(self) -> tuple[float, list[float], list[tuple[float, str]]]:
        """(seconds, ms of each change of tab, what the app said of itself when)"""
        self.line.every, self.line.up, self.line.down, self.line.seen = EVERY, 0, 0, 0
        began, times, said = time.monotonic(), [], []
        self.phone.context.set_offline(False)
        while (left := self.does("left"))["ops"] + left["blobs"]:
            assert time.monotonic() - began < PATIENCE_S, left
            said.append((time.monotonic() - began, left["ops"], left["blobs"], self.does("says")))
            times += self.tabs(1)
            if self.pictures and len(said) == 6:
                self.phone.go("/outbox")
                self.phone.page.wait_for_timeout(500)
                self.phone.page.screenshot(path=self.pictures / "bench-draining.png")
                self.phone.go("/today")
            self.phone.page.wait_for_timeout(300)
        self.line.every = 0
        return time.monotonic() - began, times, said

    def check(self) -> None:
        """Each op once, in the order it was made; each photo whole."""
        mine = "lane_id = (SELECT lane_id FROM op ORDER BY n DESC LIMIT 1)"
        ops = self.server.rows(f"SELECT lane_seq, verdict, type, target_id FROM op WHERE {mine} ORDER BY n")
        assert [op["lane_seq"] for op in ops] == list(range(1, self.reports + self.notes + 1)), ops
        assert {op["verdict"] for op in ops} == {"applied"} and len({op["target_id"] for op in ops}) == self.reports
        claims = self.server.rows(f"SELECT sha256, filled_at FROM claim WHERE op_id IN (SELECT op_id FROM op WHERE {mine})")
        assert len(claims) == self.photos and all(row["filled_at"] for row in claims)
        assert all(self.server.file(row["sha256"]).stat().st_size == PHOTO_BYTES for row in claims)
        expect(self.phone.page.locator(".net")).to_contain_text("在线", timeout=60_000)

    def report(self, held: dict, took: float, plain: tuple[float, int], tabs: dict[str, list[float]], said: list) -> None:
        print(f"drained in {took:.1f} s over {self.line.seen} connections, of which {self.line.dropped} broke; "
              f"{(self.line.up + self.line.down) / 1e6:.1f} MB up and down; in order, each once")
        print(f"floor: {plain[0]:.1f} s, {plain[1] / 1e6:.1f} MB by plain PUT and POST on a clean line")
        print(f"ratio: {took / plain[0]:.1f} in time, {(self.line.up + self.line.down) / plain[1]:.2f} in bytes")
        for name, times in tabs.items():
            print(f"change of tab, {name:22} {statistics.median(times):6.0f} ms ({min(times):.0f} to {max(times):.0f}) n={len(times)}")
        for at, ops, blobs, words in said[:: max(1, len(said) // 8)]:
            print(f"  {at:6.1f} s   {ops:4} ops {blobs:4} photos left   {words}")

    def tabs(self, n: int) -> list[float]:
        return [self.does("tab", list(tab)) for _ in range(n) for tab in TABS]

    def does(self, what: str, given: list | None = None):
        page: Page = self.phone.page
        return page.evaluate(f"async ([what, given]) => {{ {MONTH}\nreturn month[what](given); }}", [what, given or []])


if __name__ == "__main__":
    main()
