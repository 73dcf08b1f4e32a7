"""10,000 records to a new phone and 1,000 signed reports from one, beside PouchDB with a CouchDB-protocol server in the same run.

    .venv/bin/python bench/first_sync.py [rounds]

Both in real Chromium on an empty profile, both stored in IndexedDB, rounds interleaved, at full speed and with the page's CPU throttled
four times. Ours: the phone's own modules and server, with session, scopes, receipts, signatures checked, ops judged and logged. PouchDB:
the same records as documents, batches of 1,000 down and 100 up, no sessions, no signatures. Ratios count.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.peer.couch import LIBRARY, Couch, install  # noqa: E402
from bench.peer.many_cases import COPIES, TEXT, fill  # noqa: E402
from tests.e2e.installation import Installation, seed  # noqa: E402
from tests.e2e.phone import browser_options  # noqa: E402
from tests.e2e.wire import Client, now  # noqa: E402
from tests.e2e.world import World  # noqa: E402
from tests.phone import Phone  # noqa: E402

RECORDS, REPORTS, BATCH = 10_000, 1_000, 1_000
PAGES = (Path(__file__).parent / "peer" / "pages.js").read_text()


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    install()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        data.mkdir()
        world = World(data, seed(data))
        server, couch = Installation(data).start(), Couch(Path(folder) / "couch").start()
        browser = playwright.chromium.launch(**browser_options())
        try:
            Run(world, server, couch, browser, rounds).all()
        finally:
            browser.close()
            couch.stop()
            server.stop()


class Run:
    def __init__(self, world: World, server: Installation, couch: Couch, browser: Browser, rounds: int):
        self.server, self.couch, self.browser, self.rounds = server, couch, browser, rounds
        self.officer, self.patroller = world.account("officer", "二中队"), world.account("patroller", "二中队")
        self.times: dict[str, list[float]] = {}

    def all(self) -> None:
        documents = self.prepare()
        for n in range(self.rounds):
            for throttle in (1, 4):
                self.down(throttle, len(documents))
            self.cut()
            self.up(n)
        print(f"ms, medians of {self.rounds} (least to most)")
        for throttle in (1, 4):
            for end in ("stored", "listed"):
                self.compare(f"pull of {len(documents):,}, {end}, CPU {throttle}x", f"down {throttle} {end}")
        self.compare(f"push of {REPORTS:,} reports", "up")
        for throttle in (1, 4):
            print(f"first page listed, CPU {throttle}x: {spread(self.times[f'first {throttle}'])}")
        print(f"every second pull cut off: {spread(self.times['cut'])}, no record twice")

    def prepare(self) -> list[dict]:
        """The squadron's cases on both servers."""
        reporter = Phone(Client(self.server.origin), self.patroller["username"], self.patroller["password"], now)
        fill(self.server, reporter, RECORDS)
        reader = Phone(Client(self.server.origin), self.officer["username"], self.officer["password"], now)
        reader.pull()
        documents = [{"_id": f"{kind}:{id_}", "data": record} for (kind, id_), record in sorted(reader.records.items())]
        self.couch.make("cases")
        self.couch.fill("cases", documents)
        return documents

    def down(self, throttle: int, wanted: int) -> None:
        mine = self.page(self.server.origin, "ours", "pull", [self.officer["username"], self.officer["password"]], throttle)
        theirs = self.page(self.couch.origin, "pouch", "pull", [f"{self.couch.origin}/cases", BATCH], throttle)
        assert mine["cases"] == theirs["cases"] >= RECORDS, (mine, theirs, wanted)
        for end in ("stored", "listed"):
            self.note(f"down {throttle} {end}", mine[end], theirs[end])

        self.times.setdefault(f"first {throttle}", []).append(mine["first"])

    def cut(self) -> None:
        """Every second pull breaks off before its answer: what is there stays, and no record comes twice."""
        context, asked, told = self.browser.new_context(), [], []
        page = opened(context, self.server.origin, "ours")

        def line(route) -> None:
            asked.append(route)
            if len(asked) % 2 == 0:
                return route.abort()
            answer = route.fetch()
            told.extend((scope["id"], record["id"]) for scope in answer.json()["scopes"] for record in scope["records"])
            route.fulfill(response=answer)

        page.route("**/api/v1/sync/pull", line)
        mine = does(page, "ours", "pull", [self.officer["username"], self.officer["password"]])
        context.close()
        assert mine["cuts"] == len(asked) // 2 > 0 and mine["cases"] >= RECORDS and len(told) == len(set(told)), (mine, len(asked), len(told))
        self.times.setdefault("cut", []).append(mine["stored"])

    def up(self, n: int) -> None:
        context = self.browser.new_context()
        page = opened(context, self.server.origin, "ours")
        asked = [self.patroller["username"], self.patroller["password"], REPORTS, TEXT]
        assert does(page, "ours", "queue", asked) == REPORTS
        mine = does(page, "ours", "push", [])
        context.close()
        newest = self.server.rows("SELECT lane_id, body, hash, sig FROM op WHERE n < ? ORDER BY n DESC LIMIT 1", COPIES)[0]
        [[pushed]] = self.server.rows("SELECT count(*) FROM op WHERE lane_id = ?", newest["lane_id"])
        name, signed = f"reports-{n}", {key: newest[key] for key in ("body", "hash", "sig")}
        documents = [{"_id": f"{i:06}", **signed} for i in range(REPORTS)]
        url, context = self.couch.make(name), self.browser.new_context()
        page = opened(context, self.couch.origin, "pouch")
        does(page, "pouch", "queue", [documents])
        theirs = does(page, "pouch", "push", [url])
        context.close()
        assert mine["left"] == theirs["left"] == 0 and self.couch.count(name) == REPORTS == pushed, (mine, theirs, pushed)
        self.note("up", mine["took"], theirs["took"])

    def page(self, origin: str, who: str, what: str, given: list, throttle: int) -> dict:
        context = self.browser.new_context()
        page = opened(context, origin, who)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        try:
            return does(page, who, what, given)
        finally:
            context.close()

    def note(self, name: str, mine: float, theirs: float) -> None:
        print(f"  {name:16} ours {mine:8.0f}   PouchDB {theirs:8.0f}", flush=True)
        self.times.setdefault(name + " ours", []).append(mine)
        self.times.setdefault(name + " theirs", []).append(theirs)

    def compare(self, title: str, name: str) -> None:
        mine, theirs = self.times[name + " ours"], self.times[name + " theirs"]
        ratio = statistics.median(theirs) / statistics.median(mine)
        print(f"{title:40} ours {spread(mine)}   PouchDB {spread(theirs)}   {ratio:.1f} times as fast")


def spread(times: list[float]) -> str:
    return f"{statistics.median(times):7.0f} ({min(times):.0f} to {max(times):.0f})"


def opened(context, origin: str, who: str):
    page = context.new_page()
    page.goto(origin + ("/healthz" if who == "ours" else "/"))
    if who == "pouch":
        page.add_script_tag(path=LIBRARY)
    return page


def does(page, who: str, what: str, given: list):
    return page.evaluate(f"async ([who, what, given]) => {{ {PAGES}\nreturn ({{ ours, pouch }})[who][what](given); }}", [who, what, given])


if __name__ == "__main__":
    main()
