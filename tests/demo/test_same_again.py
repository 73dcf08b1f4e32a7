"""The same anchor makes the same world, on whichever database."""

from fieldapp.demo.photos import SCENES, photo
from fieldapp.demo.plan import in_order, plan
from fieldapp.rulebook import load
from fieldapp.store.base import db
from tests.clock import NOW, at

#: A signature, the hash of a password and the name of a log are made with fresh randomness each time.
FRESH = {("op", "sig"), ("user", "password_hash"), ("quarantine", "id"), ("log_head", "log_id")}
#: What other tests leave behind when they sign in.
NOT_SEEDED = {"sign_in", "lockout"}


def everything() -> dict[str, list[dict]]:
    """Every row of every table, but for what must be fresh."""
    found = {}
    for table in (t for t in db.metadata.sorted_tables if t.name not in NOT_SEEDED):
        columns = [c for c in table.columns if (table.name, c.name) not in FRESH]
        rows = db.session.execute(db.select(*columns).order_by(*table.primary_key.columns)).all()
        found[table.name] = sorted(map(repr, map(tuple, rows)))
    return found


def test_two_seedings_are_equal_row_by_row(on_sqlite, on_postgresql):
    with on_sqlite.app.app_context():
        first = everything()
    with on_postgresql.app.app_context():
        second = everything()

    assert first["op"] and first["case"]
    for table, rows in first.items():
        assert rows == second[table], table


def test_another_anchor_makes_another_history():
    one, other = (in_order(plan(anchor, load())) for anchor in (NOW, at("2026-11-22 23:54")))

    assert [step.at for _, _, step in one] != [step.at for _, _, step in other]
    assert len(other) > 500


def test_a_photo_is_a_small_jpeg_and_the_same_each_time():
    drawn = [photo(name, 1) for name in SCENES]

    assert len(set(drawn)) == len(SCENES)
    assert all(d.startswith(b"\xff\xd8\xff") and len(d) <= 60_000 for d in drawn)
    assert photo("river", 1) == drawn[list(SCENES).index("river")]
    assert photo("river", 2) != photo("river", 1)
