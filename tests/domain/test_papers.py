"""Stories of papers: whole ones word for word, and the edges of filling. The JavaScript twin runs the same file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.papers import fill, missing, plain, text_hash
from fieldapp.rulebook import load
from tests.contract.files import read

TOLD = read("papers.json")
RULES = load()
CLOCKS = RULES.clocks
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(), one, max_size=3)
)


@pytest.mark.parametrize("story", TOLD["papers"], ids=lambda s: s["say"])
def test_a_paper_word_for_word(story):
    kind = RULES.documents[story["kind"]]
    text = plain(fill(kind, story["values"], CLOCKS))
    assert text.split("\n") == story["text"]
    assert text_hash(text) == story["text_hash"]
    assert missing(kind, story["values"], CLOCKS) == []


@pytest.mark.parametrize("story", TOLD["small_fills"], ids=lambda s: s["say"])
def test_the_edges_of_filling(story):
    blocks = fill(TOLD["small"], story["values"], CLOCKS)
    assert [block["text"] for block in blocks] == story["texts"]
    assert plain(blocks) == story["text"]
    assert missing(TOLD["small"], story["values"], CLOCKS) == story["missing"]


@pytest.mark.parametrize("story", TOLD["missing"], ids=lambda s: s["say"])
def test_missing(story):
    assert missing(RULES.documents[story["kind"]], story["values"], CLOCKS) == story["expect"]


def test_blocks_say_what_they_are():
    order = next(story for story in TOLD["papers"] if story["kind"] == "order_to_correct")
    blocks = fill(RULES.documents["order_to_correct"], order["values"], CLOCKS)
    assert [block["text"].split("\n")[1] for block in blocks if block["strong"]] == [
        "改正期限：2026年11月27日24时前（3个工作日）", "改正期限：立即（不迟于2026年11月24日11时40分）",
    ]  # fmt: skip
    assert [block["who"] for block in blocks if block["kind"] == "sign"] == ["officer1", "officer2", "seal", "party"]


@given(st.dictionaries(st.sampled_from([field["name"] for field in TOLD["small"]["fields"]]), ANY))
def test_whatever_is_given_the_text_is_clean_and_the_same_again(values):
    blocks = fill(TOLD["small"], values, CLOCKS)
    text = plain(blocks)
    assert plain([{"text": text}]) == text
    assert text_hash(text)
    assert not any(line != line.rstrip(" \t\u3000") for line in text.split("\n"))
    assert not set(text) & set("\r\x00\u202e\ufeff")
