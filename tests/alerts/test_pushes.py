"""Alerts on their way to phones: what a push says, when it leaves, what a push service's answers do."""

import json

import pytest

from fieldapp.alerts import webpush
from fieldapp.alerts.push_message import News, message
from fieldapp.store.alerts import Alert, Delivery, PushSubscription
from fieldapp.store.base import db
from fieldapp.store.cases import Case
from fieldapp.store.devices import Lane
from fieldapp.store.transaction import transaction
from tests.alerts.push_server import PushBrowser
from tests.clock import DAY, HOUR, MINUTE, SECOND, at
from tests.sync.test_repeats import at_once
from tests.world import PEOPLE

DUE, LATE = at("2026-11-20 15:00"), at("2026-11-21 08:30")


@pytest.fixture
def lu(phone):
    return phone("lu")


@pytest.fixture
def filed(phone, lu):
    """A case of 陆's, due on Friday at 15:00."""
    def file(due: int = DUE) -> str:
        shen = phone("shen")
        case_id, report = shen.report(text="张老板店门口，电话 13812345678")
        shen.sent(report)
        lu.sent(lu.op("task.accept", case_id, {}))
        with transaction():
            db.session.get(Case, case_id).due_at = due
        return case_id
    return file


def states() -> list[str]:
    return [row.state for row in db.session.query(Delivery).order_by(Delivery.id)]


def test_a_push_says_what_is_due_by_its_number_and_nothing_about_anybody(filed, subscribed, look, pushing, push_server, lu, world):
    browser, case_id = subscribed(lu), filed()

    assert look(DUE, pushing)["sent"] == 1

    [got] = push_server.took
    said = browser.read(got.body)
    alert = db.session.query(Alert).one()
    shown = said["notification"]
    assert (said["web_push"], shown["title"]) == (8030, "期限已到，请处理")
    assert db.session.get(Case, case_id).number in shown["body"] and "2026年11月20日15时" in shown["body"]
    assert shown["navigate"] == f"https://field.example/#/alert/{alert.id}"
    assert shown["tag"] == got.headers["topic"] and got.headers["urgency"] == "high"
    text = json.dumps(said, ensure_ascii=False).replace(shown["tag"], "")  # a digest may spell anything
    private = ["张老板", "13812345678", "占道", *(name for name, _, _ in PEOPLE.values()), *PEOPLE, *world.people.values(), case_id]
    assert [word for word in private if word in text] == []


def test_it_speaks_the_language_of_its_phone(filed, pushing, look, push_server, lu):
    browser = PushBrowser(push_server.endpoint())
    lu.client.post("/api/v1/push-subscriptions", json=browser.as_json(), headers={"Accept-Language": "en"})
    filed()

    look(DUE, pushing)

    assert browser.read(push_server.took[0].body)["notification"]["title"].startswith("Due")


def test_two_workers_send_one_push(app, filed, subscribed, look, pushing, push_server, lu):
    subscribed(lu)
    filed()

    def worker():
        with app.app_context():
            look(DUE, pushing)

    at_once(*[worker] * 4)

    assert len(push_server.took) == 1
    assert states() == ["sent"]


def test_each_of_a_persons_phones_gets_it(filed, subscribed, look, pushing, push_server, lu):
    subscribed(lu, "first"), subscribed(lu, "second")
    filed()

    look(DUE, pushing)

    assert sorted(push_server.asked) == ["/push/first", "/push/second"]


def test_much_at_once_is_one_buzz(filed, subscribed, look, pushing, push_server, lu):
    browser = subscribed(lu)
    for _ in range(5):
        filed()

    look(DUE, pushing)

    [got] = push_server.took
    shown = browser.read(got.body)["notification"]
    assert shown["title"] == "5 件事等着您" and shown["navigate"].endswith("/#/inbox")
    assert states() == ["sent"] * 5


def test_after_a_night_the_latest_of_one_deadline_is_said_and_what_presses_most_comes_first(filed, subscribed, look, pushing, push_server, lu):
    browser, late, today = subscribed(lu), filed(at("2026-11-20 23:00")), filed(at("2026-11-21 08:15"))

    look(at("2026-11-20 23:00"), pushing)  # held back: it is night
    assert push_server.took == []
    look(LATE, pushing)

    [got] = push_server.took
    shown = browser.read(got.body)["notification"]
    late, today = (db.session.get(Case, case_id).number for case_id in (late, today))
    assert (shown["title"], shown["body"]) == ("2 件事等着您", f"{late} 已超期1天，还有 1 件") and today not in shown["body"]


def test_a_message_of_any_number_of_things_fits():
    news = [News(f"id{n}", f"key{n}", "已超期1天" * 3, "高东街责改字〔2026〕第001号 第2项", "2026年11月20日15时前") for n in range(500)]

    payload, topic = message(news, "zh", "https://a-rather-long-name.of.a.street.example.gov.cn")

    assert len(payload) < 3993 and len(topic) == 32


def test_quiet_hours_hold_the_push_and_not_the_inbox(filed, subscribed, look, pushing, push_server, lu, inbox, clock):
    night, morning = at("2026-11-20 23:30"), at("2026-11-21 07:00")
    subscribed(lu)
    filed(night)

    look(night, pushing)
    clock.now = night
    assert (inbox(lu), push_server.asked) == ([("due", False, False)], [])
    look(morning - 1, pushing)
    assert push_server.asked == []
    look(morning, pushing)

    assert len(push_server.took) == 1


