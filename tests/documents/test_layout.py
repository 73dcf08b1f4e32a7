"""The paper's own text is the paper: the template says how lines are laid out, never what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.documents import Block, lay_out
from fieldapp.documents.layout import MOST_LINES, text_of
from tests.documents.sample import STORIES, filled

ORDER = next(story for story in STORIES if story["kind"] == "order_to_correct")
WORDS = st.lists(st.sampled_from(["", "甲", "乙", "甲乙", "签名：", "第1号"]), min_size=1, max_size=12)
BLOCKS = st.lists(st.builds(Block, st.sampled_from(["title", "para", "item", "sign"]), st.lists(st.sampled_from(["甲", "乙", "签名："]), min_size=1,
                            max_size=3).map(tuple), st.just(""), st.sampled_from(["", "party"])), max_size=6)


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["say"])
def test_what_the_template_says_is_laid_out_as_the_template(story):
    blocks = filled(story)

    assert lay_out("\n".join(story["text"]), blocks) == blocks


def test_a_changed_line_keeps_its_words_and_the_others_their_places():
    own = "\n".join(ORDER["text"]).replace("本机关将进行复查", "本机关将再次复查").replace("执法人员签名（何云舟）：", "执法人员签名（何云州）：")

    blocks = lay_out(own, filled(ORDER))

    assert text_of(blocks) == own
    assert [b.kind for b in blocks][:3] == ["title", "number", "to"]
    assert next(b for b in blocks if "再次" in b.lines[0]).kind == "para"
    assert [b.who for b in blocks if b.kind == "sign"] == ["officer2", "seal", "party"]  # nobody's line takes a signature by its place alone


def test_a_text_that_no_template_knows_is_plain_paragraphs():
    assert {b.kind for b in lay_out("\n".join(ORDER["text"]), [])} == {"para"}
    assert {b.kind for b in lay_out("\n".join(["甲"] * (MOST_LINES + 1)), [Block("title", ("甲",))])} == {"para"}


@given(WORDS, BLOCKS)
def test_whatever_the_template_no_word_is_lost_added_or_moved(words, template):
    assert text_of(lay_out("\n".join(words), template)) == "\n".join(words)
