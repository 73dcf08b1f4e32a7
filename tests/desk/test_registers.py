"""The register of numbers at the desk: every number with its fate, each gap in words, what a leader settles, and the table to keep."""

import csv
import io
import re
from html import unescape

import pytest

from fieldapp.operations import numbers as verbs
from fieldapp.rulebook import load
from fieldapp.store import numbers
from fieldapp.store.base import db
from fieldapp.store.devices import Lane
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR
from tests.papers.conftest import street  # noqa: F401  (fixtures)
from tests.papers.street import REGISTER
from tests.phone import Phone, op_id
from tests.sync.conftest import phone  # noqa: F401  (fixtures)
from tests.world import PASSWORD

PAGE = "/desk/registers/order_to_correct/2026"


def lines(page: str) -> dict[str, list[str]]:
    """The rows of the table: the number or run of numbers, and the words beside it."""
    found = {}
    for row in re.findall(r'<tr role="row" id=.*?</tr>', page, re.DOTALL):
        cells = [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        found[cells[0]] = cells[1:]
    return found


def gaps(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page[page.index('class="gaps"'):])).split())


def squares(page: str) -> dict[int, str]:
    return {int(n): fate for fate, n in re.findall(r'<li class="f-(\w+)[^"]*"><(?:a|span)[^>]*>(\d+)<', page)}


def void(who, n, reason="写错了单位名称"):
    return who.sent(who.op("number.void", {"type": "number", "id": f"{REGISTER}#{n}"}, {"reason": reason}, "act"))[0]


def end(one, fate, reason, clock):
    with transaction():
        verbs.end_leases(one.lane_id, fate, reason, None, clock())


@pytest.fixture
def told(app, street, clock):  # noqa: F811
    """陆 used 1 and 2, spoiled 3, used 4; 顾 handed their phone in; a second phone of 陆 is lost."""
    street.served()
    street.inspect()
    street.issue()
    void(street.lu, 3)
    street.inspect()
    street.issue()
    clock.forward(DAY)
    end(street.gu, "returned", "换手机", clock)
    street.second = Phone(app.test_client(), "lu", PASSWORD, clock, name="二中队 9 号")
    clock.forward(HOUR)
    end(street.second, "lost", numbers.PHONE_REVOKED, clock)
    return street


def test_every_number_stands_there_once_with_its_fate(told, at_desk):
    page = at_desk("gu").get(PAGE).text

    expected = dict.fromkeys((1, 2, 4), "used") | {3: "voided"} | dict.fromkeys(range(5, 11), "lent") | dict.fromkeys(
        range(11, 21), "returned") | dict.fromkeys(range(21, 31), "lost") | dict.fromkeys(range(31, 41), "free")
    assert squares(page) == expected
    assert list(lines(page)) == ["021–030", "011–020", "005–010", "004", "003", "001–002"]
    assert "高东街责改字〔2026〕" in page and "责令限期改正通知书，号段发到 030" in " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    counts = re.findall(r"</span></span>(\S+) <b>(\d+)</b>", page)
    assert counts == [("已用", "3"), ("在手机上", "6"), ("作废", "1"), ("已退回", "10"), ("去向不明", "10"), ("号段外", "0")]


def test_each_run_says_who_when_and_how_it_stands(told, at_desk):
    rows = lines(at_desk("gu").get(PAGE).text)

    assert rows["001–002"] == ["已用", "陆谷雨 测试机", "1 家", "11月18日 10:00", "1 份已送达、1 份已制作"]
    assert rows["005–010"] == ["在手机上", "陆谷雨 测试机", "", "11月18日 领", "还没有用"]
    assert rows["003"][4] == "写错了单位名称。这部手机接着开的是 004"
    assert rows["004"][2] == "东城街王记百货店" and rows["004"][4].startswith("已制作")


