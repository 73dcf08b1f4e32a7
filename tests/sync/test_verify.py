"""`flask verify` walks every lane from the raw bytes (protocol 8): right about an intact log, and about each kind of damage."""

import json
from threading import Thread

import pytest

from fieldapp.store.base import db
from fieldapp.store.devices import Lane
from fieldapp.store.ledger import Op, ops_of_lane
from fieldapp.sync import verify
from fieldapp.sync.desk_lane import submit
from fieldapp.sync.verify import verify_all
from tests.phone import op_id, photo_ref

ON_OFF = {"sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
          "postgresql": ("SET session_replication_role = replica", "SET session_replication_role = origin")}


def tamper(sql, **values):
    """Change the database behind the product's back, as somebody with a shell would. `:name` in the text is a value."""
    off, on = ON_OFF[db.engine.dialect.name]
    db.session.remove()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(off)
    for name, value in values.items():
        sql = sql.replace(f":{name}", "'" + value.replace("'", "''") + "'")
    cursor.execute(sql)
    assert cursor.rowcount >= 1
    cursor.execute(on)
    connection.commit()
    connection.close()


@pytest.fixture
def log(phone, world, clock):
    """Two phones' lanes and a desk's; 沈's holds five ops. Their op ids in order."""
    shen, lu = phone("shen"), phone("lu")
    cases = [shen.report(text="门前堆放木箱") for _ in range(5)]
    results = shen.sent(*(op for _, op in cases))
    lu.sent(lu.op("task.accept", cases[0][0], {}))
    submit(world.user("bai"), "case.note", {"type": "case", "id": cases[0][0]}, {"text": "已知"}, clock(), secret=b"lane key of tests")
    return shen.lane_id, [r["op_id"] for r in results]


def faults(app, lane_id=None):
    """What the command says: (exit code, [(code, lane_seq, op_id)] of the lane)."""
    result = app.test_cli_runner().invoke(args=["verify", "--json"])
    said = json.loads(result.stdout)
    assert said["ok"] == (result.exit_code == 0) == (not said["faults"])
    assert lane_id is None or {f["lane_id"] for f in said["faults"]} <= {lane_id}
    return [(f["code"], f["lane_seq"], f["op_id"]) for f in said["faults"]]


def test_an_intact_log(app, log):
    assert faults(app) == []
    report = verify_all()
    assert (report.lanes, report.ops, report.tree.size) == (3, 7, 7)


def test_an_empty_log_is_intact(app, world):
    assert faults(app) == []


def test_a_changed_byte_in_a_body(app, log):
    lane, ops = log
    tamper("UPDATE op SET body = replace(body, '木箱', '木厢') WHERE op_id = :id", id=ops[2])

    assert faults(app, lane) == [("changed_byte", 3, ops[2])]


def test_a_changed_byte_in_a_hash(app, log):
    lane, ops = log
    tamper("UPDATE op SET hash = :hash WHERE op_id = :id", id=ops[2], hash="0" * 64)

    assert faults(app, lane) == [("changed_byte", 3, ops[2])]


def test_a_changed_byte_in_a_signature(app, log):
    lane, ops = log
    sig = db.session.get(Op, ops[2]).sig
    tamper("UPDATE op SET sig = :sig WHERE op_id = :id", id=ops[2], sig=("B" if sig[0] == "A" else "A") + sig[1:])

    assert faults(app, lane) == [("bad_signature", 3, ops[2])]


def test_a_body_and_its_hash_changed_together(app, log):
    from hashlib import sha256
    lane, ops = log
    body = db.session.get(Op, ops[4]).body.replace('"build": "test"', '"build": "tesT"')
    tamper("UPDATE op SET body = :body, hash = :hash WHERE op_id = :id", id=ops[4], body=body, hash=sha256(body.encode()).hexdigest())

    assert ("bad_signature", 5, ops[4]) in faults(app, lane)


def test_what_the_row_says_of_the_body(app, log):
    lane, ops = log
    tamper("UPDATE op SET user_id = (SELECT user_id FROM lane WHERE id <> :lane ORDER BY id LIMIT 1) WHERE op_id = :id", id=ops[1], lane=lane)

    assert faults(app, lane) == [("changed_byte", 2, ops[1])]


@pytest.mark.parametrize("change", [
    "kind = 'request'", "target_type = 'item'", "claimed_at = claimed_at - 1",
    "payload = '{\"text\": \"门前没有木箱\"}'", "mono_ms = 7", "boot = 'x'"])
