"""The attention page: flags decided by the right person, held ops, the quarantine, and nothing of it run as markup."""

import re

import pytest
from sqlalchemy import event

from fieldapp.store.base import db
from fieldapp.store.cases import case
from fieldapp.store.ledger import op, ops_of_cases, quarantined
from tests.phone import Phone
from tests.world import PASSWORD

HOUR = 3_600_000


@pytest.fixture
def phone(app, world, clock):
    """沈's phone, two hours fast."""
    return Phone(app.test_client(), "shen", PASSWORD, lambda: clock() + 2 * HOUR, name="巡查 07 号")


@pytest.fixture
def flagged(phone):
    """(case id, op id) of a report whose clock was off: in effect."""
    case_id, filed = phone.report()
    return case_id, phone.sent(filed)[0]["op_id"]


@pytest.fixture
def stopped(phone, report):
    """(case id, op id) of a note on a case its author may not see: no effect."""
    other = report("qin", category="TD01")
    return other, phone.sent(phone.op("case.note", other, {"text": "路过看见"}, "fact"))[0]["op_id"]


@pytest.fixture
def unsigned(phone):
    """A record with a broken signature whose text is markup."""
    broken = phone.op("case.note", "0192f000-0000-7000-8000-000000000000", {"text": "<script>alert(1)</script>"}, "fact")
    broken["sig"] = broken["sig"][:-6] + "AAAAAA"
    assert phone.sent(broken)[0]["verdict"] == "quarantined"
    return quarantined()[0]


def decide(desk, op_id: str, decision: str = "confirm", reason: str = "核对过"):
    return desk.post(f"/desk/attention/flags/{op_id}", data={"decision": decision, "reason": reason, "op_id": ""})


def items(page: str) -> list[str]:
    return re.findall(r'href="/desk/attention\?open=(?:op|row):([^"#]+)', page.replace("%3A", ":"))


def test_flags_held_and_quarantined_are_listed_by_what_they_ask_for(at_desk, flagged, stopped, unsigned, do):
    held = do("bai", "case.accept", "0192f000-0000-7000-8000-000000000001")
    assert held.verdict == "held"

    page = at_desk("lin").get("/desk/attention").text

    order = [page.index(words) for words in ("没有生效，等人决定", "已生效，请看一眼", "在等别的", "隔离：收下了")]
    assert order == sorted(order)
    assert set(items(page)) == {flagged[1], stopped[1], held.op_id, unsigned.id}
    assert '<span class="count">4</span>' in page


def test_every_page_counts_what_the_list_shows_and_reads_none_of_it(at_desk, flagged, stopped, do, phone):
    held = do("bai", "case.accept", "0192f000-0000-7000-8000-000000000001")
    [doubtful] = phone.sent(phone.op("task.accept", "0192f000-0000-7000-8000-000000000002", {}))
    assert (held.verdict, doubtful["verdict"], doubtful["flags"]) == ("held", "held", ["clock_future"])
    phone.sent(phone.op("case.note", flagged[0], {"text": "x"}, "fact") | {"sig": "AAAA"})
    seen = {"lin": 5, "bai": 5, "gu": 4}  # what 白 did herself is no business of 二中队's

    for name, n in seen.items():
        desk, asked = at_desk(name), []
        assert len(items(desk.get("/desk/attention").text)) == n
        listen = lambda conn, cursor, sql, *_, asked=asked: asked.append(sql)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        page = desk.get("/desk/cases").text
        event.remove(db.engine, "before_cursor_execute", listen)
        assert f'<span class="count">{n}</span>' in page
        assert [sql for sql in asked if "op.payload" in sql and "op.op_id = " not in sql or "quarantine.raw," in sql] == []


def test_a_request_by_a_doubtful_clock_is_done_and_asks_for_a_look_in_list_and_history(at_desk, flagged, phone):
    [accepted] = phone.sent(phone.op("task.accept", flagged[0], {}))
    desk = at_desk("gu")

    page, history = desk.get("/desk/attention").text, desk.get(f"/desk/cases/{flagged[0]}").text

    assert accepted["verdict"] == "applied" and set(items(page)) == {flagged[1], accepted["op_id"]}
    assert history.count("手机时间比收到的时间还晚") == 2 and "有人会看一下" in history
    assert decide(desk, accepted["op_id"]).status_code == 303
    assert desk.get(f"/desk/cases/{flagged[0]}").text.count("手机时间比收到的时间还晚") == 1


