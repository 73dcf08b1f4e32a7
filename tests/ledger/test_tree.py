"""The ledger's tree: a leaf for every verdict, in commit order, and what `flask verify` finds when somebody was at the database."""

import pytest

from fieldapp.domain import merkle
from fieldapp.store import log_tree
from fieldapp.store.base import db
from fieldapp.store.ledger import Op, Quarantine
from fieldapp.store.log_tree import LogLeaf
from fieldapp.sync.ledger_log import current
from tests.ledger.test_merkle import root_of
from tests.phone import op_id


def leaves():
    return [(leaf.op_id, leaf.verdict) for leaf in db.session.query(LogLeaf).order_by(LogLeaf.n)]


def root_by_definition():
    """From the ledger's own rows, by the definition."""
    return root_of([merkle.leaf_hash(merkle.entry(db.session.get(Op, leaf.op_id).hash, leaf.verdict, leaf.at))
                    for leaf in db.session.query(LogLeaf).order_by(LogLeaf.n)])


@pytest.fixture
def log(phone):
    """Seven reports of one phone; their op ids."""
    shen = phone("shen")
    return [r["op_id"] for r in shen.sent(*(shen.report()[1] for _ in range(7)))]


def test_every_op_is_a_leaf_in_the_order_of_the_ledger(app, log, verify):
    assert leaves() == [(op, "applied") for op in log]
    assert [leaf.at for leaf in db.session.query(LogLeaf)] == [db.session.get(Op, op).received_at for op in log]
    assert (current().head.size, current().head.root) == (7, root_by_definition())
    assert verify() == []


def test_an_op_sent_twice_is_one_leaf(app, phone):
    shen = phone("shen")
    op = shen.report()[1]
    shen.sent(op)
    shen.sent(op)

    assert leaves() == [(op_id(op), "applied")]


def test_what_goes_to_quarantine_is_no_leaf(app, phone):
    shen = phone("shen")
    op = shen.report()[1]
    [result] = shen.sent(op | {"sig": "A" * 86})

    assert result["verdict"] == "quarantined" and db.session.query(Quarantine).count() == 1
    assert leaves() == [] and log_tree.head() is None


def test_a_verdict_that_comes_later_is_a_leaf_of_its_own(app, phone, clock, verify):
    """A request that waits for its case is held; when the case comes it is applied. Both are in the log, with their moments."""
    lu, shen = phone("lu"), phone("shen")
    case_id, report = shen.report()
    accept = lu.op("task.accept", case_id, {})
    [held] = lu.sent(accept)
    first = clock()
    clock.forward(3_600_000)
    shen.sent(report)

    assert held["verdict"] == "held"
    assert leaves() == [(op_id(accept), "held"), (op_id(report), "applied"), (op_id(accept), "applied")]
    assert [leaf.at for leaf in log_tree.leaves_of([op_id(accept)])] == [first, clock()]
    assert current().head.root == root_by_definition()
    assert verify() == []


def test_a_refusal_is_in_the_log(app, phone, verify):
    shen = phone("shen")
    case_id, report = shen.report()
    shen.sent(report)
    qin = phone("qin")
    [refused] = qin.sent(qin.op("case.close", case_id, {}))

    assert leaves()[-1] == (refused["op_id"], refused["verdict"]) and refused["verdict"] != "applied"
    assert verify() == []


def test_a_changed_verdict(log, tamper, verify):
    tamper("UPDATE op SET verdict = 'refused' WHERE op_id = :id", id=log[2])

    assert verify() == [("changed_verdict", 0, log[2])]


def test_a_verdict_changed_in_the_tree_too(log, tamper, verify):
    tamper("UPDATE op SET verdict = 'refused' WHERE op_id = :id", id=log[2])
    tamper("UPDATE log_leaf SET verdict = 'refused' WHERE op_id = :id", id=log[2])

    assert verify() == [("changed_leaf", 3, log[2])]


def test_a_changed_moment(log, tamper, verify):
    tamper("UPDATE log_leaf SET at = at - 1 WHERE op_id = :id", id=log[4])

    assert verify() == [("changed_leaf", 5, log[4])]


def test_a_changed_node_above_the_leaves(log, tamper, verify):
    nodes = log_tree.leaves_of([log[3]])[0].nodes
    tamper("UPDATE log_leaf SET nodes = :nodes WHERE op_id = :id", id=log[3], nodes=nodes[:-1] + ("0" if nodes[-1] != "0" else "1"))

    assert verify() == [("changed_tree", 4, log[3])]


