"""Intake at the desk: what comes by the hotline, from the city or from a citizen becomes a case by the same rules."""

import re

from fieldapp.store.cases import case


def ids(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(op_id|case_id)" value="([^"]+)"', page))


def send(desk, hidden, **fields):
    given = {"source": "hotline", "category": "HW04", "text": "云雀路口堆了木箱", "grid": "west"} | fields
    return desk.post("/desk/cases/new", data=hidden | given)


def test_a_call_becomes_a_case_in_the_dispatchers_queue(at_desk, world):
    desk = at_desk("bai")
    hidden = ids(desk.get("/desk/cases/new").text)

    answer = send(desk, hidden)

    made = case(hidden["case_id"])
    assert answer.headers["Location"].startswith(f"/desk/cases/{made.id}")
    assert (made.state, made.queue, made.source, made.grid_id) == ("reported", "dispatch", "hotline", world.grids["west"])
    assert "已办：上报" in desk.get(answer.headers["Location"]).text


def test_the_same_form_twice_makes_one_case_and_a_changed_one_another(at_desk, world):
    desk = at_desk("bai")
    hidden = ids(desk.get("/desk/cases/new").text)

    first, again, changed = send(desk, hidden), send(desk, hidden), send(desk, hidden, text="另一处")

    assert first.headers["Location"] == again.headers["Location"] != changed.headers["Location"]
    assert case(hidden["case_id"]).text == "云雀路口堆了木箱"


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(at_desk, world):
    desk = at_desk("bai")

    answer = send(desk, ids(desk.get("/desk/cases/new").text), category="", grid="没有的格", text="写了一大段")

    assert answer.status_code == 422
    assert "没有叫这个名字的网格" in answer.text and "写了一大段" in answer.text and 'id="category-e"' in answer.text
    assert 'value="hotline" required checked' in answer.text


def test_only_who_takes_reports_at_a_desk_may(at_desk, world):
    assert at_desk("gu").get("/desk/cases/new").status_code == 403
    assert send(at_desk("gu"), {}).status_code == 403
