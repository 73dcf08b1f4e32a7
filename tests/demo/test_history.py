"""Five weeks of work: every state that today's actions reach, all of it through the ledger, intact."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select

from fieldapp.domain.grids import cell_at
from fieldapp.domain.items import BY_ORDERS
from fieldapp.domain.overdue import standing
from fieldapp.domain.worktime import is_working_day
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.blobs import Blob, Claim
from fieldapp.store.cases import Case, case
from fieldapp.store.devices import phones_holding_work
from fieldapp.store.files import Files
from fieldapp.store.grids import Grid
from fieldapp.store.ledger import APPLIED, FLAGGED, HELD, Flag, Op, quarantined
from fieldapp.sync.verify import verify_all
from tests.clock import DAY, HOUR, MINUTE, NOW, ZONE

REACHED = {"reported", "verifying", "accepted", "dispatched", "in_progress", "fixed_on_spot", "educated", "joint", "escalated_city",
           "handed_over", "suspended", "ordered", "pending_recheck", "feedback", "closed", "rejected", "merged"}


def cases() -> list[Case]:
    return list(db.session.scalars(select(Case)))


def test_every_state_is_there(world):
    assert {c.state for c in cases()} == REACHED


def test_every_category_was_reported(world):
    assert {c.category for c in cases()} == set(load().categories)


def test_every_step_went_through_the_ledger_and_was_applied(world):
    verdicts = Counter(db.session.scalars(select(Op.verdict)))
    made = set(db.session.scalars(select(Op.target_id).where(Op.type == "report.file")))

    assert verdicts.pop(APPLIED) > 500
    assert verdicts == {FLAGGED: 5, HELD: 1}, "what the attention page has to show"
    assert made == {c.id for c in cases()}


def test_the_ledger_verifies_from_its_raw_bytes(world):
    report = verify_all()

    assert report.faults == []
    assert report.ops == db.session.scalar(select(func.count()).select_from(Op))


def test_eight_are_overdue_seven_end_today_and_more_later(world):
    midnight = round(datetime.fromtimestamp(NOW / 1000, ZONE).replace(hour=0, minute=0).timestamp() * 1000) + DAY
    how = Counter(standing({"due_at": c.due_at, "handled_at": c.handled_at, "closed_at": c.closed_at}, NOW, midnight)
                  for c in cases() if c.state not in BY_ORDERS)  # what was ordered goes by its items

    assert (how["overdue"], how["today"]) == (8, 7)
    assert how["later"] >= 10 and how["handled_in_time"] >= 30 and how["handled_late"] >= 1


def test_the_attention_page_has_each_kind_of_thing_to_show(world):
    flags = Counter((f.code, f.state, f.effect) for f in db.session.scalars(select(Flag)))
    held, = db.session.scalars(select(Op).where(Op.verdict == HELD))
    phones = [(lane.pending_ops, lane.pending_blobs, NOW - lane.oldest_pending_at) for lane in phones_holding_work()]

    assert flags == {("no_authority", "open", False): 2, ("clock_off", "confirmed", True): 1, ("out_of_lease", "open", True): 1,
                     ("attest_denied", "open", True): 1}
    assert (held.code, case(held.waits_for)) == ("unknown_target", None)
    assert sorted(row.code for row in quarantined()) == ["bad_hash", "bad_sig"]
    assert phones == [(3, 7, 11 * HOUR), (1, 2, 35 * MINUTE)]


def test_a_photo_of_what_is_not_in_effect_is_there_to_be_looked_at(world):
    stopped = select(Claim).join(Op, Op.op_id == Claim.op_id).where(Op.in_effect.is_(False))

    assert [(c.role, c.filled_at is not None) for c in db.session.scalars(stopped)] == [("evidence", True)]


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
    kinds = Counter(b.mime for b in blobs)

    assert 30 <= kinds["image/jpeg"] <= 50 and 10 <= kinds["image/png"] <= 30, "photos, and signatures"
    assert all(b.size <= 60_000 and files.has(b.sha256) for b in blobs) and set(kinds) == {"image/jpeg", "image/png"}
    assert db.session.scalar(select(func.count()).where(Claim.filled_at.is_(None))) == 0


def test_it_says_what_it_did_in_both_languages(world):
    assert "523" in world.said[0][0] and "523" in world.said[0][1]
    assert "就绪" in world.said[-1][0] and "ready" in world.said[-1][1]
