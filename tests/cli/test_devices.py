"""flask device list, revoke, restore: a lost phone is shut out, whoever used it, and goes on when it is found."""

import pytest

from fieldapp.store.base import db
from fieldapp.store.ledger import Op
from fieldapp.store.numbers import numbers_of
from tests.phone import Phone
from tests.world import PASSWORD


@pytest.fixture
def phone(app, world, clock):
    return lambda username, name="测试机": Phone(app.test_client(), username, PASSWORD, clock, name=name)


@pytest.fixture
def lost(phone):
    return phone("shen", "巡查 07 号")


def code(answer):
    return answer.status_code, answer.json["error"]["code"]


def test_the_list_says_who_uses_what(flask, lost, phone):
    phone("lu", "二中队 3 号")

    every, of_shen = flask("device", "list").output.splitlines(), flask("device", "list", "--user", "shen").output.splitlines()

    assert [line.split("\t")[1:] for line in every] == [
        ["二中队 3 号", "lu", "2026-11-18 10:00", "0", "open"], ["巡查 07 号", "shen", "2026-11-18 10:00", "0", "open"]]
    assert of_shen == every[1:] and of_shen[0].startswith(lost.device_id[:12])


def test_a_lost_phone_is_shut_out_and_its_owner_is_not(flask, lost, phone):
    other, op = phone("shen"), lost.report()[1]

    done = flask("device", "revoke", lost.device_id[:6])

    assert done.exit_code == 0 and "巡查 07 号" in done.output
    assert code(lost.push(op)) == (403, "lane_revoked")  # not that it is signed out: whoever has it, it must learn to wipe itself
    lost.sign_in()
    assert code(lost.push(op)) == (403, "lane_revoked")
    with pytest.raises(AssertionError, match="lane_revoked"):
        lost.enroll()
    assert db.session.query(Op).count() == 0 and other.sent(other.report()[1])[0]["verdict"] == "applied"
    assert "revoked" in flask("device", "list").output


def test_when_it_is_found_it_goes_on_where_it_stood(flask, lost):
    lost.sent(lost.report()[1])
    op = lost.report()[1]
    flask("device", "revoke", lost.device_id)

    assert flask("device", "restore", lost.device_id).exit_code == 0

    lost.sign_in()
    assert lost.sent(op)[0]["verdict"] == "applied" and lost.pull()["scopes"]


@pytest.mark.parametrize("device", ["nothing-such", "", "a"])
def test_what_names_no_phone_or_more_than_one_shuts_nobody_out(flask, lost, device, world):
    done = flask("device", "revoke", device)

    assert done.exit_code == 1 and "没有找到" in done.output
    assert "revoked" not in flask("device", "list").output

def test_the_numbers_it_had_left_are_lost(flask, phone):
    lu = phone("lu")
    assert lu.register()["leases"]

    flask("device", "revoke", lu.device_id)

    assert {(row.state, row.reason) for row in numbers_of("order_to_correct:2026")} == {("lost", "phone_revoked")}
