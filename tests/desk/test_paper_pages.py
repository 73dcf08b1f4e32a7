"""The pages of an inspection and of papers that are no orders."""

from tests.clock import DAY
from tests.desk.test_orders import offered
from tests.papers.conftest import street  # noqa: F401  (fixtures)
from tests.papers.test_texts import paper
from tests.phone import PARTY, photo_ref
from tests.sync.conftest import phone  # noqa: F401

PHOTO = b"\xff\xd8\xff" + b"s" * 200


def test_the_page_of_an_inspection(street, at_desk, clock):  # noqa: F811
    street.inspect()
    earlier = street.inspection_id
    clock.forward(DAY)
    sha256 = photo_ref(PHOTO)["sha256"]

    findings = [{"id": f["id"], "category": f["category"], "text": f["text"], "blobs": [sha256]} for f in street.findings[:1]]
    street.inspect(payload={"findings": findings}, blobs=[photo_ref(PHOTO)])
    street.findings = findings
    street.lu.put(PHOTO)
    street.issue()
    page = at_desk("gu").get(f"/desk/inspections/{street.inspection_id}").text

    assert PARTY["name"] in page and "门前第 1 处" in page and f"/desk/photos/{sha256}/thumb" in page and "D140581001" in page
    assert f"/desk/orders/{street.order_id}" in page and f"/desk/inspections/{earlier}" in page
    assert offered(page) == [("officer.attest", "inspection")]


def test_a_partys_code_that_is_no_text_keeps_nobody_from_the_page(street, at_desk):  # noqa: F811
    for code in (["9114"], {"n": 1}, 9114, True):
        street.inspect(payload={"party": PARTY | {"code": code}})

        assert at_desk("gu").get(f"/desk/inspections/{street.inspection_id}").status_code == 200


def test_another_paper_is_read_served_and_withdrawn(street, at_desk):  # noqa: F811
    street.served()
    result, document_id = paper(street)
    assert result["in_effect"], result
    desk, url = at_desk("gu"), f"/desk/documents/{document_id}"

    page = desk.get(url).text
    assert "现场检查笔录" in page and f"/desk/inspections/{street.inspection_id}" in page and "文书文字和存档不一样" in page
    assert ("document.serve", "document") in offered(page)
    answer = desk.post(f"{url}/act", data={"type": "document.serve", "op_id": "", "target": f"document:{document_id}", "state": "issued",
                                           "method": "post", "recipient": "王店主", "served_at": "2026-11-18T10:00", "seal": "at_office"})
    assert answer.status_code == 303 and "邮寄送达" in desk.get(url).text
    leader = at_desk("lin")
    answer = leader.post(f"{url}/act", data={"type": "order.withdraw", "op_id": "", "target": f"document:{document_id}", "state": "served",
                                             "reason": "写错了"})
    assert answer.status_code == 303 and "写错了" in leader.get(url).text
    assert f"/desk/documents/{document_id}" in leader.get(f"/desk/inspections/{street.inspection_id}").text
