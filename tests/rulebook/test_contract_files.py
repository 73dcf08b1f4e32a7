"""The generated contract files say what the rulebook and the oracles say today."""

import pytest

from tests.contract import generate


@pytest.mark.parametrize("name", generate.FILES)
def test_contract_file_is_current(name):
    kept = (generate.HERE / name).read_text(encoding="utf-8")
    assert kept == generate.as_text(generate.FILES[name]()), "run: python -m tests.contract.generate"
