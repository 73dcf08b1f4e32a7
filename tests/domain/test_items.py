"""Stories of what follows from the states of items. The JavaScript twin runs the same file."""

import pytest

from fieldapp.domain import items
from fieldapp.domain.deadlines import OWED
from fieldapp.rulebook import load
from tests.contract.files import read

TOLD = read("items.json")


@pytest.mark.parametrize("story", TOLD["order"], ids=lambda s: s["say"])
def test_order(story):
    assert items.order_state(story["state"], story["items"]) == story["expect"]


@pytest.mark.parametrize("story", TOLD["case"], ids=lambda s: s["say"])
def test_case(story):
    assert items.case_state(story["state"], story["orders"], 1000) == story["expect"]


@pytest.mark.parametrize("story", TOLD["case_due"], ids=lambda s: s["say"])
def test_case_due(story):
    assert items.case_due(story["orders"]) == story["expect"]


@pytest.mark.parametrize("story", TOLD["taken_up"], ids=lambda s: str(s["expect"]))
def test_taken_up(story):
    assert items.taken_up(story["new"], story["old"]) == story["expect"]


def test_the_words_are_the_rulebooks():
    rules = load()
    assert {*items.MOVED, *items.BY_ORDERS} <= set(rules.states)
    assert all(rules.states[state].open for state in items.MOVED)
    assert {*OWED, "issued"} == {code for code, state in rules.states_of("item").items() if state.open}
