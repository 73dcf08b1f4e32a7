"""A deadline passes: the alert is on the phone after one pull, leads to its case, and a push knocks."""

import json
import time

from playwright.sync_api import expect

from tests.e2e.installation import flask

HOUR = 3_600_000


def due_soon(server, account) -> tuple[str, int]:
    """(case id, deadline) of an open case of this person, which is now due in an hour."""
    [case] = server.rows("SELECT id FROM \"case\" WHERE state = 'in_progress' AND assignee_id = (SELECT id FROM user WHERE username = ?) LIMIT 1",
                         account["username"])
    due = round(time.time() * 1000) + HOUR
    assert server.change('UPDATE "case" SET due_at = ?, handled_at = NULL WHERE id = ?', due, case["id"]) == 1
    return case["id"], due


def look_ahead(server, to_ms: int) -> dict:
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(to_ms / 1000))
    return json.loads(flask(server.data, "tick", "--json", "--now", moment).splitlines()[-1])


def test_what_has_fallen_due_is_on_the_phone_and_leads_to_its_case(new_phone, server, world):
    account = world.account("officer", "二中队")
    phone = new_phone("officer").open().sign_in(account)
    phone.go("/inbox")
    phone.go("/today")
    case_id, due = due_soon(server, account)
    assert look_ahead(server, due + HOUR)["made"] >= 1

    phone.pull()
    strip = phone.page.get_by_role("link").filter(has_text="条新提醒")
    phone.tap(strip)

    row = phone.page.get_by_role("region", name="要办的").locator(f"a.row[href='#/case/{case_id}']")
    expect(row).to_contain_text("期限已到")
    expect(row).to_contain_text("新")
    phone.tap(row)
    expect(phone.page.locator(".case-head")).to_be_visible()

    phone.go("/today")
    expect(strip).to_have_count(0)
    phone.pull()
    [alert] = server.rows("SELECT seen_at FROM alert WHERE subject_id = ? AND kind = 'due'", case_id)
    assert alert["seen_at"] is not None


def test_a_push_knocks_and_its_notification_leads_into_the_app(new_phone, server, world):
    account = world.account("officer", "二中队")
    phone = new_phone("officer").open().sign_in(account)
    case_id, due = due_soon(server, account)
    look_ahead(server, due + HOUR)
    phone.wait_for_worker()
    phone.context.grant_permissions(["notifications"], origin=server.origin)
    phone.pull()
    [alert] = server.rows("SELECT id FROM alert WHERE subject_id = ? AND kind = 'due'", case_id)

    link = f"{server.origin}/#/alert/{alert['id']}"
    said = {"web_push": 8030, "notification": {"title": "已到期", "body": "2026-11-0042", "tag": "t", "navigate": link}}
    with phone.page.expect_response(lambda answer: answer.url.endswith("/sync/pull")):
        deliver(phone, server.origin, json.dumps(said))

    shown = phone.page.evaluate(
        "navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) => all.map((n) => [n.title, n.body, n.data.path]))")
    assert shown == [["已到期", "2026-11-0042", f"/alert/{alert['id']}"]]
    phone.go(shown[0][2])
    expect(phone.page).to_have_url(f"{server.origin}/#/case/{case_id}")


def deliver(phone, origin: str, data: str) -> None:
    """A push, as a push service hands it to the browser."""
    cdp = phone.context.new_cdp_session(phone.page)
    found = {}
    cdp.on("ServiceWorker.workerRegistrationUpdated",
           lambda event: found.update({r["scopeURL"]: r["registrationId"] for r in event["registrations"]}))
    cdp.send("ServiceWorker.enable")
    while f"{origin}/" not in found:
        phone.page.wait_for_timeout(50)
    cdp.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[f"{origin}/"], "data": data})
