"""The PDF, read back by another program: the very text, on numbered pages, with our fonts in it, and the same bytes again."""

import io

import pytest
from pypdf import PdfReader

from fieldapp.documents import as_pdf
from tests.documents.reading import flat, pages, text_in
from tests.documents.sample import CODE, STORIES, filled, paper, signature


def set_story(story: dict, pictures=None) -> bytes:
    return as_pdf(paper("\n".join(story["text"]), filled(story), story["values"].get("number")), pictures or {})


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s["say"])
def test_text_read_from_the_pdf_is_the_papers_text_but_for_line_breaks(story):
    assert text_in(set_story(story)) == flat("\n".join(story["text"]))


def test_every_page_is_numbered_and_carries_the_code():
    text = "\n".join(f"第{n}项：清走门前堆放的物品，恢复人行道通行。" for n in range(1, 90))

    read = pages(as_pdf(paper(text), {}))

    assert len(read) > 2
    assert all(f"核验码 {CODE}" in page and f"第 {n} 页　共 {len(read)} 页" in page for n, page in enumerate(read, 1))
    assert text_in(as_pdf(paper(text), {})) == flat(text)


def test_same_paper_same_bytes_with_signatures():
    pictures = {"officer1": signature(), "party": signature(40)}

    assert set_story(STORIES[2], pictures) == set_story(STORIES[2], dict(reversed(pictures.items()))) != set_story(STORIES[2])


def test_fonts_are_inside_and_nothing_runs():
    reader = PdfReader(io.BytesIO(set_story(STORIES[2])))
    fonts = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for page in reader.pages
             for font in page["/Resources"]["/Font"].values()]

    assert fonts and all("/FontFile3" in font and font["/FontName"].split("+")[1].startswith("NotoS") for font in fonts)
    assert b"/JavaScript" not in set_story(STORIES[2]) and "/OpenAction" not in reader.trailer["/Root"]
    assert reader.metadata.title == f"责令限期改正通知书 {STORIES[2]['values']['number']}"


@pytest.mark.parametrize("text", [
    '#set text(red) *粗* $a^2$ @甲 <b> \\n `d` // 注 #image("x")', 'C:\\temp \\t \\\\',
    "一  两个空格，A B", "〔2026〕①㎡½℃……——Ⅷ", "生僻字：㛃䶮𬭛𬱟𰻝", "é à ö ñ Ж α",
])
def test_characters_are_set_as_they_are(text):
    assert text_in(as_pdf(paper(text), {})) == text


@pytest.mark.parametrize("before", range(18, 36, 3))
def test_what_stays_whole_at_the_end_of_a_line_puts_no_blanks_into_it(before):
    """The line before it is short by up to the length of a number."""
    number, certificate = "高东街责改字〔2026〕第001号", "晋E样 0007"
    text = "字" * before + f"2026年11月23日3时43分，本机关执法人员（执法证号：{certificate}）\n" + "字" * before + f"你收到的{number}已经到期"

    assert text_in(as_pdf(paper(text, whole=(number, certificate)), {})) == flat(text)


def test_a_character_that_no_font_has_stops_no_paper():
    made = as_pdf(paper("姓名：\ue000甲\n地址：东城街"), {})

    assert "地址：东城街" in pages(made)[0]
