"""Stories of numbers of papers. The JavaScript twin runs the same file."""

import pytest

from fieldapp.domain import numbering
from fieldapp.domain.numbering import Number
from tests.contract.files import read

TOLD = read("numbering.json")


@pytest.mark.parametrize("story", TOLD["good"], ids=lambda s: s["text"])
def test_written_and_read(story):
    assert numbering.format(TOLD["issuer"], story["word"], story["year"], story["n"]) == story["text"]
    assert numbering.parse(TOLD["issuer"], story["text"]) == Number(story["word"], story["year"], story["n"])


@pytest.mark.parametrize("text", TOLD["bad"])
def test_no_number(text):
    with pytest.raises(ValueError):
        numbering.parse(TOLD["issuer"], text)


@pytest.mark.parametrize(("year", "n"), TOLD["refused"])
def test_outside_the_register(year, n):
    with pytest.raises(ValueError):
        numbering.format(TOLD["issuer"], "责改", year, n)


@pytest.mark.parametrize("story", TOLD["registers"], ids=lambda s: s["id"])
def test_registers(story):
    assert numbering.register_id(story["kind"], story["year"]) == story["id"]
    assert numbering.parse_register(story["id"]) == (story["kind"], story["year"])


@pytest.mark.parametrize("story", TOLD["numbers"], ids=lambda s: s["id"])
def test_numbers_of_registers(story):
    assert numbering.number_id(story["register"], story["n"]) == story["id"]
    assert numbering.parse_number_id(story["id"]) == (story["register"], story["n"])


@pytest.mark.parametrize("text", TOLD["bad_registers"])
def test_no_register(text):
    with pytest.raises(ValueError):
        numbering.parse_register(text)


@pytest.mark.parametrize("text", TOLD["bad_numbers"])
def test_no_number_of_a_register(text):
    with pytest.raises(ValueError):
        numbering.parse_number_id(text)
