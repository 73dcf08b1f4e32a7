"""Scopes of people and of cases: visible exactly when the two sets meet (protocol 1 and 6)."""

import pytest

from fieldapp.domain.permissions import Grant, holds, scopes_of_case, scopes_of_person

PLATFORM = ["platform"]


def person(role, unit="u2", grids=(), platforms=PLATFORM):
    return scopes_of_person("me", [Grant(role, unit)], grids, platforms)


def case(**change):
    given = {"unit": "u2", "platform": "platform", "reporter": "rep", "assignee": None, "cells": ["micro", "second", "first"]} | change
    return scopes_of_case(**given)


def sees(scopes, **change):
    return not scopes.isdisjoint(case(**change))


def test_who_holds_no_role_holds_no_scope():
    assert scopes_of_person("me", [], ["micro"], PLATFORM) == frozenset()


def test_an_officer_holds_reference_self_and_the_unit():
    assert person("officer") == {"reference", "user:me", "unit:u2"}


@pytest.mark.parametrize("role", ["dispatcher", "leader", "office"])
def test_who_follows_the_whole_subdistrict_holds_the_platforms_scope(role):
    assert "unit:platform" in person(role, "somewhere")


@pytest.mark.parametrize("role", ["officer", "patroller", "auxiliary", "squad_leader", "grid", "city", "department"])
def test_who_does_not(role):
    assert "unit:platform" not in person(role)


def test_an_admin_sees_no_cases():
    assert person("admin", "u2") == {"reference", "user:me"}


def test_grid_staff_hold_their_cells():
    assert person("grid", "subdistrict", ["micro"]) >= {"grid:micro"}
    assert sees(person("grid", "x", ["micro"])) and sees(person("grid", "x", ["first"]))
    assert not sees(person("grid", "x", ["other"]))


def test_every_role_adds_its_unit():
    both = scopes_of_person("me", [Grant("officer", "u2"), Grant("officer", "u3")], [], [])

    assert {"unit:u2", "unit:u3"} <= both


def test_who_sees_a_case():
    assert sees(person("officer", "u2")) and not sees(person("officer", "u3"))
    assert sees(person("dispatcher", "x"))
    assert sees(person("officer", "u3"), reporter="me") and sees(person("officer", "u3"), assignee="me")


def test_who_leads_a_joint_action_sees_it_and_a_mere_co_handler_does_not():
    assert sees(person("department", "env"), lead="env")
    assert not sees(person("officer", "u3"), unit="platform")


def test_a_case_without_unit_or_cell_is_still_its_reporters_and_the_platforms():
    assert case(unit=None, cells=[]) == {"user:rep", "unit:platform"}
    assert case(unit=None, platform=None, cells=[]) == {"user:rep"}


def test_holding_roles():
    grants = [Grant("officer", "u2"), Grant("leader", None)]

    assert holds(grants, "leader") and holds(grants, "x", "officer")
    assert not holds(grants, "admin") and not holds([], "officer") and not holds(grants)
