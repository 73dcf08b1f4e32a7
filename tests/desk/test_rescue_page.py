"""Loading a phone's exported file at the desk: what came of it in words, where to read it, what is still missing."""

import io
import re

import pytest

from fieldapp.store.base import db
from fieldapp.store.cases import Case
from tests.phone import Phone, op_id, photo_ref
from tests.sync.export import PHOTO, export, whole
from tests.world import PASSWORD


@pytest.fixture
def unsent(app, world, clock):
    """沈's phone with a report that has a photo, and another report."""
    shen = Phone(app.test_client(), "shen", PASSWORD, clock, name="巡查 07 号")
    return [shen.report(blobs=[photo_ref(PHOTO)])[1], shen.report(category="HW03")[1], shen.report(category="HW03")[1]]


def load(desk, file: bytes):
    return desk.post("/desk/rescue", data={"file": (io.BytesIO(file), "fieldapp.txt")}, content_type="multipart/form-data")


def test_a_file_is_loaded_and_each_op_said_in_words_with_its_case(at_desk, unsent):
    gu = at_desk("gu")

    page = load(gu, whole(unsent)).text

    assert "导入 3 条新的，0 条早就有了。" in page and "沈白露的手机「巡查 07 号」" in page
    assert page.count("已办：上报") == 3 and "照片：新的 1 张" in page
    links = re.findall(r'href="(/desk/cases/[^"]+)"', page)
    assert len(set(links)) >= 3
    assert gu.get(links[-1]).status_code == 200
    assert db.session.query(Case).count() == 3


def test_the_same_again_is_known(at_desk, unsent):
    gu = at_desk("gu")
    load(gu, whole(unsent))

    page = load(gu, whole(unsent)).text

    assert "导入 0 条新的，3 条早就有了。" in page and page.count("早就有了</span>") == 3 and "早就有的 1 张" in page


def test_what_is_missing_and_where_the_file_broke_is_said(at_desk, unsent):
    file = export(unsent[0], unsent[2], end=False)

    page = load(at_desk("gu"), file).text

    assert "还缺 1 张照片" in page and "前面还缺 1 条记录" in page
    assert "文件有损坏" in page and "文件到这里断了" in page
    assert "前面的记录缺失" in page


def test_who_may_not_see_the_case_gets_no_link(at_desk, unsent):
    page = load(at_desk("huan"), whole(unsent)).text

    assert "导入 3 条新的" in page and "/desk/cases/" not in page.split("<main")[1]


@pytest.mark.parametrize("file, said", [(b"PK\x03\x04....", "这不是手机导出的文件"), (b"", "这不是手机导出的文件")])
def test_another_file_is_refused_in_words(at_desk, file, said):
    assert said in load(at_desk("gu"), file).text


def test_no_file_is_asked_for(at_desk):
    answer = at_desk("gu").post("/desk/rescue", data={})

    assert answer.status_code == 422 and "先选手机导出的文件" in answer.text


def test_what_does_not_check_out_is_said_and_stops_nothing(at_desk, unsent):
    changed = unsent[0] | {"hash": "0" * 64}

    page = load(at_desk("gu"), export(changed, *unsent)).text

    assert "1 条核对不上" in page and "内容和指纹对不上" in page and "导入 3 条新的" in page


def test_it_stands_on_the_attention_page_when_a_leader_must_decide(at_desk, unsent):
    load(at_desk("bai"), export(unsent[0], unsent[2]))

    assert f"op:{op_id(unsent[2])}" in at_desk("lin").get("/desk/attention").text.replace("%3A", ":")


def test_it_reads_in_english(at_desk, unsent):
    page = load(at_desk("gu", lang="en"), export(unsent[0], unsent[2], end=False)).text

    assert "Loaded: 2 new, 0 known already." in page and "Photos still missing: 1." in page and "Where the file is damaged" in page
