"""Signing in: the cookie, the row behind it, the lock after five wrong passwords, the one-time password."""

import itertools

import pytest

from fieldapp.edges.identity import require_sign_in
from fieldapp.operations import passwords, people
from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.people import RoleGrant
from fieldapp.store.sign_ins import Lockout, SignIn
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR, MINUTE
from tests.conftest import build_app, settings_for

GOOD = "correct horse 7"
INSIDE = "/api/v1/inner-room"


@pytest.fixture
def li(app, clock):
    """A person whose password is GOOD."""
    with transaction():
        user, _ = people.add("li", "李明", "admin", None, day_of(clock()), clock())
        user.password_hash, user.must_change = passwords.hashed(GOOD), False
        return user.id


@pytest.fixture(autouse=True)
def inner_room(app):
    """A place behind the door, whatever the phone's endpoints do."""
    def room():
        require_sign_in()
        return "", 204

    app.add_url_rule(INSIDE, "inner_room", room)


def sign_in(browser, password=GOOD, username="li", **more):
    return browser.post("/api/v1/session", json={"username": username, "password": password}, **more)


def lock_out(browser, **more):
    return [sign_in(browser, "wrong", **more).status_code for _ in range(5)]


def test_signing_in_says_who_one_is(client, li):
    answer = sign_in(client)

    assert answer.status_code == 200
    assert answer.json["user"] == {"id": li, "username": "li", "name": "李明", "roles": ["admin"], "unit": None,
                                   "unit_name": None, "must_change": False,
                                   "grants": [{"role": "admin", "unit": None}]}
    assert client.get("/api/v1/session").json == answer.json


def test_a_name_is_the_same_in_capitals(client, li):
    assert sign_in(client, username=" LI ").status_code == 200


def test_the_cookie_is_for_the_server_only(client, li):
    cookie = sign_in(client).headers["Set-Cookie"]

    assert cookie.startswith("fieldapp=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_the_database_does_not_hold_what_the_cookie_holds(app, client, li):
    sign_in(client)

    with client.session_transaction() as session:
        token = session["_user_id"]
    assert db.session.query(SignIn).one().id != token


def test_signing_out_ends_the_row_and_not_only_the_cookie(app, client, li):
    cookie = sign_in(client).headers["Set-Cookie"].split(";")[0]

    assert client.delete("/api/v1/session").status_code == 204

    thief = app.test_client(use_cookies=False)
    assert thief.get("/api/v1/session", headers={"Cookie": cookie}).status_code == 401


def test_signing_in_over_a_sign_in_ends_the_one_before(app, client, li):
    other = app.test_client()
    sign_in(client)
    cookie = client.get_cookie("fieldapp").value
    sign_in(client)
    other.set_cookie("fieldapp", cookie)

    assert (client.get("/api/v1/session").status_code, other.get("/api/v1/session").status_code) == (200, 401)


@pytest.mark.parametrize(("username", "password"), [("li", "wrong"), ("nobody", GOOD), ("li", "x" * 5000)])
def test_a_wrong_name_and_a_wrong_password_look_alike(client, li, username, password):
    answer = sign_in(client, password, username)

    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "bad_credentials"
    assert answer.json["error"]["details"] == {}


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"username": "li"}, 422, "invalid"), ({"username": 5, "password": "x"}, 422, "invalid"), ([], 400, "bad_request"),
])
def test_half_a_sign_in_is_refused_with_the_field_named(client, body, status, code):
    answer = client.post("/api/v1/session", json=body)

    assert answer.status_code == status
    assert answer.json["error"]["code"] == code


def test_five_wrong_passwords_lock_the_name_from_that_network(client, li):
    assert lock_out(client) == [401] * 5

    answer = sign_in(client)

    assert answer.status_code == 429
    assert answer.json["error"]["code"] == "locked"
    assert answer.headers["Retry-After"] == str(15 * 60)


def test_a_lock_leaves_live_sessions_and_other_networks_alone(app, client, li):
    sign_in(client)
    stranger = app.test_client()
    lock_out(stranger, environ_base={"REMOTE_ADDR": "203.0.113.9"})

    neighbour = sign_in(app.test_client(), environ_base={"REMOTE_ADDR": "203.0.113.77"})

    assert neighbour.status_code == 429
    assert client.get("/api/v1/session").status_code == 200
    assert sign_in(app.test_client(), environ_base={"REMOTE_ADDR": "198.51.100.1"}).status_code == 200


def test_a_lock_on_one_name_is_none_on_another(app, client, li):
    lock_out(client, username="somebody")

    assert sign_in(client).status_code == 200


def test_an_unknown_name_is_locked_like_a_known_one(client, li):
    assert lock_out(client, username="nobody") == [401] * 5
    assert sign_in(client, username="nobody").status_code == 429


def test_the_lock_ends_and_grows_when_it_comes_again(client, li, clock):
    lock_out(client)
    clock.forward(15 * MINUTE)
    assert lock_out(client) == [401] * 5

    assert sign_in(client).headers["Retry-After"] == str(30 * 60)

    clock.forward(30 * MINUTE)
    assert sign_in(client).status_code == 200


