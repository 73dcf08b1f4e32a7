"""Two writers at once on PostgreSQL, where they really are at once: nothing waits for what is there."""

import threading

import pytest

from fieldapp.store.ledger import op
from fieldapp.sync import push
from tests.phone import op_id


@pytest.fixture
def database_url(postgres_url):
    return postgres_url


def test_what_arrives_while_an_op_is_being_judged_is_not_waited_for(phone, monkeypatch):
    shen, other = phone("shen"), phone("shen")
    case_id, report = other.report()
    note = shen.op("case.note", case_id, {"text": "x"}, "fact")
    judged, calm = push.judge, []

    def slowly(*given):
        found = judged(*given)
        if not calm:
            calm.append(True)
            writer = threading.Thread(target=other.sent, args=(report,))
            writer.start()
            writer.join()
        return found

    monkeypatch.setattr(push, "judge", slowly)

    [result] = shen.sent(note)

    assert (result["verdict"], op(op_id(note)).in_effect, op(op_id(note)).waits_for) == ("applied", True, None)
