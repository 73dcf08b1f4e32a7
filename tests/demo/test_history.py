"""Five weeks of work: every state that today's actions reach, all of it through the ledger, intact."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select

from fieldapp.domain.grids import cell_at
from fieldapp.domain.worktime import is_working_day
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.blobs import Blob, Claim
from fieldapp.store.cases import Case
from fieldapp.store.files import Files
from fieldapp.store.grids import Grid
from fieldapp.store.ledger import APPLIED, Flag, Op
from fieldapp.sync.verify import verify_all
from tests.clock import DAY, NOW, ZONE

REACHED = {"reported", "verifying", "accepted", "dispatched", "in_progress", "fixed_on_spot", "educated", "joint", "escalated_city",
           "handed_over", "suspended", "feedback", "closed", "rejected", "merged"}


def cases() -> list[Case]:
    return list(db.session.scalars(select(Case)))


def test_every_state_is_there(world):
    assert {c.state for c in cases()} == REACHED


def test_every_category_was_reported(world):
    assert {c.category for c in cases()} == set(load().categories)


def test_every_step_went_through_the_ledger_and_was_applied(world):
    verdicts = Counter(db.session.scalars(select(Op.verdict)))
    made = set(db.session.scalars(select(Op.target_id).where(Op.type == "report.file")))

    assert set(verdicts) == {APPLIED} and verdicts[APPLIED] > 500
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 0
    assert made == {c.id for c in cases()}


def test_the_ledger_verifies_from_its_raw_bytes(world):
    report = verify_all()

    assert report.faults == []
    assert report.ops == db.session.scalar(select(func.count()).select_from(Op))


def test_some_are_overdue_some_end_today_some_later(world):
    midnight = datetime.fromtimestamp(NOW / 1000, ZONE).replace(hour=0, minute=0).timestamp() * 1000 + DAY
    due = [c.due_at for c in cases() if c.closed_at is None and c.due_at]

    assert sum(d <= NOW for d in due) >= 5
    assert sum(NOW < d <= midnight for d in due) >= 3
    assert sum(d > midnight for d in due) >= 3


def test_there_are_returns_rework_merges_and_receipts(world):
    found = cases()

    assert any(c.returns for c in found) and any(c.reworks for c in found)
    assert any(c.receipt for c in found) and any(c.review_on for c in found)
    merged = [c for c in found if c.merged_into]
    into = {c.id: c for c in found}
    assert merged and all(into[c.merged_into].category == c.category for c in merged)


def test_people_worked_in_working_hours_and_never_after_the_anchor(world):
    for at in db.session.scalars(select(Op.received_at)):
        when = datetime.fromtimestamp(at / 1000, ZONE)
        assert at <= NOW
        assert is_working_day(when.date().isoformat(), load().calendars)
        assert 8 * 60 + 30 <= when.hour * 60 + when.minute < 18 * 60


def test_places_lie_in_the_cell_of_the_report(world):
    grids = {g.id: {"id": g.id, "level": g.level, "kind": g.kind, "bbox": g.bbox, "ring": g.ring} for g in db.session.scalars(select(Grid))}
    placed = [c for c in cases() if c.place]

    assert len(placed) > 100
    for c in placed:
        assert cell_at(c.place["lat_e7"], c.place["lon_e7"], grids.values())["id"] == c.grid_id


def test_photos_are_stored_and_every_claim_is_filled(world):
    files = Files(world.app.config["FIELDAPP"].blobs)
    blobs = list(db.session.scalars(select(Blob)))

    assert 30 <= len(blobs) <= 50
    assert all(b.mime == "image/jpeg" and b.size <= 60_000 and files.has(b.sha256) for b in blobs)
    assert db.session.scalar(select(func.count()).where(Claim.filled_at.is_(None))) == 0


def test_it_says_what_it_did_in_both_languages(world):
    assert "523" in world.said[0][0] and "523" in world.said[0][1]
    assert "就绪" in world.said[-1][0] and "ready" in world.said[-1][1]