def test_each_gap_is_explained(told, at_desk):
    said = gaps(at_desk("gu").get(PAGE).text)

    assert said.startswith('class="gaps"> 空号怎么来的 3 处，都有说明')
    assert "003 作废 11月18日 10:00 陆谷雨作废：写错了单位名称。这部手机接着开的是 004" in said
    assert "011–020 已退回 11月19日 10:00 退回：换手机。没有用过，已封存，不再发出。" in said
    assert "021–030 去向不明 11月19日 11:00 陆谷雨的二中队 9 号丢失停用。里面如果有已经开出的文书，找到后照原号收进来，不会重号。" in said


def test_what_a_restore_passed_over_is_a_gap_until_a_phone_proves_it(street, at_desk, clock):  # noqa: F811
    with transaction():
        verbs.pass_over(REGISTER, 5, numbers.RESTORED, clock())
    street.inspect()
    street.issue(number={"register": REGISTER, "n": 23, "lease_id": None})

    page = at_desk("gu").get(PAGE).text

    assert "021–022 去向不明 11月18日 10:00 从备份恢复时跳过：备份之后可能已经用在文书上。" in gaps(page) and "024–025" in gaps(page)
    assert lines(page)["023"][4].startswith("已制作、从备份恢复时跳过，后来传来，证实已用")


def test_a_number_that_was_lost_and_came_back_says_so(street, at_desk, clock):  # noqa: F811
    street.inspect()
    number = street.number()
    end(street.lu, "lost", numbers.PHONE_REVOKED, clock)
    street.issue(number=number)

    rows = lines(at_desk("gu").get(PAGE).text)

    assert "手机停用时列为去向不明，后来传来，证实已用" in rows["001"][4]
    assert rows["002–010"][0] == "去向不明" and rows["002–010"][4] == "手机停用，找到之前这 9 个号不再使用"


def test_a_paper_that_was_replaced_and_one_that_is_denied_are_told_of_alone(street, at_desk):  # noqa: F811
    street.served()
    first = street.op
    street.inspect()
    street.issue(supersedes=op_id(first))
    street.gu.sent(street.gu.op("officer.attest", {"type": "order", "id": street.order_id}, {"present": False, "text": "我不在"}, "fact"))

    rows = lines(at_desk("gu").get(PAGE).text)

    assert rows["001"][4].startswith("已由 002 替代") and rows["002"][4].startswith("已制作、另一名执法人员说当时不在场")


def test_the_party_and_the_paper_only_for_whom_the_paper_is(told, at_desk, world):
    leader, dispatcher, other = (at_desk(name).get(PAGE).text for name in ("lin", "bai", "gu"))

    for page in (leader, other):
        assert "东城街王记百货店" in page and f"/desk/orders/{told.order_id}" in page
    assert "东城街王记百货店" not in dispatcher and told.order_id not in dispatcher
    assert lines(dispatcher)["004"][1:3] == ["陆谷雨 测试机", ""] and "文书和当事人只给所属中队、办案人员和负责人看。" in dispatcher


def test_another_squadron_learns_that_a_number_is_gone_and_not_whose_or_why(told, at_desk, world):
    with transaction():
        for grant in world.user("gu").grants:
            grant.unit_id = world.units["squadron3"]

    page = at_desk("gu").get(PAGE).text

    assert lines(page)["003"] == ["作废", "其他中队", "", "11月18日 10:00", "原因由所属中队和指挥平台查看"]
    assert "写错了单位名称" not in page and "二中队 9 号" not in page


@pytest.mark.parametrize("name, status", [("bai", 200), ("gu", 200), ("lin", 200), ("lu", 403), ("cheng", 403), ("huan", 403), ("shen", 403)])
def test_who_may_look(street, at_desk, name, status):  # noqa: F811
    desk = at_desk(name)

    assert [desk.get(path).status_code for path in (PAGE, f"{PAGE}.csv")] == [status] * 2
    assert ("文书编号" in desk.get("/desk/cases").text) == (status == 200)


