"""Stories of cases: who may do what, from which state. The JavaScript twin runs the same files."""

import pytest

from fieldapp.domain.cases import GUARDS, Refused, blank, judge, offered, startable
from fieldapp.rulebook import load, spec
from tests.contract.files import read

TOLD = read("cases.json")
MATRIX = read("cases_matrix.json")


def answer(op_type, actor, case, payload):
    try:
        return {"to": judge(load(), op_type, TOLD["actors"][actor], case, payload, TOLD["facts"]).to}
    except Refused as refused:
        return {"refused": refused.code}


@pytest.mark.parametrize("story", TOLD["judge"], ids=lambda s: f"{s['type']}: {s['say']}")
def test_judge(story):
    case = None if story["case"] is None else TOLD["base"] | story["case"]
    assert answer(story["type"], story["actor"], case, story["payload"]) == story["expect"]


@pytest.mark.parametrize("story", TOLD["offered"], ids=lambda s: s["say"])
def test_offered(story):
    assert offered(load(), TOLD["actors"][story["actor"]], TOLD["base"] | story["case"], story.get("thing", "case")) == story["expect"]


@pytest.mark.parametrize("story", TOLD["startable"], ids=lambda s: s["actor"])
def test_startable(story):
    assert startable(load(), TOLD["actors"][story["actor"]]) == story["expect"]


@pytest.mark.parametrize("story", TOLD["blank"], ids=lambda s: ascii(s["text"]))
def test_blank(story):
    assert blank(story["text"]) is story["blank"]


@pytest.mark.parametrize("op_type", list(load().actions))
def test_matrix_of_types_states_and_actors(op_type):
    for state in {row.code for row in load().state_rows}:
        case = TOLD["base"] | TOLD["item"] | {"state": state}
        got = [answer(op_type, actor, case, MATRIX["payload"]) for actor in TOLD["actors"]]
        flat = [f"to {a['to']}" if "to" in a else a["refused"] for a in got]
        assert flat == MATRIX["answers"].get(op_type, {}).get(state, flat[:1] * len(flat))


def test_who_was_let_in_by_a_leader_is_not_asked_again():
    case = TOLD["base"] | {"state": "in_progress", "assignee": "ou"}
    stranger, payload = TOLD["actors"]["officer of 3"], {"ground": "minor", "text": "已劝导"}
    with pytest.raises(Refused, match="not_allowed"):
        judge(load(), "case.educate", stranger, case, payload, TOLD["facts"])
    assert judge(load(), "case.educate", stranger, case, payload, TOLD["facts"], rights=False).to == "educated"


def test_letting_in_does_not_make_good_what_is_missing():
    case = TOLD["base"] | {"state": "in_progress", "assignee": "ou"}
    with pytest.raises(Refused, match="field_missing:text"):
        judge(load(), "case.educate", TOLD["actors"]["nobody"], case, {"ground": "minor"}, TOLD["facts"], rights=False)


def test_an_unknown_type_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        judge(load(), "case.explode", TOLD["actors"]["leader"], TOLD["base"], {}, TOLD["facts"])


def test_every_guard_of_the_rulebook_has_its_rule_and_no_other():
    assert set(GUARDS) == set(spec.GUARDS)


def test_every_type_is_told_a_story():
    assert {story["type"] for story in TOLD["judge"]} == set(load().actions)