def test_the_lock_never_grows_beyond_a_day(client, li, clock):
    for _ in range(9):
        lock_out(client)
        clock.forward(DAY)
    lock_out(client)

    assert int(sign_in(client).headers["Retry-After"]) == DAY // 1000


def test_the_right_password_forgets_the_wrong_ones(client, li):
    for _ in range(4):
        sign_in(client, "wrong")
    sign_in(client)

    assert db.session.query(Lockout).count() == 0
    assert [sign_in(client, "wrong").status_code for _ in range(4)] == [401] * 4
    assert sign_in(client).status_code == 200


def test_forwarded_addresses_are_believed_only_behind_our_own_proxies(app, li, tmp_path, database_url, clock):
    assert [sign_in(app.test_client(), "wrong", headers={"X-Forwarded-For": f"198.51.{n}.1"}).status_code for n in range(5)] == [401] * 5
    assert sign_in(app.test_client(), headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429

    proxied = build_app(settings_for(tmp_path, database_url, proxies=1), clock)
    assert sign_in(proxied.test_client(), headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 200


def test_a_sign_in_slides_while_it_is_used_and_ends_when_not(client, li, clock):
    sign_in(client)
    for _ in range(4):
        clock.forward(20 * DAY)
        assert client.get(INSIDE).status_code == 204
    assert client.get("/api/v1/session").status_code == 200

    clock.forward(31 * DAY)
    assert client.get("/api/v1/session").status_code == 401


def test_seen_at_is_written_now_and_then_and_not_at_every_request(client, li, clock):
    sign_in(client)
    first = db.session.query(SignIn.seen_at).scalar()
    clock.forward(9 * MINUTE)
    client.get(INSIDE)
    assert db.session.query(SignIn.seen_at).scalar() == first

    clock.forward(HOUR)
    client.get(INSIDE)
    assert db.session.query(SignIn.seen_at).scalar() == clock.now


def test_a_person_shut_out_is_out_at_once(client, li, clock):
    sign_in(client)
    with transaction():
        people.disable("li", clock())

    assert client.get("/api/v1/session").status_code == 401
    assert sign_in(client).status_code == 401


def test_a_role_that_has_ended_is_not_named(client, li, clock):
    with transaction() as session:
        session.query(RoleGrant).one().valid_to = day_of(clock())
    assert sign_in(client).json["user"]["roles"] == ["admin"]

    clock.forward(DAY)
    assert client.get("/api/v1/session").json["user"]["roles"] == []


class TestOneTimePassword:
    @pytest.fixture
    def given(self, app, li, clock):
        with transaction():
            return people.reset("li", clock())

    def test_it_opens_nothing_but_its_own_change(self, client, given):
        assert sign_in(client, given).json["user"]["must_change"] is True

        answer = client.get(INSIDE)
        assert answer.status_code == 403
        assert answer.json["error"]["code"] == "password_change_needed"
        assert client.get("/api/v1/session").status_code == 200

    def test_changing_it_opens_the_rest(self, client, given):
        sign_in(client, given)

        changed = client.post("/api/v1/session/password", json={"old": given, "new": "a new one 8"})

        assert changed.status_code == 200
        assert changed.json["user"]["must_change"] is False
        assert client.get(INSIDE).status_code == 204
        assert sign_in(client, given).status_code == 401
        assert sign_in(client, "a new one 8").status_code == 200

    @pytest.mark.parametrize("weak", ["short7!", "li", "x" * 257])
    def test_a_weak_new_one_is_refused(self, client, given, weak):
        sign_in(client, given)

        answer = client.post("/api/v1/session/password", json={"old": given, "new": weak})

        assert answer.status_code == 422
        assert answer.json["error"]["code"] == "password_weak"

    def test_the_old_one_is_no_new_one(self, client, given):
        sign_in(client, given)

        assert client.post("/api/v1/session/password", json={"old": given, "new": given}).status_code == 422

    def test_a_wrong_old_one_is_refused_and_counts(self, client, given):
        sign_in(client, given)

        for _ in range(5):
            assert client.post("/api/v1/session/password", json={"old": "wrong", "new": "a new one 8"}).status_code == 401
        assert client.post("/api/v1/session/password", json={"old": given, "new": "a new one 8"}).status_code == 429

    def test_changing_it_often_locks_nobody_out(self, client, given):
        sign_in(client, given)
        words = [given, *(f"password number {n}" for n in range(7))]

        for old, new in itertools.pairwise(words):
            assert client.post("/api/v1/session/password", json={"old": old, "new": new}).status_code == 200

    def test_a_change_ends_the_other_sign_ins(self, app, client, given):
        other = app.test_client()
        sign_in(client, given)
        sign_in(other, given)

        client.post("/api/v1/session/password", json={"old": given, "new": "a new one 8"})

        assert client.get("/api/v1/session").status_code == 200
        assert other.get("/api/v1/session").status_code == 401

    def test_a_reset_ends_every_sign_in(self, client, li, clock):
        sign_in(client)
        with transaction():
            people.reset("li", clock())

        assert client.get("/api/v1/session").status_code == 401
