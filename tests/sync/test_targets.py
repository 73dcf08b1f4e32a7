"""What an op speaks of: an id that is taken, a case one may not see, a thing that has not come yet (protocol 2 and 6)."""

from fieldapp import operations
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.ledger import Op
from tests.phone import new_id, op_id


def test_a_new_case_on_an_id_that_is_taken_changes_nothing(phone, rows):
    shen, lu = phone("shen"), phone("lu")
    case_id, first = shen.report(text="先到")
    shen.sent(first)

    [result] = lu.sent(lu.report(text="后到", case_id=case_id)[1])
    shen.pull()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "id_taken", False)
    assert shen.cases()[case_id]["text"] == "先到" and len(shen.cases()[case_id]["timeline"]) == 1
    assert rows(Case) == 1


def test_a_note_on_a_case_one_may_not_see(phone):
    shen, qin = phone("shen"), phone("qin")
    case_id, report = shen.report("HW04")
    shen.sent(report)

    [result] = qin.sent(qin.op("case.note", case_id, {"text": "路过"}, "fact"))
    shen.pull()
    qin.pull()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "no_access", False)
    assert [line["type"] for line in shen.cases()[case_id]["timeline"]] == ["report.file"]
    assert shen.cases()[case_id]["version"] == 1 and case_id not in qin.cases()
    assert db.session.get(Op, result["op_id"]).case_id is None


def test_a_request_on_a_case_one_may_not_see_is_refused(phone):
    shen, qin = phone("shen"), phone("qin")
    case_id, report = shen.report("HW04")
    shen.sent(report)

    [result] = qin.sent(qin.op("task.accept", case_id, {}))

    assert (result["verdict"], result["code"]) == ("refused", "no_access")


def test_a_note_waits_for_its_case_from_another_phone(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()

    [waiting] = lu.sent(lu.op("case.note", case_id, {"text": "我也在场"}, "fact"))
    shen.sent(report)
    verdicts = lu.pull()["verdicts"]

    assert (waiting["verdict"], waiting["code"], waiting["in_effect"]) == ("flagged", "waiting_target", False)
    [now] = verdicts
    assert (now["in_effect"], now["verdict"], now["code"], now["decided"]) == (True, "applied", None, True)
    assert now["flags"] == [{"code": "waiting_target", "state": "confirmed"}]
    assert [line["type"] for line in lu.cases()[case_id]["timeline"]] == ["report.file", "case.note"]
    assert lu.cases()[case_id]["version"] == 2


def test_what_waited_for_a_case_it_may_not_see_has_no_access(phone):
    shen, qin = phone("shen"), phone("qin")
    case_id, report = shen.report("HW04")
    qin.sent(qin.op("case.note", case_id, {"text": "路过"}, "fact"))

    shen.sent(report)
    [now] = qin.pull()["verdicts"]

    assert (now["verdict"], now["code"], now["in_effect"]) == ("flagged", "no_access", False)


def test_a_request_is_held_for_its_case_and_then_decided(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()

    [held] = lu.sent(lu.op("task.accept", case_id, {}))
    again = lu.sent(lu.op("task.accept", case_id, {}))
    shen.sent(report)
    verdicts = lu.pull()["verdicts"]

    assert [(r["verdict"], r["code"]) for r in (held, *again)] == [("held", "unknown_target")] * 2
    assert [(v["verdict"], v["code"]) for v in verdicts] == [("applied", None), ("refused", "state_moved")]
    assert lu.cases()[case_id]["assignee"] == lu.user_id


def test_what_waits_does_not_stop_the_lane(phone):
    shen = phone("shen")

    results = shen.sent(shen.op("task.accept", new_id(shen.now()), {}), shen.op("case.note", new_id(shen.now()), {"text": "x"}, "fact"),
                        shen.op("task.close_the_moon", new_id(shen.now()), {}), shen.report()[1])

    assert [r["verdict"] for r in results] == ["held", "flagged", "held", "applied"]
    assert results[2]["code"] == "unknown_type"


def test_a_type_of_the_rulebook_that_has_no_code_yet_is_held_and_so_is_an_act(phone, monkeypatch):
    shen = phone("shen")
    case_id, report = shen.report()
    monkeypatch.delitem(operations.VERBS, "case.educate")

    results = shen.sent(report, shen.op("case.educate", case_id, {"ground": "minor", "text": "已劝导"}, "act"))

    assert [(r["verdict"], r["code"]) for r in results] == [("applied", None), ("held", "unknown_type")]


def test_a_request_after_one_that_was_refused_is_held_and_a_leader_settles_it(phone):
    shen, lu, gu = phone("shen"), phone("lu"), phone("gu")
    case_id, report = shen.report()
    shen.sent(report)
    refused = lu.op("case.close", case_id, {})
    wanted = lu.op("task.accept", case_id, {}, base={"version": 1, "after": [op_id(refused)]})

    results = lu.sent(refused, wanted)
    [decided] = gu.sent(gu.op("flag.decide", {"type": "op", "id": op_id(wanted)}, {"decision": "confirm", "reason": "可以"}))
    lu.pull()

    assert [(r["verdict"], r["code"]) for r in results] == [("refused", "state_moved"), ("held", "depends_on_refused")]
    assert decided["verdict"] == "applied"
    assert lu.cases()[case_id]["state"] == "in_progress"


def test_a_held_request_that_a_leader_dismisses_is_refused(phone):
    shen, lu, gu = phone("shen"), phone("lu"), phone("gu")
    case_id, report = shen.report()
    wanted = lu.op("task.accept", case_id, {})
    lu.sent(wanted)

    gu.sent(gu.op("flag.decide", {"type": "op", "id": op_id(wanted)}, {"decision": "dismiss", "reason": "不用了"}))
    shen.sent(report)
    [verdict] = lu.pull()["verdicts"]

    assert (verdict["verdict"], verdict["code"], verdict["decided"]) == ("refused", "dismissed", True)
    assert lu.cases()[case_id]["state"] == "dispatched"


def test_a_request_that_relied_on_another_state_is_refused(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)

    [result] = lu.sent(lu.op("task.accept", case_id, {}, expect={"state": "accepted"}))

    assert (result["verdict"], result["code"], result["detail"]) == ("refused", "state_moved", {"state": "dispatched", "expected": "accepted"})


def test_a_kind_that_the_table_contradicts_is_flagged_and_counts(phone):
    shen = phone("shen")
    case_id, report = shen.report()

    note = shen.op("case.note", case_id, {"text": "x"}, "request")
    [_, result] = shen.sent(report, note)
    shen.pull()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "wrong_kind", True)
    assert len(shen.cases()[case_id]["timeline"]) == 2
