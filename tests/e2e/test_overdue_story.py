"""Overdue: an order's deadlines pass; each who must know is told once, however many workers look; corrected, it is over for all of them."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from fieldapp.demo.photos import photo as drawn_photo
from tests.alerts.push_server import PushBrowser, PushServer
from tests.clock import DAY, HOUR, MINUTE
from tests.e2e import wire
from tests.e2e.installation import ROOT, Installation, copy_world, environment
from tests.e2e.officer import Officer
from tests.e2e.test_recheck import FRESH, ITEMS
from tests.phone import Phone as Protocol

HANDLER, LEADER, SECOND = "陆谷雨", "顾惊蛰", "秦立夏"
ABOUT = "SELECT a.kind, u.name FROM alert a JOIN user u ON u.id = a.user_id WHERE a.subject_id IN ({}) ORDER BY a.due_at, u.name"


@pytest.fixture
def push_server():
    with PushServer() as service:
        yield service


@pytest.fixture
def server(world, tmp_path, push_server):
    """An installation that may push to a service on this machine. Its own worker runs beside the two of the story."""
    installation = Installation(copy_world(world.folder, tmp_path / "data"), FIELDAPP_PUSH_HOSTS=push_server.origin).start()
    yield installation
    installation.discard()


@pytest.fixture
def order(server) -> dict:
    """The order of the demo world that was served today, with its items in the order of their deadlines."""
    [found] = server.rows(FRESH)
    return {**dict(found), "items": sorted(map(dict, server.rows(ITEMS, found["id"])), key=lambda i: i["due_at"])}


def account(world, name: str) -> dict:
    return next(a for a in world.accounts if a["name"] == name)


def two_workers_look(server, ms: int) -> None:
    """`flask tick --now` in two processes at once."""
    moment = datetime.fromtimestamp(ms / 1000, UTC).isoformat()
    command = [sys.executable, "-m", "flask", "--app", "app", "tick", "--json", "--now", moment]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment(server.data, server.port) | server.settings, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    for worker in running:
        said, _ = worker.communicate(timeout=180)
        assert worker.returncode == 0 and json.loads(said.splitlines()[-1])["faults"] == 0, said


def told(server, *subjects: str) -> list[tuple[str, str]]:
    """(rung, person) of every alert about these, the oldest first."""
    return [tuple(row) for row in server.rows(ABOUT.format(",".join("?" * len(subjects))), *subjects)]


def of(name: str, alerts: list[tuple[str, str]]) -> list[str]:
    return [kind for kind, person in alerts if person == name]


def subscribe(client, push_server, name: str) -> PushBrowser:
    browser = PushBrowser(push_server.endpoint(name))
    answer = client.post("/api/v1/push-subscriptions", json=browser.as_json())
    assert answer.status_code == 201, answer.text
    return browser


def test_the_deadline_passes_and_what_is_corrected_troubles_nobody_more(new_phone, new_desk, server, world, order, push_server):
    late = order["items"][-1]  # days ahead, its deadline is the end of a day
    due, reminded = late["due_at"], late["due_at"] + 8 * HOUR + 30 * MINUTE
    handler = Protocol(wire.Client(server.origin), account(world, HANDLER)["username"], account(world, HANDLER)["password"], wire.now)
    leader = Protocol(wire.Client(server.origin), account(world, LEADER)["username"], account(world, LEADER)["password"], wire.now)
    browser = subscribe(handler.client, push_server, "handler")
    lu = Officer(new_phone("lu").open().sign_in(account(world, HANDLER)))
    gu = Officer(new_phone("gu").open().sign_in(account(world, LEADER)))

    # The deadline, and 8:30 of the next morning; two workers each time, and once more for good measure.
    for moment in (due, reminded, reminded + MINUTE):
        two_workers_look(server, moment)

    assert told(server, late["id"]) == [("due", HANDLER), *sorted([("overdue", LEADER), ("overdue", HANDLER)], key=lambda t: t[1])]
    assert all(set(Counter(told(server, item["id"])).values()) == {1} for item in order["items"])
    for phone, kinds in ((handler, ["due", "overdue"]), (leader, ["overdue"])):
        phone.pull()
        assert sorted(a["kind"] for a in phone.held("alert").values() if a["subject"]["id"] == late["id"]) == kinds
    for person in (lu, gu):
        assert inbox(person, late).count() == 1
        expect(inbox(person, late)).to_contain_text("已超期1天")

    # The push: it reached the handler's browser and names nobody.
    assert push_server.refused == [] and push_server.took
    texts = [json.dumps(browser.read(message.body), ensure_ascii=False) for message in push_server.took]
    assert all(server.origin in text for text in texts) and any("超期" in text for text in texts)
    assert [word for word in private(server, world, order) for text in texts if word in text] == []
    assert not any(re.search(r"\d{11}", re.sub(r'"tag": "[^"]*"', "", text)) for text in texts)
    overdue = server.rows("SELECT d.state FROM delivery d JOIN alert a ON a.id = d.alert_id JOIN user u ON u.id = a.user_id "
                          "WHERE a.subject_id = ? AND a.kind = 'overdue' AND u.name = ?", late["id"], HANDLER)
    assert [row["state"] for row in overdue] == ["sent"]

    # Both items are put right, the order closes, the case goes back to the dispatcher, who closes it.
    lu.recheck(order["items"], SECOND, [drawn_photo("tidy", 3), drawn_photo("tidy", 4)])
    lu.all_sent()
    assert {row["state"] for row in server.rows(ITEMS, order["id"])} == {"closed"}
    assert state_of(server, "order", order["id"]) == "closed" and state_of(server, "case", order["case_id"]) == "feedback"
    desk = new_desk(world.account("dispatcher", "一中队"))
    desk.go(f"/desk/cases/{order['case_id']}")
    desk.act("case.close")
    assert state_of(server, "case", order["case_id"]) == "closed"

    # Later, and much later: the handler hears no more of any of it.
    everything = [*(i["id"] for i in order["items"]), order["id"], order["case_id"]]
    before = of(HANDLER, told(server, *everything))
    for days in (1, 3, 10):
        two_workers_look(server, reminded + days * DAY)
    assert of(HANDLER, told(server, *everything)) == before
    lu.phone.pull()
    lu.phone.go("/inbox")
    expect(lu.page.get_by_role("region", name="要办的").locator(f"a[href='#/item/{late['id']}']")).to_have_count(0)
    expect(lu.page.get_by_role("region", name="已了结").locator(f"a[href='#/item/{late['id']}']")).to_have_count(1)


def inbox(person: Officer, item: dict):
    """The rows about an item among what is to be done (要办的), after a sync."""
    person.phone.pull()
    person.phone.go("/inbox")
    rows = person.page.get_by_role("region", name="要办的").locator(f"a[href='#/item/{item['id']}']")
    expect(rows).not_to_have_count(0)
    return rows


def private(server, world, order: dict) -> list[str]:
    [row] = server.rows('SELECT party, text FROM "order" WHERE id = ?', order["id"])
    party = json.loads(row["party"])
    people = [value for name in ("name", "username") for value in (a[name] for a in world.accounts)]
    said = [value for value in party.values() if isinstance(value, str) and len(value) > 1 and value != party.get("kind")]
    return [*people, *said, *(i["requirement"] for i in order["items"]), order["id"], order["case_id"], *(i["id"] for i in order["items"])]


def state_of(server, table: str, id_: str) -> str:
    [row] = server.rows(f'SELECT state FROM "{table}" WHERE id = ?', id_)  # noqa: S608
    return row["state"]
