"""What must hold of a server once all is quiet: of one photo's report, and the invariants of docs/invariants.md by its rows and files."""

import hashlib
import json

from fieldapp import create_app
from fieldapp.config import from_environment
from fieldapp.store.base import db
from tests.e2e.installation import environment
from tests.soak.invariants import lanes_are_in_order, nothing_happened_twice, ops, photos_are_there

from .server import Server


def told(server: Server, photo: bytes) -> dict[str, int]:
    """How much the server has of what names this photo: ops, filled claims, files."""
    sha = hashlib.sha256(photo).hexdigest()
    [claims] = server.rows("SELECT count(*) AS n FROM claim WHERE sha256 = ? AND filled_at IS NOT NULL", sha)
    return {"ops": len(server.ops_naming(sha)), "claims": claims["n"], "files": int(server.file(sha).exists())}


def sent_exactly_once(server: Server, photo: bytes, words: str) -> None:
    sha = hashlib.sha256(photo).hexdigest()
    [op] = server.ops_naming(sha)
    assert (op["type"], op["verdict"], op["payload"]["text"]) == ("report.file", "applied", words)
    assert [blob["sha256"] for blob in op["body"]["blobs"]] == [sha]
    assert server.rows("SELECT code FROM quarantine WHERE instr(raw, ?)", sha) == []
    assert len(server.rows("SELECT id FROM \"case\" WHERE id = ?", op["case_id"])) == 1
    assert told(server, photo) == {"ops": 1, "claims": 1, "files": 1}
    assert hashlib.sha256(server.file(sha).read_bytes()).hexdigest() == sha
    the_invariants_hold(server)


def the_invariants_hold(server: Server) -> None:
    """I2, I3, I4 and I7 of every op on this server, and `flask verify`."""
    app = create_app(from_environment(environment(server.data, server.port) | server.settings))
    with app.app_context():
        found = ops()
        nothing_happened_twice(found)
        lanes_are_in_order(found)
        photos_are_there(found, server.data / "blobs", (), {})
        db.session.remove()
    said = app.test_cli_runner().invoke(args=["verify", "--json"])
    with app.app_context():
        db.engine.dispose()
    assert said.exit_code == 0 and json.loads(said.stdout)["ok"], said.output
