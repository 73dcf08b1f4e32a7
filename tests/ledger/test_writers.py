"""Eight phones push at once on PostgreSQL, where they really are at once: places in the log have no gap, and no proof is broken."""

import threading

import pytest

from fieldapp.domain import merkle
from fieldapp.store import log_tree
from fieldapp.store.base import db
from fieldapp.store.log_tree import LogLeaf
from fieldapp.sync import push
from fieldapp.sync.ledger_log import consistency, current
from fieldapp.sync.verify import verify_all
from tests.phone import op_id

PHONES, OPS = 8, 6


def at_once(jobs):
    """Each in a thread of its own; what one raised is raised here."""
    failed, gate = [], threading.Barrier(len(jobs))

    def run(job):
        gate.wait()
        try:
            job()
        except BaseException as error:
            failed.append(error)
    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


@pytest.fixture
def heads():
    """Every checkpoint of the way, as a phone would have seen it."""
    return []


def test_eight_phones_push_at_once(app, phone, heads):
    shen = phone("shen")
    case_id, report = shen.report()
    shen.sent(report)
    phones = [phone(name) for name in ("shen", "lu", "gu", "qin") * 2]
    ops = [[one.report()[1] for _ in range(OPS)] for one in phones]

    def pushing(one, batch):
        def run():
            with app.app_context():
                for op in batch:
                    one.sent(op)
                    heads.append(current().head)
                db.session.remove()
        return run

    at_once([pushing(one, batch) for one, batch in zip(phones, ops, strict=True)])

    leaves = db.session.query(LogLeaf).order_by(LogLeaf.n).all()
    assert [leaf.n for leaf in leaves] == list(range(PHONES * OPS + 1))
    for batch in ops:  # each lane in its own order
        places = {leaf.op_id: leaf.n for leaf in leaves}
        assert sorted(batch, key=lambda op: places[op_id(op)]) == batch
    assert verify_all().faults == []
    last = current().head
    for head in heads:
        proof = [bytes.fromhex(p) for p in consistency(head.size, last.size)]
        assert merkle.extends(head.size, last.size, head.root, last.root, proof)


def test_a_push_that_fails_leaves_no_place_behind(app, phone, monkeypatch):
    shen = phone("shen")
    shen.sent(shen.report()[1])
    op = shen.report()[1]

    def crash(*_):
        raise RuntimeError("the server is killed here")
    with monkeypatch.context() as killed:
        killed.setattr(log_tree, "_write", crash)
        with pytest.raises(RuntimeError):
            push.push(shen.user_id, shen.lane_id, [op], shen.now())
    assert current().head.size == 1
    shen.sent(op)

    assert [leaf.n for leaf in log_tree.leaves_of([op_id(op)])] == [1]
    assert verify_all().faults == []
