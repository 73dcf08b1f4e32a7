"""The same bytes again, once or ten at a time: one effect, the same verdicts, `dup: true` (protocol 6, invariant I2)."""

from threading import Barrier, Thread

from fieldapp.store.cases import Case
from fieldapp.store.ledger import Op
from tests.phone import Phone
from tests.world import PASSWORD


def at_once(*jobs):
    """Run every job in a thread of its own, all let go together; what they returned, in order. A fault in one is raised."""
    gate, answers = Barrier(len(jobs)), [None] * len(jobs)

    def run(n, job):
        gate.wait()
        try:
            answers[n] = job()
        except BaseException as fault:
            answers[n] = fault

    threads = [Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers


def same(results):
    """A result without what a repeat may change."""
    return [{k: v for k, v in r.items() if k != "dup"} for r in results]


def test_a_batch_pushed_twice_has_one_effect_and_the_same_verdicts(phone, rows):
    shen = phone("shen")
    case_id, report = shen.report()
    note = shen.op("case.note", case_id, {"text": "已拍照"}, "fact")

    first, second = shen.sent(report, note), shen.sent(report, note)

    assert same(first) == same(second)
    assert [r["dup"] for r in first + second] == [False, False, True, True]
    assert (rows(Op), rows(Case)) == (2, 1)


def test_the_answer_cut_off_after_the_commit(phone, rows):
    shen = phone("shen")
    case_id, report = shen.report()
    shen.push(report)  # the answer never arrives; the phone knows nothing and sends the same bytes

    [result] = shen.sent(report)
    shen.pull()

    assert (result["verdict"], result["dup"]) == ("applied", True)
    assert shen.cases()[case_id]["version"] == 1
    assert rows(Op) == rows(Case) == 1


def test_a_smaller_or_larger_batch_again(phone, rows):
    shen = phone("shen")
    ops = [shen.report()[1] for _ in range(4)]

    shen.sent(*ops[:2])
    larger = shen.sent(*ops)
    smaller = shen.sent(ops[1])

    assert [r["dup"] for r in larger] == [True, True, False, False]
    assert smaller[0]["dup"] and rows(Case) == 4


def test_a_refused_request_is_refused_again_without_a_second_look(phone, world):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    close = lu.op("case.close", case_id, {})

    first, second = lu.sent(close), lu.sent(close)

    assert first[0]["verdict"] == second[0]["verdict"] == "refused"
    assert first[0]["code"] == second[0]["code"] == "state_moved"
    assert second[0]["dup"]


def test_ten_at_once(app, phone, rows, clock):
    shen = phone("shen")
    case_id, report = shen.report()
    batch = [report, *(shen.op("case.note", case_id, {"text": f"第{n}条"}, "fact") for n in range(4))]
    others = [Phone(app.test_client(), "shen", PASSWORD, clock) for _ in range(10)]

    answers = at_once(*(lambda other=other: other.push(*batch, lane_id=shen.lane_id) for other in others))

    assert [a.status_code for a in answers] == [200] * 10
    assert all(same(a.json["results"]) == same(answers[0].json["results"]) for a in answers)
    assert sum(not r["dup"] for a in answers for r in a.json["results"]) == 5
    assert (rows(Op), rows(Case)) == (5, 1)
    shen.pull()
    assert shen.cases()[case_id]["version"] == 5
    assert [line["type"] for line in shen.cases()[case_id]["timeline"]] == ["report.file"] + ["case.note"] * 4


def test_ten_phones_report_the_same_case_id_at_once(app, world, rows, clock):
    phones = [Phone(app.test_client(), "shen", PASSWORD, clock) for _ in range(10)]
    case_id, first = phones[0].report()
    reports = [first, *(p.report(case_id=case_id)[1] for p in phones[1:])]

    answers = at_once(*(lambda p=p, op=op: p.sent(op)[0] for p, op in zip(phones, reports, strict=True)))

    assert sorted(a["verdict"] for a in answers) == ["applied"] + ["flagged"] * 9
    assert {a["code"] for a in answers} == {None, "id_taken"}
    assert rows(Case) == 1
