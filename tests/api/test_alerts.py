"""Phones that take pushes: what may be kept as a subscription, whose it is, and how it ends."""

import pytest

from fieldapp.store.alerts import PushSubscription
from fieldapp.store.base import db
from tests.alerts.conftest import KEY, push_server, pushing, subscribed  # noqa: F401  (fixtures)
from tests.alerts.push_server import PushBrowser
from tests.clock import DAY

PATH = "/api/v1/push-subscriptions"


def kept() -> list[tuple[str, str]]:
    return [(row.user_id, row.endpoint) for row in db.session.query(PushSubscription).order_by(PushSubscription.made_at)]


def test_the_key_that_browsers_subscribe_with(phone, pushing):  # noqa: F811
    key = phone("lu").client.get(f"{PATH}/key").json["key"]

    assert len(key) == 87


def test_where_pushes_are_off_there_is_no_key_and_nothing_is_kept(phone, push_server):  # noqa: F811
    lu = phone("lu")

    assert lu.client.get(f"{PATH}/key").json == {"key": None}
    assert lu.client.post(PATH, json=PushBrowser("https://fcm.googleapis.com/x").as_json()).status_code == 422


def test_the_same_subscription_again_is_one(phone, subscribed, push_server):  # noqa: F811
    lu = phone("lu")
    browser = subscribed(lu)

    again = lu.client.post(PATH, json=browser.as_json())

    assert again.status_code == 200
    assert kept() == [(lu.user_id, push_server.endpoint("lu"))]
    row = db.session.query(PushSubscription).one()
    assert (row.lane_id, row.lang) == (lu.lane_id, "zh")


def test_a_shared_browser_belongs_to_who_said_so_last(phone, subscribed, push_server):  # noqa: F811
    lu, gu = phone("lu"), phone("gu")
    browser = subscribed(lu, "shared")

    assert gu.client.post(PATH, json=browser.as_json()).status_code == 200
    assert lu.client.delete(PATH, json={"endpoint": browser.endpoint}).status_code == 204
    assert kept() == [(gu.user_id, browser.endpoint)]

    assert gu.client.delete(PATH, json={"endpoint": browser.endpoint}).status_code == 204
    assert kept() == []


def test_of_many_phones_the_last_ten_are_kept(phone, subscribed, clock):  # noqa: F811
    lu = phone("lu")
    for n in range(12):
        clock.forward(DAY)
        subscribed(lu, f"n{n}")

    assert [endpoint.rsplit("/", 1)[1] for _, endpoint in kept()] == [f"n{n}" for n in range(2, 12)]


@pytest.mark.parametrize("change, field", [
    ({"endpoint": None}, "endpoint"), ({"endpoint": "https://evil.example/x"}, "endpoint"), ({"endpoint": "http://169.254.169.254/"}, "endpoint"),
    ({"endpoint": "https://127.0.0.1/x"}, "endpoint"), ({"endpoint": 7}, "endpoint"), ({"keys": None}, "keys.p256dh"), ({"keys": {}}, "keys.p256dh"),
    ({"keys": {"p256dh": "AAAA", "auth": "A" * 22}}, "keys.p256dh"), ({"keys": {"p256dh": "B" + "A" * 86, "auth": ""}}, "keys.auth"),
    ({"keys": {"p256dh": "B" + "A" * 86, "auth": "ü" * 22}}, "keys.auth"), ({"keys": {"p256dh": ["B"], "auth": 1}}, "keys.p256dh"),
    ({"key": "another"}, "key"), ({"key": ["x"]}, "key"),
])
def test_what_is_no_subscription(phone, pushing, push_server, change, field):  # noqa: F811
    answer = phone("lu").client.post(PATH, json=PushBrowser(push_server.endpoint()).as_json() | change)

    assert (answer.status_code, answer.json["error"]["details"]["field"]) == (422, field)
    assert kept() == []


def test_strangers_and_other_sites(client, phone, pushing):  # noqa: F811
    lu = phone("lu")

    assert client.post(PATH, json={}).status_code == 401
    assert client.get(f"{PATH}/key").status_code == 401
    assert client.post("/api/v1/alerts/x/seen").status_code == 401
    assert lu.client.post(PATH, json={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert lu.client.delete(PATH, json={"endpoint": ["x"]}).status_code == 204
    assert KEY not in lu.client.get(f"{PATH}/key").text
