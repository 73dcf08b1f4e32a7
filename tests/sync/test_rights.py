"""By which rights an op is judged (protocol 6): facts and acts by those of the claimed time, requests by those of now."""

from datetime import timedelta

import pytest

from fieldapp.store.base import db
from fieldapp.store.days import day_of
from fieldapp.store.people import RoleGrant
from fieldapp.store.transaction import transaction
from tests.clock import DAY, HOUR

TALK = {"ground": "minor", "text": "当场劝导，已搬走"}


def end_roles(user_id, on):
    """The person's roles end with this day."""
    with transaction():
        for grant in db.session.query(RoleGrant).filter_by(user_id=user_id):
            grant.valid_to = on


@pytest.fixture
def in_hand(phone):
    """A case that 陆 has taken: (case id, 陆's phone, 沈's phone)."""
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    lu.sent(lu.op("task.accept", case_id, {}))
    return case_id, lu, shen


def test_an_act_done_while_the_role_was_held(in_hand, clock):
    case_id, lu, shen = in_hand
    lu.pull()
    done = lu.op("case.educate", case_id, TALK, "act")
    end_roles(lu.user_id, day_of(clock()))
    clock.forward(2 * DAY)

    [result] = lu.sent(done)
    shen.pull()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "authority_ended", False)
    assert shen.cases()[case_id]["state"] == "in_progress"


def test_a_note_too_when_the_case_is_out_of_sight_since(in_hand, clock):
    case_id, lu, shen = in_hand
    note = lu.op("case.note", case_id, {"text": "已谈话"}, "fact")
    end_roles(lu.user_id, day_of(clock()))
    clock.forward(2 * DAY)

    assert lu.sent(note)[0]["code"] == "authority_ended"


def test_a_request_is_judged_by_the_roles_of_now(in_hand, clock):
    case_id, lu, shen = in_hand
    wish = lu.op("task.report_done", case_id, {"result": "fixed", "text": "好了"})
    end_roles(lu.user_id, day_of(clock()))
    clock.forward(2 * DAY)

    [result] = lu.sent(wish)

    assert result["verdict"] == "refused"
    assert result["code"] in ("not_allowed", "no_access")


def test_a_role_that_begins_later_does_not_cover_what_was_done_before(phone, clock, world):
    shen = phone("shen")
    clock.forward(HOUR)
    report = shen.report()[1]
    with transaction():
        for grant in db.session.query(RoleGrant).filter_by(user_id=shen.user_id):
            grant.valid_from = day_of(clock()) + timedelta(days=1)
    clock.forward(DAY)

    [result] = shen.sent(report)

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "no_authority", False)


def test_who_never_held_the_role(in_hand, phone):
    case_id, lu, shen = in_hand
    [talk] = shen.sent(shen.op("case.educate", case_id, TALK, "act"))
    [back] = shen.sent(shen.op("task.return", case_id, {"reason": "不归我们"}))
    shen.pull()

    assert (talk["verdict"], talk["code"], talk["in_effect"]) == ("flagged", "no_authority", False)
    assert (back["verdict"], back["code"]) == ("refused", "not_allowed")
    assert shen.cases()[case_id]["state"] == "in_progress"


def test_a_person_without_any_role_sees_and_does_nothing(phone, rows):
    from fieldapp.store.cases import Case
    ke = phone("ke")

    [result] = ke.sent(ke.report()[1])

    assert (result["code"], result["in_effect"]) == ("no_authority", False)
    assert ke.pull()["scopes"] == [] and rows(Case) == 0


def test_an_act_whose_case_had_moved_on_counts_and_moves_nothing(in_hand):
    case_id, lu, shen = in_hand
    lu.sent(lu.op("task.report_done", case_id, {"result": "fixed", "text": "好了"}))

    [result] = lu.sent(lu.op("case.educate", case_id, TALK, "act"))
    shen.pull()

    assert (result["verdict"], result["code"], result["in_effect"]) == ("flagged", "state_moved", True)
    case = shen.cases()[case_id]
    assert (case["state"], case["outcome"]) == ("feedback", "fixed")
    assert case["timeline"][-1]["type"] == "case.educate"


def test_what_was_refused_is_no_news_for_anybody(phone):
    shen, lu = phone("shen"), phone("lu")
    case_id, report = shen.report()
    shen.sent(report)
    before = lu.pull()["scopes"]

    [refused] = lu.sent(lu.op("case.close", case_id, {}))
    after = lu.pull()["scopes"]

    assert refused["verdict"] == "refused"
    assert [s["head"] for s in after] == [s["head"] for s in before]
