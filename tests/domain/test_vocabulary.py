"""Words that code knows by name are the words of the rulebook."""

import pytest

from fieldapp.domain import vocabulary as words
from fieldapp.rulebook import checks, load


@pytest.mark.parametrize(
    ("enum", "codes"),
    [
        (words.RoleCode, set(load().roles)),
        (words.CaseState, set(load().states)),
        (words.SourceCode, set(load().sources)),
        (words.Kind, {action.kind for action in load().actions.values()}),
        (words.Reach, {role.reach for role in load().roles.values()}),
        (words.Mark, {category.mark for category in load().categories.values()}),
        (words.TimeUnit, set(checks.COUNTED)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_words_are_the_rulebooks(enum, codes):
    assert {str(word) for word in enum} == codes