def test_the_first_page_is_this_years_orders_and_an_unknown_register_is_not_there(street, at_desk):  # noqa: F811
    desk = at_desk("bai")

    assert desk.get("/desk/registers").headers["Location"].endswith(PAGE)
    assert [desk.get(f"/desk/registers/{path}").status_code for path in ("order_to_correct/2024", "nothing/2026", "nothing/2026.csv")] == [404] * 3
    assert "/desk/registers/recheck_opinion/2026" in desk.get(PAGE).text


def test_before_any_number_was_lent(at_desk):
    page = at_desk("lin").get("/desk/registers")

    assert page.status_code == 200 and "还没有发出过编号" in page.text


def test_a_run_of_papers_opens_one_by_one_and_one_fate_is_looked_at_alone(told, at_desk):
    desk = at_desk("gu")

    assert list(lines(desk.get(f"{PAGE}?open=2").text))[-2:] == ["002", "001"]
    assert list(lines(desk.get(f"{PAGE}?fate=voided").text)) == ["003"]
    assert list(lines(desk.get(f"{PAGE}?order=up").text))[0] == "001–002"
    assert desk.get(f"{PAGE}?open=x&fate=y&order=z").status_code == 200


@pytest.fixture
def outside(street):  # noqa: F811
    """顾's phone used 25, which nobody was lent."""
    street.inspect()
    street.issue(by=street.gu, number={"register": REGISTER, "n": 25, "lease_id": None})
    return street


def decide(desk, op, decision="confirm", reason="核对过纸质文书"):
    return desk.post(f"{PAGE}/decide/{op_id(op)}", data={"decision": decision, "reason": reason, "op_id": ""})


def test_a_number_outside_every_lease_is_admitted_by_a_leader(outside, at_desk):
    lin = at_desk("lin")
    page = lin.get(PAGE).text
    assert squares(page)[25] == "stray" and "025 不在测试机的号段里" in page and "纳入登记簿" in page
    assert lines(page)["025"][4].startswith("这部手机没有这个号段，等负责人决定是否纳入")

    answer = decide(lin, outside.op)

    assert answer.status_code == 303 and numbers.number(REGISTER, 25).state == "used"
    page = lin.get(answer.headers["Location"]).text
    assert squares(page)[25] == "used" and lines(page)["025"][4].startswith("已制作、原在号段外，负责人已纳入")
    assert "没有要决定的。" in page


def test_or_dismissed_and_stays_told_of(outside, at_desk):
    lin = at_desk("lin")

    decide(lin, outside.op, "dismiss")

    page = lin.get(PAGE).text
    assert numbers.number(REGISTER, 25) is None and lines(page)["025"][4].startswith("没有纳入登记簿")


def test_who_does_not_decide_sees_the_question_and_no_button(outside, at_desk):
    for name in ("bai", "gu"):  # 顾 wrote the paper
        desk = at_desk(name)
        assert "由中队长或负责人决定。" in desk.get(PAGE).text
        assert decide(desk, outside.op).status_code == 403
    assert numbers.number(REGISTER, 25) is None


def test_a_number_that_is_lent_to_another_phone_can_only_be_dismissed(street, at_desk):  # noqa: F811
    street.inspect()
    street.issue(by=street.gu, number={"register": REGISTER, "n": 5, "lease_id": None})
    lin = at_desk("lin")

    page = lin.get(PAGE).text
    assert squares(page)[5] == "lent" and "005 是别的手机的号" in page and 'value="confirm"' not in page
    assert decide(lin, street.op).status_code == 409
    assert decide(lin, street.op, "dismiss").status_code == 303
    assert numbers.number(REGISTER, 5).state == "lent"


def test_a_decision_without_a_reason_gives_back_what_was_asked(outside, at_desk):
    answer = decide(at_desk("lin"), outside.op, reason=" ")

    assert answer.status_code == 422 and "025 不在测试机的号段里" in answer.text
    assert decide(at_desk("lin"), outside.inspect and {"body": '{"op_id": "nothing"}'}).status_code == 404


