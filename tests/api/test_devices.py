"""POST /devices: a phone shows its public key and gets its lane (protocol 1 and 5)."""

import pytest

from fieldapp.store.base import db
from fieldapp.store.devices import Device, Lane
from fieldapp.store.sign_ins import SignIn
from fieldapp.store.transaction import transaction
from tests.phone import Phone
from tests.sync.test_repeats import at_once
from tests.world import PASSWORD

B64 = "A" * 43


def enroll(phone, **change):
    given = {"install_id": phone.install_id, "name": "测试机", "jwk": phone.jwk} | change
    return phone.client.post("/api/v1/devices", json=given)


def test_what_a_phone_gets(phone, world):
    shen = phone("shen")
    answer = shen.register()

    assert set(answer) >= {"device_id", "lane_id", "nonce", "lane_head", "leases", "settings"}
    assert answer["leases"] == []
    lane = db.session.get(Lane, answer["lane_id"])
    assert (lane.user_id, lane.epoch, lane.state) == (world.people["shen"], 1, "open")
    assert "d" not in lane.jwk


def test_a_new_key_is_a_new_lane_of_the_same_device(phone):
    shen = phone("shen")
    first, device = shen.lane_id, shen.device_id

    shen.enroll()

    assert shen.lane_id != first and shen.device_id == device
    assert db.session.get(Lane, shen.lane_id).epoch == 2


def test_two_people_on_one_phone_have_a_lane_each(phone, app, clock):
    shen = phone("shen")
    lu = Phone(app.test_client(), "lu", PASSWORD, clock)
    lu.install_id = shen.install_id

    lu.enroll()

    assert lu.device_id == shen.device_id and lu.lane_id != shen.lane_id
    assert shen.sent(shen.report()[1])[0]["verdict"] == lu.sent(lu.report()[1])[0]["verdict"] == "applied"


def test_whose_session_it_is_decides_whose_lane(phone):
    """Another person signs in in the same browser: what the first has not sent does not go out under the other's name."""
    shen = phone("shen")
    op = shen.report()[1]
    shen.username = "lu"
    shen.sign_in()

    answer = shen.push(op)

    assert answer.json["results"][0]["code"] == "wrong_owner"


@pytest.mark.parametrize("change, field", [
    ({"jwk": None}, "jwk"), ({"jwk": "key"}, "jwk"), ({"jwk": {}}, "jwk"),
    ({"jwk": {"kty": "EC", "crv": "P-256", "x": B64, "y": B64}}, "jwk"),
    ({"jwk": {"kty": "EC", "crv": "P-256", "x": 10**42, "y": 10**42}}, "jwk"),
    ({"jwk": {"kty": "EC", "crv": "P-384", "x": B64, "y": B64}}, "jwk"),
    ({"jwk": {"kty": "RSA", "n": B64, "e": "AQAB"}}, "jwk"),
    ({"install_id": "the-desk"}, "install_id"), ({"install_id": "short"}, "install_id"), ({"install_id": 12345678}, "install_id"),
    ({"install_id": "x" * 65}, "install_id"), ({"install_id": "null\u0000byte"}, "install_id"), ({"install_id": "中文中文中文中文"}, "install_id"),
    ({"name": "x" * 81}, "name"), ({"name": None}, "name"), ({"name": "a\u0000b"}, "name"),
    ({"epoch": 0}, "epoch"), ({"epoch": "2"}, "epoch"), ({"epoch": 10**9}, "epoch"), ({"epoch": True}, "epoch"),
])
def test_what_cannot_be_a_device(phone, rows, change, field):
    answer = enroll(phone("shen"), **change)

    assert (answer.status_code, answer.json["error"]["details"]["field"]) == (422, field)
    assert (rows(Device), rows(Lane)) == (1, 1)


def test_a_private_key_is_not_taken(phone):
    shen = phone("shen")

    assert enroll(shen, jwk=shen.jwk | {"d": B64}).status_code == 422


def test_one_phone_begins_anew_so_many_times_and_no_more(phone, app, clock, monkeypatch, rows):
    monkeypatch.setattr("fieldapp.sync.lanes.MAX_LANES", 3)
    shen = phone("shen")
    shen.enroll()
    shen.enroll()
    last = shen.lane_id

    answer = enroll(shen, jwk=phone("lu").jwk)

    assert (answer.status_code, answer.json["error"]["code"]) == (409, "too_many_lanes")
    assert shen.register()["lane_id"] == last and rows(Lane, user_id=shen.user_id) == 3
    assert enroll(shen, install_id="another-phone", jwk=phone("gu").jwk).status_code == 200


def test_a_revoked_lane_is_not_opened_again(phone):
    shen = phone("shen")
    with transaction():
        db.session.get(Lane, shen.lane_id).state = "revoked"

    answer = enroll(shen)

    assert (answer.status_code, answer.json["error"]["code"]) == (403, "lane_revoked")


def test_a_server_restored_from_an_old_backup_makes_the_same_lane_again(phone):
    shen = phone("shen")
    before, op = shen.register(), shen.report()[1]
    with transaction():
        db.session.query(SignIn).update({"lane_id": None})
        db.session.query(Lane).delete()
        db.session.query(Device).delete()

    after = enroll(shen, epoch=before["epoch"]).json

    assert after == before
    assert shen.sent(op)[0]["verdict"] == "applied"  # signed before the server fell


def test_two_tabs_of_a_new_phone_at_once_are_one_device_and_one_lane(app, phone, clock, rows):
    shen = phone("shen")
    tabs = [Phone(app.test_client(), "shen", PASSWORD, clock) for _ in range(6)]
    for tab in tabs:
        tab.install_id, tab.jwk = "one-new-phone", shen.jwk

    answers = at_once(*(lambda tab=tab: tab.register() for tab in tabs))

    assert len({a["lane_id"] for a in answers}) == 1
    assert rows(Device, install_id="one-new-phone") == 1


def test_strangers_and_other_sites(app, client, phone):
    shen = phone("shen")

    assert client.post("/api/v1/devices", json={}).status_code == 401
    assert shen.client.post("/api/v1/devices", json={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
