"""The catalogue of refusals: every code the code utters is in it, with both languages."""

import re
from pathlib import Path

import pytest

from fieldapp.domain.problems import CATALOGUE, Problem, message
from fieldapp.rulebook import load

SOURCES = [p for p in Path("fieldapp").rglob("*.py") if "__pycache__" not in p.parts]
UTTERED = re.compile(r"""(?:Problem|Refused|refuse|hold)\(\s*f?["']([a-z_]+)[:"']""")


def uttered():
    return {code for path in SOURCES for code in UTTERED.findall(path.read_text("utf-8"))}


def test_every_refusal_in_the_code_has_its_sentence():
    assert len(uttered()) > 20
    assert uttered() - set(CATALOGUE) == set()


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_sentence_is_whole_in_both_languages(code):
    status, zh, en = CATALOGUE[code]

    assert 400 <= status < 600 or status == 202
    assert re.search("[\u4e00-\u9fff]", zh) and zh.endswith("。")
    assert not re.search("[\u4e00-\u9fff]", en) and en.endswith(".")
    assert (message(code), message(code, "en"), message(code, "zh-CN")) == (zh, en, zh)


def test_a_code_with_a_field_behind_it():
    assert message("field_missing:text", "en") == CATALOGUE["field_missing"][2]


def test_what_nobody_foresaw_still_says_something():
    assert message("no such code") == CATALOGUE["bad_request"][1]


def test_a_problem_carries_its_status_and_details():
    problem = Problem("too_large", limit=7)

    assert (problem.code, problem.status, problem.details, str(problem)) == ("too_large", 413, {"limit": 7}, "too_large")


def test_flags_that_stop_an_effect_can_also_be_said_as_the_reason_of_a_refusal():
    """A leader who confirms what cannot take effect is told why."""
    assert {"id_taken", "waiting_target", "bad_payload", "authority_ended", "no_access"} <= set(CATALOGUE) & set(load().flags)