def test_an_unused_number_is_voided_from_the_page(street, at_desk):  # noqa: F811
    gu = at_desk("gu")
    page = gu.get(f"{PAGE}?open=4").text
    form = re.search(r'<section class="ask" id="void".*?</section>', page, re.DOTALL).group()
    assert 'value="4" selected' in form and "作废不能收回" in form
    sent = {"n": "4", "reason": "预印纸损坏", "op_id": re.search(r'name="op_id" value="([^"]+)"', form).group(1)}

    answers = [gu.post(f"{PAGE}/void", data=sent) for _ in range(2)]

    assert [a.status_code for a in answers] == [303, 404]
    assert (numbers.number(REGISTER, 4).state, numbers.number(REGISTER, 4).reason) == ("voided", "预印纸损坏")
    assert "004 作废 11月18日 10:00 顾惊蛰作废：预印纸损坏" in gaps(gu.get(PAGE).text)


def test_only_who_answers_for_it_voids_and_only_what_is_unused(told, at_desk):
    sent = {"n": "6", "reason": "不用了", "op_id": ""}

    assert 'id="void"' not in at_desk("bai").get(f"{PAGE}?open=6").text
    assert at_desk("bai").post(f"{PAGE}/void", data=sent).status_code == 404
    gu = at_desk("gu")
    assert [gu.post(f"{PAGE}/void", data=sent | {"n": n}).status_code for n in ("1", "3", "12", "999", "x", "²", "")] == [404] * 7
    refused = gu.post(f"{PAGE}/void", data=sent | {"reason": " "})
    assert refused.status_code == 422 and numbers.number(REGISTER, 6).state == "lent"


def test_the_table_to_keep_has_a_line_a_number_and_begins_no_formula(told, at_desk):
    void(told.lu, 5, "=HYPERLINK(\"http://bad.example\",\"看\")")

    answer = at_desk("gu").get(f"{PAGE}.csv")

    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/csv", "no-store")
    assert "attachment" in answer.headers["Content-Disposition"] and answer.data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert head == ["文书编号", "编号", "去向", "持有", "手机", "当事人", "时间", "说明"]
    assert [row[1] for row in rows] == [f"{n:03}" for n in range(1, 31)]
    assert rows[0][:6] == ["高东街责改字〔2026〕第001号", "001", "已用", "陆谷雨", "测试机", "东城街王记百货店"]
    assert rows[4][7].startswith("'=HYPERLINK")
    assert not any(cell[:1] in tuple("=+-@\t\r") for row in rows for cell in row if cell)
    assert "东城街王记百货店" not in at_desk("bai").get(f"{PAGE}.csv").data.decode()


def test_a_register_of_hundreds_is_folded_and_asks_little(street, at_desk, clock):  # noqa: F811
    def queries() -> int:
        asked = []
        db.event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
        assert at_desk("gu").get(PAGE).status_code == 200
        return len(asked)

    few = queries()
    with transaction():
        lane, rules = db.session.get(Lane, street.lu.lane_id), load()
        for n in range(60):
            verbs.lend(lane, REGISTER, 10, f"more-{n}", clock(), rules)
            verbs.end_leases(lane.id, "returned", f"第 {n} 次交回", None, clock())
    page = at_desk("gu").get(PAGE).text

    assert page.count('<details class="hundred"') == 6 and squares(page)[1] == "returned"
    assert len(lines(page)) < 70
    assert queries() <= few + 3


def test_it_is_whole_in_english(told, at_desk):
    page = at_desk("gu", lang="en").get(f"{PAGE}?open=6").text

    assert "How the gaps came to be" in page and "Void a number" in page and "Outside a lease" in page
    ours = r"<title>.*?</title>|<h1.*?</h1>|中文|顾惊蛰|陆谷雨|测试机|东城街\S*|二中队( 9 号)?|写错了单位名称|换手机"
    bare = re.sub(ours, "", page, flags=re.DOTALL)
    assert re.findall(r"[一-鿿]+", bare) == []