def test_a_leader_confirms_and_what_had_no_effect_takes_it(at_desk, stopped):
    answer = decide(at_desk("lin"), stopped[1])

    assert answer.status_code == 303
    assert op(stopped[1]).in_effect and [f.state for f in op(stopped[1]).flags] == ["confirmed"] * 2
    page = at_desk("lin").get(f"/desk/cases/{stopped[0]}").text
    assert "路过看见" in page


def test_until_then_it_is_not_in_the_cases_history(at_desk, stopped):
    assert "路过看见" not in at_desk("lin").get(f"/desk/cases/{stopped[0]}").text
    assert "路过看见" in at_desk("lin").get(f"/desk/attention?open=op:{stopped[1]}").text


def test_a_dismissal_keeps_the_record_and_takes_it_off_the_list(at_desk, flagged):
    desk = at_desk("gu")

    assert decide(desk, flagged[1], "dismiss", "时间对不上").status_code == 303
    assert items(desk.get("/desk/attention").text) == []
    decision = ops_of_cases([flagged[0]])[flagged[0]][-1]
    assert (decision.type, decision.payload["reason"]) == ("flag.decide", "时间对不上")
    assert "存疑：不认可" in desk.get(f"/desk/cases/{flagged[0]}").text


def test_a_decision_needs_its_reason_and_keeps_the_page(at_desk, flagged):
    answer = decide(at_desk("lin"), flagged[1], reason=" ")

    assert answer.status_code == 422 and "请写明理由" in answer.text
    assert [f.state for f in op(flagged[1]).flags] == ["open"]


def test_a_squad_leader_decides_for_the_own_unit_only_and_a_dispatcher_only_looks(at_desk, flagged, stopped, world):
    assert set(items(at_desk("gu").get("/desk/attention").text)) == {flagged[1], stopped[1]}
    dispatcher = at_desk("bai")
    assert set(items(dispatcher.get("/desk/attention").text)) == {flagged[1], stopped[1]}
    assert 'name="decision"' not in dispatcher.get(f"/desk/attention?open=op:{flagged[1]}").text
    assert decide(dispatcher, flagged[1]).status_code == 403
    assert at_desk("cheng").get("/desk/attention").status_code == 403
    assert decide(at_desk("cheng"), flagged[1]).status_code == 404


def test_a_squad_leader_decides_for_the_own_people_wherever_the_case_has_gone(at_desk, flagged, do, world):
    do("lu", "task.return", flagged[0], {"reason": "归三中队"})
    assert do("bai", "case.dispatch", flagged[0], {"to_unit": world.units["squadron3"]}).verdict == "applied"
    desk = at_desk("gu")

    assert 'name="decision"' in desk.get(f"/desk/attention?open=op:{flagged[1]}").text
    assert decide(desk, flagged[1]).status_code == 303
    assert [f.state for f in op(flagged[1]).flags] == ["confirmed"]


def test_no_button_where_the_rule_says_no(at_desk, report, app, clock):
    """顾 follows a case of 三中队 that she reported; what 秦 did there is not hers to decide."""
    qin = Phone(app.test_client(), "qin", PASSWORD, lambda: clock() + 2 * HOUR)
    there = report("gu", category="LY01")
    [noted] = qin.sent(qin.op("case.note", there, {"text": "看过"}, "fact"))
    desk = at_desk("gu")

    page = desk.get(f"/desk/attention?open=op:{noted['op_id']}").text

    assert noted["op_id"] in items(page) and 'name="decision"' not in page and "由中队长或负责人决定" in page
    assert decide(desk, noted["op_id"]).status_code == 403
    assert [f.state for f in op(noted["op_id"]).flags] == ["open"]


def test_raw_bytes_are_shown_as_text_and_settled_with_a_note(at_desk, unsigned):
    desk = at_desk("lin")
    page = desk.get(f"/desk/attention?open=row:{unsigned.id}").text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page and "签名对不上" in page

    assert desk.post(f"/desk/attention/quarantine/{unsigned.id}", data={"note": ""}).status_code == 422
    assert desk.post(f"/desk/attention/quarantine/{unsigned.id}", data={"note": "手机重装过"}).status_code == 303

    settled = quarantined(settled=True)[0]
    assert (settled.settled_note, settled.raw) == ("手机重装过", unsigned.raw) and quarantined() == []
    assert at_desk("bai").post(f"/desk/attention/quarantine/{unsigned.id}", data={"note": "x"}).status_code == 404


def test_a_clock_two_hours_fast_leaves_the_servers_time_right(at_desk, flagged, clock):
    assert case(flagged[0]).reported_at == clock()
    page = at_desk("lin").get(f"/desk/attention?open=op:{flagged[1]}").text
    assert "手机时间比收到的时间还晚" in page and "2026-11-18 12:00:00" in page and "2026-11-18 10:00:00" in page
