"""flask user grant, end-grant, certificate, staff: dated rights, and what a person sees by them."""

from datetime import date

import pytest

from fieldapp.store.access import actor
from fieldapp.store.feed import heads
from fieldapp.store.people import certificate_numbered, user
from fieldapp.store.units import unit_named

DAY_MS = 86_400_000


@pytest.fixture
def roles(world):
    """`roles("lu")` lists (role, unit's name, first day, last day) of a person."""
    names = {unit_id: name for name, unit_id in world.units.items()}
    return lambda name: [(g.role, names.get(g.unit_id), g.valid_from.isoformat(), g.valid_to and g.valid_to.isoformat())
                         for g in world.user(name).grants]


@pytest.fixture
def scopes(world, clock):
    """`scopes("wang", days=1)`: what the person sees tomorrow."""
    return lambda name, days=0: actor(user(world.people[name]), clock() + days * DAY_MS).scopes


def test_a_role_more_from_a_day_to_a_day(flask, world, roles, scopes):
    before = heads({"reference"})["reference"]

    given = flask("user", "grant", "lu", "squad_leader", "三中队", "--from", "2026-11-20", "--to", "2026-11-30")

    assert given.exit_code == 0, given.output
    assert roles("lu")[-1] == ("squad_leader", "squadron3", "2026-11-20", "2026-11-30")
    third = f"unit:{world.units['squadron3']}"
    assert (third in scopes("lu"), third in scopes("lu", 2), third in scopes("lu", 13)) == (False, True, False)
    assert heads({"reference"})["reference"] > before


def test_a_role_begins_today_unless_told(flask, world, roles):
    flask("user", "grant", "ke", "admin")

    assert roles("ke") == [("admin", None, "2026-11-18", None)]


@pytest.mark.parametrize(("words", "said"), [
    (("nobody", "officer", "二中队"), "username=nobody"), (("lu", "king", "二中队"), "field=role"), (("lu", "officer", "九中队"), "field=unit"),
    (("lu", "officer"), "field=unit"), (("lu", "officer", "二中队"), "field=from"),
    (("lu", "officer", "三中队", "--from", "2026-12-01", "--to", "2026-11-30"), "field=to"),
    (("lu", "officer", "三中队", "--from", "1.12.2026"), "--from"),
])
def test_a_role_that_cannot_be_is_refused(flask, world, roles, words, said):
    refused = flask("user", "grant", *words)

    assert refused.exit_code != 0 and said in refused.output
    assert roles("lu") == [("officer", "squadron2", "2022-05-26", None)]


def test_a_role_ends_and_its_dates_stay(flask, world, roles, scopes):
    assert flask("user", "end-grant", "lu", "officer", "二中队").exit_code == 0

    assert roles("lu") == [("officer", "squadron2", "2022-05-26", "2026-11-18")]
    assert scopes("lu") and not scopes("lu", 1)
    assert flask("user", "end-grant", "lu", "officer", "二中队", "--on", "2026-11-30").exit_code == 1
    assert flask("user", "grant", "lu", "officer", "二中队", "--from", "2026-12-01").exit_code == 0


def test_a_role_given_by_mistake_never_counts(flask, world, scopes):
    flask("user", "grant", "ke", "leader", "东城街街道")
    assert scopes("ke")

    assert flask("user", "end-grant", "ke", "leader", "东城街街道", "--on", "2026-11-01").exit_code == 0
    assert not scopes("ke")


def test_nothing_ends_that_is_not_there(flask, world):
    for words in (("lu", "leader", "二中队"), ("lu", "officer", "三中队"), ("lu", "officer", "九中队"), ("nobody", "officer", "二中队")):
        assert flask("user", "end-grant", *words).exit_code == 1


def test_a_certificate_names_what_it_covers(flask, world):
    words = ("user", "certificate", "lu", "晋E 0007", "环保", "城建", "--from", "2025-01-01", "--to", "2029-12-31")

    assert flask(*words).exit_code == 0
    found = certificate_numbered("晋E 0007")
    assert (found.user_id, found.fields, found.valid_to) == (world.people["lu"], ["环保", "城建"], date(2029, 12, 31))
    assert "name_taken" not in flask(*words).output and flask(*words).exit_code == 1
    assert flask("user", "certificate", "lu", "晋E 0008", "环保", "--from", "2025-01-01", "--to", "2024-12-31").exit_code == 1


def test_staff_see_their_cell_and_the_one_before_leaves(flask, world, scopes):
    west = f"grid:{world.grids['west']}"
    assert west in scopes("wang")

    put = flask("user", "staff", "shen", "west", "--from", "2026-11-20")

    assert put.exit_code == 0 and "wang" in put.output and "2026-11-19" in put.output
    assert (west in scopes("wang", 1), west in scopes("wang", 2)) == (True, False)
    assert (west in scopes("shen", 1), west in scopes("shen", 2)) == (False, True)


def test_staff_leave_on_a_day(flask, world, scopes):
    west = world.grids["west"]

    assert flask("user", "end-staff", "wang", west).exit_code == 0
    assert f"grid:{west}" in scopes("wang") and f"grid:{west}" not in scopes("wang", 1)
    assert flask("user", "end-staff", "wang", west).exit_code == 1


def test_staff_need_a_person_a_cell_and_a_free_day(flask, world):
    assert flask("user", "staff", "nobody", "west").exit_code == 1
    assert flask("user", "staff", "shen", "no such cell").exit_code == 1
    assert flask("user", "staff", "wang", "west").exit_code == 1
    assert flask("user", "staff", "shen", "west", "--from", "2022-01-01").exit_code == 1


def test_the_platform_is_a_unit_like_others(flask, installation):
    flask("user", "add", "bai", "--name", "白秋分", "--role", "patroller", "--unit", "一中队")

    assert flask("user", "grant", "bai", "dispatcher", "街道二级指挥平台").exit_code == 0
    assert "patroller@一中队, dispatcher@街道二级指挥平台" in flask("user", "list").output
    assert unit_named("街道二级指挥平台") is not None