@pytest.mark.parametrize("column", ["root", "frontier"])
def test_a_changed_head(log, tamper, verify, column):
    tamper(f"UPDATE log_head SET {column} = :hash", hash="0" * 64)

    assert verify() == [("changed_tree", 7, None)]


def test_a_cut_tail_of_the_tree(log, tamper, verify):
    tamper("DELETE FROM log_leaf WHERE n >= 5")

    assert verify() == [("cut_tail", 6, None)]


def test_a_leaf_out_of_the_middle(log, tamper, verify):
    tamper("DELETE FROM log_leaf WHERE n = 3")

    assert verify() == [("missing_op", 4, None)]


def test_ops_cut_with_their_leaves_and_their_lanes_head(log, tamper, verify):
    """Whoever forgets one of the heads is found by it."""
    hash_ = db.session.get(Op, log[4]).hash
    tamper("DELETE FROM log_leaf WHERE n >= 5")
    tamper("DELETE FROM op WHERE lane_seq > 5")
    tamper("UPDATE lane SET head_seq = 5, head_hash = :hash", hash=hash_)
    tamper("UPDATE counter SET n = 5 WHERE id = 'ledger'")

    assert verify() == [("cut_tail", 6, None)]


def test_an_op_put_in_beside_the_tree(log, tamper, verify):
    tamper("DELETE FROM log_leaf WHERE n = 6")
    size6 = merkle.fold([n for n in _frontier(log[:6])]).hex()
    tamper("UPDATE log_head SET size = 6, root = :root, frontier = :frontier", root=size6, frontier=b"".join(_frontier(log[:6])).hex())

    assert verify() == [("not_in_tree", 0, log[6])]


def _frontier(ops):
    frontier = []
    for n, one in enumerate(ops):
        row = db.session.get(Op, one)
        frontier, _ = merkle.append(frontier, n, merkle.leaf_hash(merkle.entry(row.hash, row.verdict, row.received_at)))
    return frontier


def test_a_tail_cut_with_every_head_shows_against_a_kept_checkpoint(app, log, tamper, verify, tmp_path):
    kept, other = tmp_path / "kept", tmp_path / "other"
    assert verify("--save", kept) == []
    five, hash_ = _frontier(log[:5]), db.session.get(Op, log[4]).hash
    tamper("DELETE FROM log_leaf WHERE n >= 5")
    tamper("DELETE FROM op WHERE lane_seq > 5")
    tamper("UPDATE lane SET head_seq = 5, head_hash = :hash", hash=hash_)
    tamper("UPDATE counter SET n = 5 WHERE id = 'ledger'")
    tamper("UPDATE log_head SET size = 5, root = :root, frontier = :frontier", root=merkle.fold(five).hex(), frontier=b"".join(five).hex())

    assert verify("--save", other) == []
    assert verify("--checkpoint", kept) == [("older_than_known", 7, None)]
    assert verify("--checkpoint", other) == []


def test_a_history_written_anew_shows_against_a_kept_checkpoint(app, log, tamper, verify, tmp_path):
    kept = tmp_path / "kept"
    assert verify("--save", kept) == []
    tamper("UPDATE op SET received_at = received_at + 1")
    anew = _frontier(log)
    nodes, frontier = {}, []
    for n, one in enumerate(log):
        row = db.session.get(Op, one)
        frontier, done = merkle.append(frontier, n, merkle.leaf_hash(merkle.entry(row.hash, row.verdict, row.received_at)))
        nodes[one] = b"".join(done).hex()
    for one, text in nodes.items():
        tamper("UPDATE log_leaf SET at = at + 1, nodes = :nodes WHERE op_id = :id", id=one, nodes=text)
    tamper("UPDATE log_head SET root = :root, frontier = :frontier", root=merkle.fold(anew).hex(), frontier=b"".join(anew).hex())

    assert verify() == []
    assert verify("--checkpoint", kept) == [("forked", 7, None)]


def test_a_checkpoint_of_another_server(app, log, verify, tmp_path):
    kept = tmp_path / "kept"
    verify("--save", kept)
    kept.write_text(kept.read_text().replace(current().head.origin, "fieldapp/ffffffffffffffff/1"))

    assert verify("--checkpoint", kept) == [("other_log", 7, None)]
