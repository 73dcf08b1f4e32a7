"""What people say on the phone is read at the desk, by those who can do something about it."""

from datetime import date

import pytest

from fieldapp.desk import feedback as page
from fieldapp.domain.ids import uuid7
from fieldapp.store.people import RoleGrant
from fieldapp.store.transaction import transaction
from tests.clock import MINUTE
from tests.phone import Phone
from tests.world import PASSWORD


@pytest.fixture
def say(app, world, clock):
    """沈 says something on the phone."""
    phone = Phone(app.test_client(), "shen", PASSWORD, clock)

    def send(text: str):
        answer = phone.client.post("/api/v1/feedback", json={"id": uuid7(clock()), "text": text, "build": "2026.11"})
        assert answer.status_code == 201, answer.text
    return send


@pytest.fixture
def holding(world):
    """`holding("admin")`: 客 holds that role alone."""
    def give(role: str) -> str:
        with transaction() as session:
            session.add(RoleGrant(id=uuid7(1), user_id=world.people["ke"], unit_id=world.units["subdistrict"], role=role,
                                  valid_from=date(2022, 5, 26)))
        return "ke"
    return give


def test_it_is_listed_the_newest_first_with_who_when_and_the_build(at_desk, say, clock):
    say("字太小\n看不清")
    clock.forward(5 * MINUTE)
    say("<b>找不到网格</b>")

    shown = at_desk("lin").get("/desk/feedback").text

    assert shown.index("&lt;b&gt;找不到网格") < shown.index("字太小\n看不清")
    assert "沈白露、二中队 巡查员、11月18日 10:05" in shown and "版本 2026.11" in shown


@pytest.mark.parametrize("role", ["leader", "office", "admin"])
def test_leader_office_and_admin_find_it_in_the_head_of_every_page(at_desk, holding, role):
    desk = at_desk(holding(role))

    assert 'href="/desk/feedback"' in desk.get("/desk/", follow_redirects=True).text
    assert "还没有人写" in desk.get("/desk/feedback").text


def test_nobody_else_reads_it(at_desk, client, world):
    for name in ("bai", "gu", "cheng"):
        desk = at_desk(name)
        assert desk.get("/desk/feedback").status_code == 403 and 'href="/desk/feedback"' not in desk.get("/desk/cases").text
    assert client.get("/desk/feedback").status_code == 303


def test_a_long_list_says_that_there_is_more(at_desk, say, clock, monkeypatch):
    monkeypatch.setattr(page, "SHOWN", 2)
    for n in range(3):
        clock.forward(MINUTE)
        say(f"第 {n} 条")

    shown = at_desk("lin").get("/desk/feedback").text

    assert "第 2 条" in shown and "第 1 条" in shown and "第 0 条" not in shown and "只列最近 2 条" in shown


def test_it_reads_in_english(at_desk, say):
    say("too small")

    shown = at_desk("lin", lang="en").get("/desk/feedback").text

    assert "the newest first" in shown and "build 2026.11" in shown
