"""The desk's door: sign-in, one-time passwords, language, where one goes next, and headers on every page."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from fieldapp.domain.ids import uuid7
from fieldapp.store.people import RoleGrant, user_called
from fieldapp.store.transaction import transaction
from tests.world import PASSWORD


def sign_in(client, name="bai", password=PASSWORD, **more):
    return client.post("/desk/sign-in", data={"username": name, "password": password, **more})


def test_a_stranger_is_sent_to_the_sign_in_and_back_to_the_page_asked_for(client, world):
    answer = client.get("/desk/cases?q=overdue&unit=x")
    assert answer.status_code == 303 and answer.headers["Location"].startswith("/desk/sign-in?next=")

    page = client.get(answer.headers["Location"]).text
    assert 'name="next" value="/desk/cases?q=overdue&amp;unit=x"' in page
    assert sign_in(client, next="/desk/cases?q=overdue&unit=x").headers["Location"] == "/desk/cases?q=overdue&unit=x"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/desk/", "/\\elsewhere.example", "/api/v1/session",
                                    "javascript:alert(1)", "/desk/\n//x", "", "//[", "//\u2100"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, world, target):
    assert sign_in(client, next=target).headers["Location"] == "/desk/"


def test_a_wrong_password_says_so_and_keeps_the_name(client, world):
    answer = sign_in(client, password="wrong")

    assert answer.status_code == 401 and "用户名或密码不对" in answer.text
    assert 'name="username" value="bai"' in answer.text and 'value="wrong"' not in answer.text


def test_five_wrong_passwords_lock_the_name_and_leave_live_sessions_alone(app, client, world, at_desk):
    live = at_desk("bai")
    for _ in range(5):
        sign_in(client, password="wrong")

    answer = sign_in(client)

    assert answer.status_code == 429 and "15 分钟后可以再试" in answer.text and answer.headers["Retry-After"] == "900"
    assert live.get("/desk/cases").status_code == 200


def test_a_one_time_password_is_changed_before_anything_else(client, world):
    with transaction():
        user_called("bai").must_change = True
    sign_in(client)
    assert client.get("/desk/cases").headers["Location"] == "/desk/password"

    def change(old=PASSWORD, new="a new long one", again="a new long one"):
        return client.post("/desk/password", data={"old": old, "new": new, "again": again})

    assert "两次输入的新密码不一样" in change(again="another one").text
    assert change(old="wrong").status_code == 401 and change(new="short", again="short").status_code == 422
    assert change().headers["Location"] == "/desk/"
    assert client.get("/desk/cases").status_code == 200


def test_signing_out_closes_the_desk(at_desk):
    desk = at_desk("bai")
    assert desk.post("/desk/sign-out").headers["Location"] == "/desk/sign-in"
    assert desk.get("/desk/cases").status_code == 303


def test_the_language_is_a_choice_that_stays(client, world):
    assert "登录调度台" in client.get("/desk/sign-in").text
    assert client.post("/desk/language", data={"lang": "en", "next": "/desk/sign-in"}).headers["Location"] == "/desk/sign-in"
    assert "Sign in to the desk" in client.get("/desk/sign-in").text
    client.post("/desk/language", data={"lang": "xx"})
    assert "Sign in to the desk" in client.get("/desk/sign-in").text


def test_an_admin_goes_to_what_needs_attention(at_desk, world, do):
    with transaction() as session:
        session.add(RoleGrant(id=uuid7(1), user_id=world.people["ke"], unit_id=world.units["city"], role="admin", valid_from=date(2022, 5, 26)))
    desk = at_desk("ke")

    assert desk.get("/desk/").headers["Location"] == "/desk/attention"
    assert desk.get("/desk/attention").status_code == 200 and "手机上还没传来的" not in desk.get("/desk/attention").text


def test_demo_accounts_are_shown_in_demo_mode_only(app, client, world, monkeypatch):
    app.extensions["demo_accounts"] = lambda: [{"username": "bai", "password": "demo-1", "name": "白秋分", "role": ["dispatcher"], "unit": "一中队"}]
    assert "demo-1" not in client.get("/desk/sign-in").text

    monkeypatch.setitem(app.config, "FIELDAPP", replace(app.config["FIELDAPP"], demo=True))
    assert "demo-1" in client.get("/desk/sign-in").text and "调度员" in client.get("/desk/sign-in").text


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/cases", "/desk/attention", "/desk/cases/new"])
def test_pages_allow_nothing_inline(at_desk, path):
    answer = at_desk("bai").get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "style-src 'self'" in policy and "unsafe" not in policy
    assert " style=" not in answer.text and "<style" not in answer.text and " onclick" not in answer.text


def test_styles_and_scripts_are_kept_for_a_year_by_their_digest(client, world):
    page = client.get("/desk/sign-in").text
    for address in re.findall(r'(?:href|src)="(/static/desk/[^"#]+)', page):
        answer = client.get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"], address
    assert client.get("/static/desk/main.js").headers["Cache-Control"] == "no-cache"
    assert client.get("/static/desk/../pwa/main.js").status_code == 404
    assert client.get("/static/desk/none.css").status_code == 404


def test_a_form_sent_after_the_session_ended_waits_behind_the_sign_in(at_desk, report):
    case_id = report("bai", source="hotline")
    desk = at_desk("bai")
    desk.post("/desk/sign-out")

    shown = desk.post(f"/desk/cases/{case_id}/act", data={"type": "case.note", "state": "reported", "text": "写了很久 \"的\" 话"})
    assert shown.status_code == 401 and "什么都不会丢" in shown.text
    carried = {name: html.unescape(value) for name, value in re.findall(r'name="(carried:[^"]*)" value="([^"]*)"', shown.text)}
    again = desk.post("/desk/sign-in", data={"username": "bai", "password": "wrong", **carried})
    assert 'name="carried:text"' in again.text
    on = desk.post("/desk/sign-in", data={"username": "bai", "password": PASSWORD, **carried})
    assert f'action="/desk/cases/{case_id}/act"' in on.text
    fields = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', on.text)}
    assert desk.post(f"/desk/cases/{case_id}/act", data=fields).status_code == 303
    assert "写了很久 &#34;的&#34; 话" in desk.get(f"/desk/cases/{case_id}").text


def test_a_carried_form_goes_nowhere_else(client, world):
    answer = sign_in(client, **{"carried:": "https://elsewhere.example/", "carried:text": "x"})

    assert answer.status_code == 303 and answer.headers["Location"] == "/desk/"
