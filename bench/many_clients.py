"""200 phones push at once on SQLite: the server as it is, whose writers queue on a fair lock, beside the same program with SQLite's busy
timeout alone, in one run.

    .venv/bin/python bench/many_clients.py [rounds]

Each phone has a lane of its own and pushes one signed report a request, the next when it has its answer. Every round both servers get the
same number of requests, one after the other, on databases of their own. Ratios within one run count.
"""

import http.client
import json
import multiprocessing
import statistics
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.e2e.installation import Installation, copy_program, copy_world, seed  # noqa: E402
from tests.e2e.wire import Client, now  # noqa: E402
from tests.phone import Phone  # noqa: E402

PHONES, PUSHES, PROCESSES, PATIENCE_S = 200, 5, 4, 120
QUEUE, NO_QUEUE = "_writers = FairLock()", "from contextlib import nullcontext; _writers = nullcontext()"


class Shared(Phone):
    """One of a person's many phones: the session is the first one's."""

    def __init__(self, client: Client, account: dict, user_id: str):
        self.known = user_id
        super().__init__(client, account["username"], account["password"], now)

    def sign_in(self):
        self.user_id = self.known


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        seeded = Path(folder) / "seeded"
        seeded.mkdir()
        accounts = [a for a in seed(seeded) if {"patroller", "officer", "grid"} & set(a["role"])]
        with serving(seeded, Path(folder), plain=False) as ours, serving(seeded, Path(folder), plain=True) as theirs:
            measured = {"queue of writers": (ours, []), "busy timeout": (theirs, [])}
            for _ in range(rounds):
                for name, (server, runs) in measured.items():
                    runs.append(run(server, accounts))
                    show(name, [runs[-1]])
    print(f"{PHONES} phones, {PUSHES} pushes each, medians of {rounds} rounds")
    for name, (_server, runs) in measured.items():
        show(name, runs)
    slow = [statistics.median(p99(times) for times, _took, _bad in runs) for _server, runs in measured.values()]
    print(f"p99 is {slow[0] / slow[1]:.2f} of the busy timeout's")


@contextmanager
def serving(seeded: Path, folder: Path, plain: bool):
    name = "plain" if plain else "queue"
    tree = {}
    if plain:
        (folder / "program").mkdir()
        tree = {"tree": without_queue(copy_program(folder / "program"))}
    server = Installation(copy_world(seeded, folder / name), **tree).start()
    try:
        yield server
    finally:
        server.stop()


def without_queue(tree: Path) -> Path:
    file = tree / "fieldapp" / "store" / "transaction.py"
    text = file.read_text()
    assert QUEUE in text
    file.write_text(text.replace(QUEUE, NO_QUEUE))
    return tree


def run(server: Installation, accounts: list[dict]) -> tuple[list[float], float, list]:
    """(time of each push in s, time of all, what went wrong)"""
    work, clients = [], {}
    for n in range(PHONES):
        account = accounts[n % len(accounts)]
        if account["username"] not in clients:
            client = Client(server.origin)
            clients[account["username"]] = client, Phone(client, account["username"], account["password"], now).user_id
        client, user_id = clients[account["username"]]
        phone = Shared(client, account, user_id)
        cookie = "; ".join(f"{c.name}={c.value}" for handler in client.opener.handlers if hasattr(handler, "cookiejar") for c in handler.cookiejar)
        work.append((cookie, [json.dumps({"lane_id": phone.lane_id, "ops": [phone.report("HW01")[1]]}) for _ in range(PUSHES)]))
    start, results = multiprocessing.Event(), multiprocessing.Queue()
    parts = [multiprocessing.Process(target=part, args=(server.origin, work[n::PROCESSES], start, results)) for n in range(PROCESSES)]
    for one in parts:
        one.start()
    for _ in parts:
        assert results.get() == "ready"
    began = time.perf_counter()
    start.set()
    done = [results.get() for _ in parts]
    took = time.perf_counter() - began
    for one in parts:
        one.join()
    return [t for times, _bad in done for t in times], took, [b for _times, bad in done for b in bad]


def part(origin: str, work: list, start, results) -> None:
    """Some of the phones, a thread each."""
    times, bad = [], []
    threads = [threading.Thread(target=phone, args=(origin, *one, start, times, bad)) for one in work]
    for one in threads:
        one.start()
    results.put("ready")
    for one in threads:
        one.join()
    results.put((times, bad))


def phone(origin: str, cookie: str, bodies: list[str], start, times: list, bad: list) -> None:
    start.wait()
    link = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=PATIENCE_S)
    for body in bodies:
        began = time.perf_counter()
        try:
            link.request("POST", "/api/v1/sync/push", body, {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Cookie": cookie})
            answer = link.getresponse()
            said = answer.read()
            if answer.status != 200 or json.loads(said)["results"][0]["verdict"] != "applied":
                bad.append((answer.status, said[:200]))
        except (OSError, http.client.HTTPException, ValueError) as error:
            bad.append(repr(error))
            link.close()
        times.append(time.perf_counter() - began)


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def show(name: str, runs: list) -> None:
    rates = [len(times) / took for times, took, _bad in runs]
    slow, bad = [p99(times) * 1000 for times, _took, _bad in runs], [b for *_rest, bad in runs for b in bad]
    middle = statistics.median(statistics.median(times) for times, *_rest in runs) * 1000
    print(f"{name:18} {statistics.median(rates):6.0f}/s   median {middle:7.0f} ms   p99 {statistics.median(slow):7.0f} ms"
          f" ({min(slow):.0f} to {max(slow):.0f})   errors {len(bad)} {bad[:1] or ''}", flush=True)


if __name__ == "__main__":
    main()
