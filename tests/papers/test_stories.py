"""How an order may end otherwise (Must show 6), to the page that a reviewer reads: refused, withdrawn, superseded."""

import re

import pytest

from fieldapp.sync.verify import verify_all
from tests.clock import DAY, HOUR
from tests.desk.conftest import at_desk  # noqa: F401  (fixtures)
from tests.papers.street import NUMBER
from tests.phone import op_id, photo_ref

PHOTO = b"\xff\xd8\xff" + b"w" * 200
ISSUED, SERVED = "责令限期改正通知书 " + NUMBER, "送达责令文书 " + NUMBER


#: A step of the history, up to the next one or the end of its day.
STEP = re.compile(r'<li class="node.*?(?=<li class="node|</ol>\s*(?:<h3|</div|</section))', re.DOTALL)


class Page:
    """An order's page as a person reads it: `steps` of its history from the first to the last, and `head`, what stands above it."""

    def __init__(self, html: str):
        self.html, (head, rest) = html, html.split('id="history"')
        self.head = words(head)
        self.steps = [words(step) for step in reversed(STEP.findall(rest))]

    def tells(self, *steps: tuple[str, ...]) -> bool:
        """So many steps, and in each of them these words."""
        assert len(self.steps) == len(steps), self.steps
        for step, said in zip(self.steps, steps, strict=True):
            assert all(one in step for one in said), (step, said)
        return "签名与链全部有效" in words(self.html)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def read(at_desk, street):  # noqa: F811
    """`read(order_id)` is the page of an order, the last one when none is named, as the leader reads it."""
    def page(order_id=None, who="lin") -> Page:
        answer = at_desk(who).get(f"/desk/orders/{order_id or street.order_id}")
        assert answer.status_code == 200
        return Page(answer.text)
    return page


@pytest.fixture
def public(street, client):
    """`public(code)` is what the page behind the QR code says."""
    return lambda code: words(client.get(f"/v/{code}").text)


def act(who, type_, target, payload, kind="act", **more):
    [result] = who.sent(who.op(type_, target, payload, kind, **more))
    assert result["verdict"] == "applied", result


def test_the_party_refuses_to_sign_a_neighbour_sees_it_and_a_photo_is_taken(street, clock, read, public):
    street.inspect()
    street.issue()
    paper = {"type": "order", "id": street.order_id}
    act(street.lu, "order.serve", paper, {
        "method": "left", "recipient": "王店主", "served_at": street.lu.iso(), "refusal": {"reason": "不认可检查结果", "witness": "李邻居"},
        "seal": "pre_sealed"}, blobs=[photo_ref(PHOTO)])
    assert street.lu.put(PHOTO).status_code == 201
    clock.forward(HOUR)
    act(street.gu, "officer.attest", paper, {"present": True, "text": "我在场，看着他拒签"}, "fact")

    page = read()

    assert page.tells(
        (ISSUED.format(1), "陆谷雨、顾惊蛰", "东城街王记百货店"),
        (SERVED.format(1), "留置送达", "拒绝签收", "拒签理由：不认可检查结果", "见证人：李邻居", "陆谷雨"),
        ("确认当时在场", "我在场，看着他拒签", "顾惊蛰"))
    assert f"/desk/photos/{photo_ref(PHOTO)['sha256']}" in page.html
    assert "这份文书有效" in public(street.order["verify_code"])
    assert "李邻居" not in read(who="bai").head + "".join(read(who="bai").steps)
    assert verify_all().faults == []


def test_withdrawn_a_day_after_it_was_served(street, phone, clock, read, public):
    street.served()
    clock.forward(DAY)
    act(phone("lin"), "order.withdraw", {"type": "order", "id": street.order_id}, {"reason": "认定有误：该处属临时许可"})

    page = read()

    assert page.tells(
        (ISSUED.format(1),), (SERVED.format(1), "直接送达", "收件人：王店主"),
        ("撤回文书 " + NUMBER.format(1), "认定有误：该处属临时许可", "林冬至", "负责人"))
    assert "已撤回" in page.head and "认定有误：该处属临时许可" in page.head
    assert page.html.count("已撤回") >= 3  # the order and each of its items
    said = public(street.order["verify_code"])
    assert "这份文书已撤回" in said and "认定有误" not in said
    assert street.case["state"] == "in_progress" and street.number()["n"] == 2
    assert street.recheck(0)["code"] == "state_moved"
    assert verify_all().faults == []


def test_the_wrong_party_and_a_new_order_in_its_place(street, clock, read, public):
    street.served()
    old, wrong, code = street.order_id, op_id(street.op), street.order["verify_code"]
    clock.forward(HOUR)
    street.inspect()
    assert street.issue(number=street.number(2), supersedes=wrong, payload={"party": {"kind": "individual", "name": "赵某"}})["verdict"] == "applied"
    assert street.serve(recipient="赵某")["verdict"] == "applied"

    before, after = read(old), read()

    assert before.head.count(NUMBER.format(2)) == 1 and "已被另一份文书代替" in before.head and "东城街王记百货店" in before.html
    assert all(any(said in step for step in before.steps) for said in (ISSUED.format(1), SERVED.format(1)))
    assert after.tells((ISSUED.format(2), "代替 " + NUMBER.format(1), "当事人：赵某"), (SERVED.format(2), "收件人：赵某"))
    assert "王记" not in "".join(after.steps)
    assert "已被另一份取代" in public(code) and "有效" not in public(code) and "赵某" not in public(code)
    assert "这份文书有效" in public(street.order["verify_code"])
    assert (street.seen().held("order")[old]["state"], street.case["state"]) == ("superseded", "ordered")
    assert verify_all().faults == []
