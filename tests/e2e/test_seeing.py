"""The eyes of the other tests see what is wrong."""

import pytest

from tests.e2e.seeing import cut_off, violations

SENTENCE = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
BOX = "width: 100px; white-space: nowrap;"


@pytest.fixture
def page(browser, windows):
    return windows(browser.new_context(viewport={"width": 320, "height": 640})).new_page()


@pytest.mark.parametrize(("html", "says"), [
    (f"<p style='white-space: nowrap'>{SENTENCE}</p>", "px in a window of 320 px"),
    (f"<p style='{BOX} overflow: hidden; text-overflow: ellipsis'>{SENTENCE}</p>", "cut by"),
    (f"<p style='width: 100px; height: 20px; overflow: hidden'>{SENTENCE}</p>", "cut by P"),
    (f"<div style='overflow: hidden'><p style='{BOX}'>{SENTENCE}</p></div>", "cut by"),
    (f"<input placeholder='{SENTENCE}' style='width: 100px'>", "placeholder"),
])
def test_text_that_is_cut_off_is_found(page, html, says):
    page.set_content(f"<html><body style='margin: 0'>{html}</body></html>")
    assert any(says in one for one in cut_off(page)), cut_off(page)


@pytest.mark.parametrize("html", [
    f"<p>{SENTENCE}</p>",
    f"<div style='{BOX} overflow-x: auto'>{SENTENCE}</div>",
    f"<p style='position: absolute; clip-path: inset(50%); overflow: hidden; {BOX}'>{SENTENCE}</p>",
    "<input placeholder='字'>",
])
def test_text_that_can_be_read_is_not(page, html):
    page.set_content(f"<html><body style='margin: 0'>{html}</body></html>")
    assert cut_off(page) == []


def test_axe_finds_a_picture_without_words(page):
    page.set_content("<html lang='zh'><head><title>t</title></head><body><main><h1>一</h1><img src='data:,'></main></body></html>")
    assert any(one.startswith("image-alt") for one in violations(page))
