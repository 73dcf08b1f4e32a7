"""The peer's server: pouchdb-server on leveldb in a folder of its own, installed here by npm when it is not there yet."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.e2e.installation import free_port

HERE = Path(__file__).resolve().parent
LIBRARY = HERE / "node_modules" / "pouchdb" / "dist" / "pouchdb.min.js"
CHUNK = 500


def install() -> None:
    """Two packages and what they need, by the lock file beside this one; `make setup` knows nothing of them."""
    if not (HERE / "node_modules" / "pouchdb-server").is_dir() or not LIBRARY.exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True)


class Couch:
    """`origin` speaks CouchDB's protocol. Databases lie in `folder`."""

    def __init__(self, folder: Path):
        self.folder, self.port, self.process = folder, free_port(), None
        self.origin = f"http://127.0.0.1:{self.port}"

    def start(self) -> "Couch":
        self.folder.mkdir(parents=True, exist_ok=True)
        server = HERE / "node_modules" / "pouchdb-server" / "bin" / "pouchdb-server"
        self.process = subprocess.Popen(["node", server, "--port", str(self.port), "--dir", self.folder, "--no-stdout-logs"],
                                        cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < deadline, "pouchdb-server did not start"
            time.sleep(0.2)
        return self

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def make(self, name: str) -> str:
        """A new database; its address."""
        self._send("PUT", f"/{name}", {})
        return f"{self.origin}/{name}"

    def fill(self, name: str, documents: list[dict]) -> None:
        for start in range(0, len(documents), CHUNK):
            self._send("POST", f"/{name}/_bulk_docs", {"docs": documents[start:start + CHUNK]})

    def count(self, name: str) -> int:
        return self._send("GET", f"/{name}", None)["doc_count"]

    def _answers(self) -> bool:
        try:
            return "vendor" in self._send("GET", "/", None)
        except (urllib.error.URLError, OSError):
            return False

    def _send(self, method: str, path: str, body: dict | None):
        asked = urllib.request.Request(self.origin + path, None if body is None else json.dumps(body).encode(),
                                       {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(asked, timeout=120) as answer:
            return json.load(answer)
