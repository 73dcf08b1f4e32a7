"""The small world, phones of its people, and a push service on this machine."""

import dataclasses

import pytest

from fieldapp.alerts.push_service import PushService
from fieldapp.jobs.schedule import Round
from fieldapp.jobs.tick import tick
from fieldapp.rulebook import load
from fieldapp.secrets_file import p256_key
from tests.alerts.push_server import PushBrowser, PushServer
from tests.sync.conftest import phone, rows, world  # noqa: F401  (fixtures)

KEY = p256_key()
CONTACT = "admin@field.example"


@pytest.fixture
def push_server():
    with PushServer() as server:
        yield server


@pytest.fixture
def pushing(app, push_server):
    """The installation may push to this service."""
    app.config["FIELDAPP"] = dataclasses.replace(app.config["FIELDAPP"], vapid_keys=(KEY,), push_hosts=(push_server.origin,), push_contact=CONTACT)
    return PushService((KEY,), CONTACT, (push_server.origin,))


@pytest.fixture
def faults() -> list[Exception]:
    return []


@pytest.fixture
def look(app, clock, faults):
    """`look(now)` is a round of all jobs as of `now`; `real` is the clock that leases go by."""
    def one(now: int | None = None, service=None, real=None):
        return tick(Round(clock() if now is None else now, real or clock, load(), "https://field.example", service, faults.append))
    return one


@pytest.fixture
def subscribed(pushing, push_server):
    """`subscribed(phone)` is the browser of a phone that takes pushes."""
    def one(phone, name: str | None = None, **more) -> PushBrowser:  # noqa: F811
        browser = PushBrowser(push_server.endpoint(name or phone.username))
        answer = phone.client.post("/api/v1/push-subscriptions", json=browser.as_json(**more))
        assert answer.status_code == 201, answer.text
        return browser
    return one


@pytest.fixture
def inbox(phone):  # noqa: F811
    """`inbox(phone)` is what it finds there after a pull: [(kind, seen, ended)] in order of time."""
    def read(one):
        one.pull()
        found = sorted((r["data"] for (t, _), r in one.records.items() if t == "alert"), key=lambda a: (a["due_at"], a["kind"]))
        return [(a["kind"], a["seen_at"] is not None, a["ended_at"] is not None) for a in found]
    return read
