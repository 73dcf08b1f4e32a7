"""Whatever comes first: of what was done anew, withdrawn or handed over, only one ever counts, and nothing stops the line."""

from fieldapp.store.ledger import op as stored
from tests.phone import op_id


def test_what_names_a_record_where_an_op_belongs_does_not_stop_the_line(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    _, anew = lu.report(supersedes=case_id)
    lu.sent(anew, lu.op("op.withdraw", {"type": "op", "id": case_id}, {"reason": "x"}))

    assert shen.push(report).status_code == 200

    assert stored(op_id(report)).in_effect
