"""A real installation in a folder of its own: the demo world, served by `python app.py`, stopped and started on one port."""

import fcntl
import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from fieldapp.store.files import Files

ROOT = Path(__file__).resolve().parents[2]
#: So long at most. The limits are for what hangs: a busy machine is no defect.
COMMAND_S, START_S, STOP_S = 600, 180, 60
#: Below the ports that systems take for connections going out, or one of those could hold a port while its server is down;
#: each process of tests begins elsewhere.
LOWEST, PORTS = 20_000, 12_000
_next_port = itertools.count(os.getpid() * 97)


def free_port() -> int:
    """One that nobody listens on, and that this process has not given out before."""
    for n in itertools.islice(_next_port, PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", LOWEST + n % PORTS))
            except OSError:
                continue
            return LOWEST + n % PORTS
    raise OSError("no free port")


def environment(data: Path, port: int) -> dict[str, str]:
    """Ours and nothing of the machine's own settings. What Python compiles is kept: a server is three processes, and each starts quicker."""
    foreign = ("DATABASE_URL", "BLOB_URL", "SECRET_KEY", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("FIELDAPP_") and k not in foreign}
    return kept | {"FIELDAPP_DATA": str(data), "PORT": str(port), "FIELDAPP_ORIGIN": f"http://127.0.0.1:{port}", "FIELDAPP_DEMO": "1"}


def flask(data: Path, *words: str, **settings: str) -> str:
    """What a `flask` command printed; AssertionError with everything it said when it failed."""
    done = subprocess.run([sys.executable, "-m", "flask", "--app", "app", *words], cwd=ROOT, env=environment(data, 1024) | settings,
                          capture_output=True, text=True, timeout=COMMAND_S)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def seed(data: Path) -> list[dict]:
    """Fill an empty folder with the demo world; the accounts it prints."""
    flask(data, "prepare")
    return json.loads(flask(data, "demo", "accounts", "--json"))


def seeded_once(folder: Path) -> tuple[Path, list[dict]]:
    """(a seeded data folder under `folder`, its accounts), made by whichever process of tests comes first; the others wait for it."""
    data, told = folder / "seeded", folder / "seeded.json"
    with (folder / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            told.write_text(json.dumps(seed(data)))
    return data, json.loads(told.read_text())


def copy_world(seeded: Path, data: Path) -> Path:
    """An installation like `seeded`. Blobs never change once written, so they are linked, not copied."""
    shutil.copytree(seeded, data, ignore=lambda folder, _names: ["blobs"] if Path(folder) == seeded else [])
    if (seeded / "blobs").is_dir():
        shutil.copytree(seeded / "blobs", data / "blobs", copy_function=os.link)
    return data


def copy_program(tree: Path) -> Path:
    """The program in a folder of its own, where a test may change it."""
    for folder in ("fieldapp", "templates", "static"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tree)
    return tree


class Installation:
    """`origin` stays the same over stops and starts; `tree` is the folder the code is run from; `settings` are FIELDAPP_… of its own."""

    def __init__(self, data: Path, tree: Path = ROOT, **settings: str):
        self.data, self.tree, self.port, self.settings = data, tree, free_port(), settings
        self.origin = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> "Installation":
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "app.py"], cwd=self.tree, env=environment(self.data, self.port) | self.settings,
                                            stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + START_S
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < deadline, (self.data / "server.log").read_text()
            time.sleep(0.1)
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.origin}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Told to stop, as systemd would; nobody listens on the port when this returns."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None
        assert not self.answers()

    def discard(self) -> None:
        """End it at once; nobody will ask again."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def rows(self, sql: str, *values) -> list[sqlite3.Row]:
        """What stands in the database."""
        with closing(self._database()) as database:
            return database.execute(sql, values).fetchall()

    def ops_naming(self, words: str) -> list[dict]:
        """The ops whose signed text contains these words or this hash, oldest first; `body` and `payload` read."""
        found = self.rows("SELECT op_id, type, verdict, in_effect, case_id, payload, body FROM op WHERE instr(body, ?) ORDER BY n", words)
        return [{**r, "payload": json.loads(r["payload"]), "body": json.loads(r["body"])} for r in map(dict, found)]

    def change(self, sql: str, *values) -> int:
        """What time or an administrator would do to the database; the number of rows changed."""
        with closing(self._database()) as database, database:
            return database.execute(sql, values).rowcount

    def _database(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.data / "fieldapp.db", timeout=20)
        connection.row_factory = sqlite3.Row
        return connection

    def file(self, sha256: str) -> Path:
        """Where a blob lies on the server's disk."""
        return Files(self.data / "blobs").path(sha256)


def cells_of(installation: Installation) -> list[dict]:
    """The grid as the pure geometry reads it."""
    return [{**dict(row), "bbox": json.loads(row["bbox"]), "ring": json.loads(row["ring"])}
            for row in installation.rows("SELECT id, name, level, kind, bbox, ring FROM grid ORDER BY id")]