def test_danger_wakes_people(filed, subscribed, look, pushing, push_server, lu):
    night = at("2026-11-20 23:30")
    subscribed(lu)
    case_id = filed(night)
    with transaction():
        db.session.get(Case, case_id).category = "AJ05"

    look(night, pushing)

    assert len(push_server.took) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_forgotten(filed, subscribed, look, pushing, push_server, lu, status):
    subscribed(lu, "old"), subscribed(lu, "new")
    push_server.of["/push/old"] = status
    filed()

    look(DUE, pushing)

    assert [row.endpoint for row in db.session.query(PushSubscription)] == [push_server.endpoint("new")]
    assert sorted(states()) == ["gone", "sent"]


def test_a_busy_service_is_asked_again_when_it_said(filed, subscribed, look, pushing, push_server, lu, clock):
    subscribed(lu)
    filed()
    push_server.answers.append((429, {"Retry-After": "600"}))
    clock.now = DUE
    look(DUE, pushing)

    clock.forward(599 * SECOND)
    look(clock(), pushing)
    assert (len(push_server.asked), states()) == (1, ["due"])
    clock.forward(SECOND)
    look(clock(), pushing)

    assert (len(push_server.took), states()) == (1, ["sent"])


def test_a_failing_service_is_asked_less_and_less_and_then_no_more(filed, subscribed, look, pushing, push_server, lu, clock):
    subscribed(lu)
    filed()
    push_server.of["/push/lu"] = 500
    clock.now = DUE
    for _ in range(12 * 12):
        look(clock(), pushing)
        clock.forward(5 * MINUTE)

    assert len(push_server.asked) == 8
    assert states() == ["failed"]
    row = db.session.query(Delivery).one()
    assert row.last_error == "http 500"


def test_a_refusal_is_logged_and_not_repeated(filed, subscribed, look, pushing, push_server, lu, monkeypatch):
    lines = []
    monkeypatch.setattr(webpush.log, "warning", lambda _said, extra: lines.append(extra["fields"]))
    subscribed(lu)
    filed()
    push_server.of["/push/lu"] = 403

    look(DUE, pushing)
    look(DUE + HOUR, pushing)

    assert (len(push_server.asked), states()) == (1, ["failed"])
    [line] = lines
    assert line["status"] == 403 and "/push/" not in json.dumps(line)


def test_a_dead_worker_lets_go_when_its_lease_ends(filed, subscribed, look, pushing, push_server, lu, clock):
    class Killed(BaseException):
        pass

    class Dies:
        def send(self, *_, **__):
            raise Killed

    subscribed(lu)
    filed()
    clock.now = DUE
    with pytest.raises(Killed):
        look(DUE, Dies())
    look(DUE, pushing)
    assert push_server.asked == []

    clock.forward(MINUTE)
    look(DUE, pushing)

    assert (len(push_server.took), states()) == (1, ["sent"])


def test_what_is_over_or_seen_before_it_was_sent_is_not_sent(filed, subscribed, look, pushing, push_server, lu, inbox, clock):
    subscribed(lu)
    done, seen = filed(), filed()
    clock.now = DUE
    look(DUE)
    inbox(lu)
    [alert_id] = [i for (t, i), r in lu.records.items() if t == "alert" and r["data"]["subject"]["id"] == seen]
    lu.client.post(f"/api/v1/alerts/{alert_id}/seen")
    lu.sent(lu.op("task.report_done", done, {"result": "fixed", "text": "好了"}))

    look(DUE + MINUTE, pushing)

    assert (push_server.asked, states()) == ([], ["gone", "gone"])


def test_one_bad_address_keeps_nobody_waiting(filed, subscribed, look, pushing, push_server, lu, phone):
    subscribed(lu), subscribed(phone("gu"))
    with transaction():
        row = db.session.query(PushSubscription).filter_by(endpoint=push_server.endpoint("lu")).one()
        row.p256dh = "not a key"
    filed()

    look(LATE, pushing)

    assert push_server.asked == ["/push/gu"]
    assert sorted(states()) == ["failed", "sent"]


def test_a_service_that_cannot_be_reached_is_tried_once_a_round(filed, subscribed, look, lu, phone, clock):
    asked = []

    class Silent:
        def send(self, to, *_, **__):
            from fieldapp.alerts.push_terms import Outcome
            asked.append(to.endpoint)
            return Outcome("unreachable", why="TimeoutError")

    subscribed(lu), subscribed(phone("gu"))
    filed()
    clock.now = LATE
    look(LATE, Silent())

    assert len(asked) == 1
    assert states() == ["due", "due"]


def test_a_revoked_phone_and_another_persons_phone_get_nothing(filed, subscribed, look, pushing, push_server, lu, phone):
    subscribed(lu, "lost")
    filed()
    with transaction():
        db.session.get(Lane, lu.lane_id).state = "revoked"
    look(DUE, pushing)
    assert push_server.asked == []

    gu = phone("gu")
    subscribed(gu, "shared")
    look(LATE)
    assert phone("qin").client.post("/api/v1/push-subscriptions", json=PushBrowser(push_server.endpoint("shared")).as_json()).status_code == 200
    look(LATE + MINUTE, pushing)

    assert push_server.asked == []


def test_old_news_is_not_sent(filed, subscribed, look, pushing, push_server, lu):
    subscribed(lu)
    filed()
    look(DUE)

    look(DUE + 2 * DAY, pushing)

    assert [m.path for m in push_server.took] == ["/push/lu"]  # the rung of now, not the one of two days ago
    assert sorted(states()) == ["failed", "sent"]
