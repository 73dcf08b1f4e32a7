"""The page behind the QR code: whether a paper is ours and stands; nothing about whom it concerns; not too often."""

import re

import pytest

from fieldapp.operations.lookups import MOST, WINDOW
from fieldapp.store.base import db
from fieldapp.store.lookups import LookupCount
from tests.clock import DAY

UNKNOWN = "AAAA-BBBB-CCCC-DDDD"


@pytest.fixture
def order(street):
    return street.served().order


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_paper_that_stands(order, client):
    answer = client.get(f"/v/{order['verify_code']}")

    assert answer.status_code == 200
    for said in ("这份文书有效", "责令限期改正通知书", "高东街责改字〔2026〕第001号", "2026年11月18日", "高平市人民政府东城街街道办事处"):
        assert said in words(answer)


def test_in_english(order, client):
    answer = client.get(f"/v/{order['verify_code']}?lang=en")

    for said in ("This paper stands", "Order to correct", "高东街责改字〔2026〕第001号", "18 November 2026", "Dongcheng Street"):
        assert said in words(answer)
    assert 'lang="en"' in answer.text and "这份" not in answer.text
    assert "This paper stands" in client.get(f"/v/{order['verify_code']}", headers={"Accept-Language": "en-GB"}).text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_the_party_or_of_those_who_made_it(street, order, client, lang):
    answer = client.get(f"/v/{order['verify_code']}?lang={lang}")

    everything = answer.text + str(answer.headers)
    for private in (order["party"]["name"], "王记", "王店主", "王某", "东城街 1 号", "搬走堆物", "陆谷雨", "顾惊蛰", "D14058100", "二中队",
                    street.order_id, street.case_id, order["text_hash"], "11月23日"):
        assert private not in everything


def test_withdrawn(street, order, phone, client, clock):
    lin = phone("lin")
    clock.forward(DAY)
    [result] = lin.sent(lin.op("order.withdraw", {"type": "order", "id": street.order_id}, {"reason": "当事人写错了"}, "act"))
    assert result["verdict"] == "applied", result

    answer = client.get(f"/v/{order['verify_code']}")

    assert "这份文书已撤回" in words(answer) and "2026年11月19日" in words(answer)
    assert "有效" not in answer.text and "当事人写错了" not in answer.text


def test_superseded(street, order, client):
    old = street.op
    assert street.issue(number=street.number(2), supersedes=op_id(old))["verdict"] == "applied"

    answer = client.get(f"/v/{order['verify_code']}")

    assert "这份文书已被另一份取代" in words(answer) and "有效" not in words(answer)
    assert "这份文书有效" in client.get(f"/v/{street.order['verify_code']}").text


def test_unknown_and_malformed_codes_are_one_answer(order, client):
    answers = [client.get(f"/v/{code}") for code in (UNKNOWN, "x", order["verify_code"].swapcase(), "甲%00'--", "9" * 500)]

    assert {a.status_code for a in answers} == {404}
    assert all("没有查到这份文书" in a.text and "责令" not in a.text for a in answers)


def test_a_code_typed_in_leads_to_its_page(order, client):
    assert '<form action="/v" method="get">' in client.get("/v").text

    answer = client.get("/v", query_string={"code": f" {order['verify_code'][:6]} {order['verify_code'][6:]} ", "lang": "zh"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/v/{order['verify_code']}?lang=zh")
    assert client.get("/v", query_string={"code": "//evil.example/"}).headers["Location"].startswith("/v/")


def test_no_search_engine_no_script_no_cache(order, client):
    for answer in (client.get(f"/v/{order['verify_code']}"), client.get(f"/v/{UNKNOWN}"), client.get("/v")):
        assert "noindex" in answer.headers["X-Robots-Tag"] and 'content="noindex' in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "<script" not in answer.text and "Set-Cookie" not in answer.headers


def test_a_network_that_asks_too_often_waits(order, client, app, clock):
    url = f"/v/{order['verify_code']}"
    assert {client.get(url if n % 2 else f"/v/{UNKNOWN}").status_code for n in range(MOST)} == {200, 404}

    clock.forward(60_000)
    refused = client.get(url)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(WINDOW // 1000 - 60))
    assert "约 9 分钟后" in words(refused) and "第001号" not in refused.text
    neighbour = {"REMOTE_ADDR": "127.0.0.99"}
    assert client.get(url, environ_overrides=neighbour).status_code == 429
    assert client.get(url, environ_overrides={"REMOTE_ADDR": "10.9.8.7"}).status_code == 200
    clock.forward(WINDOW)
    assert client.get(url).status_code == 200
    assert db.session.query(LookupCount).count() == 1  # what is over is forgotten


def test_refused_look_ups_cost_no_write_and_a_clock_set_back_locks_nobody_out(order, client, clock):
    url = f"/v/{order['verify_code']}"
    for _ in range(MOST + 3):
        client.get(url)
    assert db.session.query(LookupCount).one().n == MOST

    clock.forward(-DAY)

    assert client.get(url).status_code == 200


def op_id(op: dict) -> str:
    return re.search(r'"op_id": "([^"]+)"', op["body"]).group(1)