def test_each_column_that_says_otherwise_than_the_body(app, log, change):
    lane, ops = log
    tamper(f"UPDATE op SET {change} WHERE op_id = :id", id=ops[1])

    assert faults(app, lane) == [("changed_byte", 2, ops[1])]


@pytest.mark.parametrize("change", [
    "DELETE FROM claim WHERE op_id = :id", "UPDATE claim SET size = 7 WHERE op_id = :id", "UPDATE claim SET role = 'party' WHERE op_id = :id",
    "UPDATE claim SET op_id = :other WHERE op_id = :id"])
def test_a_claim_that_says_otherwise_than_the_body(app, phone, change):
    lu = phone("lu")
    named, other = (lu.report(blobs=blobs)[1] for blobs in ([photo_ref(b"x")], []))
    lu.sent(named, other)
    assert faults(app) == []

    tamper(change, id=op_id(named), other=op_id(other))

    assert faults(app, lu.lane_id)[0] == ("changed_byte", 1, op_id(named))


def test_more_ops_than_the_ledger_gave_numbers(app, log):
    tamper("UPDATE counter SET n = n - 1 WHERE id = 'ledger'")

    assert faults(app, "-") == [("extra_op", 7, None)]


def test_what_arrives_during_the_walk_is_no_fault(app, log, phone, monkeypatch):
    late, walked = phone("lu"), []

    def slowly(lane_id):
        if not walked:
            walked.append(lane_id)
            writer = Thread(target=late.sent, args=(late.report()[1],))
            writer.start()
            writer.join()
        return ops_of_lane(lane_id)

    monkeypatch.setattr(verify, "ops_of_lane", slowly)

    report = verify_all()

    assert (report.lanes, report.ops, report.faults) == (4, 7, [])
    assert verify_all().ops == 8


@pytest.mark.parametrize("seq", [1, 3])
def test_a_missing_op(app, log, seq):
    lane, ops = log
    tamper("DELETE FROM op WHERE op_id = :id", id=ops[seq - 1])

    assert faults(app, lane) == [("missing_op", seq, None)]


def test_two_ops_changed_places(app, log):
    lane, ops = log
    tamper("UPDATE op SET lane_seq = 99 WHERE op_id = :id", id=ops[1])
    tamper("UPDATE op SET lane_seq = 2 WHERE op_id = :id", id=ops[2])
    tamper("UPDATE op SET lane_seq = 3 WHERE op_id = :id", id=ops[1])

    assert [f[0] for f in faults(app, lane)][:2] == ["changed_byte", "changed_byte"]


def test_a_cut_tail(app, log):
    lane, ops = log
    tamper("DELETE FROM op WHERE lane_id = :lane AND lane_seq >= 4", lane=lane)

    assert faults(app, lane) == [("cut_tail", 4, None)]


def test_a_lane_emptied(app, log):
    lane, ops = log
    tamper("DELETE FROM op WHERE lane_id = :lane", lane=lane)

    assert faults(app, lane) == [("cut_tail", 1, None)]


def test_an_op_beyond_the_head(app, log):
    lane, ops = log
    tamper("UPDATE lane SET head_seq = 4 WHERE id = :lane", lane=lane)

    assert faults(app, lane) == [("extra_op", 5, None)]


def test_a_head_that_is_anothers(app, log):
    lane, ops = log
    tamper("UPDATE lane SET head_hash = :hash WHERE id = :lane", lane=lane, hash="0" * 64)

    assert faults(app, lane) == [("changed_byte", 5, None)]


def test_a_whole_lane_gone_with_its_head(app, log):
    lane, ops = log
    tamper("DELETE FROM op WHERE lane_id = :lane", lane=lane)
    tamper("DELETE FROM lane WHERE id = :lane", lane=lane)

    assert [(code, op) for code, _, op in faults(app, "-")] == [("missing_op", op) for op in ops]  # the tree knows which


def test_the_words_for_a_person(app, log):
    lane, ops = log
    good = app.test_cli_runner().invoke(args=["verify"])
    tamper("DELETE FROM op WHERE op_id = :id", id=ops[1])
    bad = app.test_cli_runner().invoke(args=["verify"])

    assert good.exit_code == 0 and "intact" in good.output
    assert bad.exit_code == 1 and "missing" in bad.output and lane in bad.output


def test_the_chain_of_a_desk_lane_is_walked_too(app, log):
    desk = db.session.query(Lane).filter_by(at_desk=True).one().id
    tamper("UPDATE op SET body = replace(body, '已知', '未知') WHERE lane_id = :lane", lane=desk)

    assert [f[:2] for f in faults(app, desk)] == [("changed_byte", 1)]
