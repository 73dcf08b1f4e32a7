"""Photos at the desk: display copies for whoever may see the case, and never a stranger's bytes as markup."""

import hashlib
import io

import pytest
from PIL import Image

from tests.phone import Phone, photo_ref
from tests.world import PASSWORD


def picture(colour: str = "orange") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1800), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def phone(app, world, clock):
    return Phone(app.test_client(), "shen", PASSWORD, clock)


def filed(phone, *files: bytes, upload: bool = True) -> str:
    """A report with these files as evidence; its case id."""
    case_id, wire = phone.report(blobs=[photo_ref(data, "evidence") for data in files])
    assert phone.sent(wire)[0]["verdict"] == "applied"
    for data in files if upload else ():
        assert phone.put(data).status_code == 201
    return case_id


def url(data: bytes, size: str = "thumb") -> str:
    return f"/desk/photos/{hashlib.sha256(data).hexdigest()}/{size}"


def test_a_photo_is_shown_as_a_copy_of_its_size(at_desk, phone):
    data = picture()
    case_id = filed(phone, data)
    desk = at_desk("bai")

    assert url(data, "view") in desk.get(f"/desk/cases/{case_id}").text
    for size, edge in (("thumb", 320), ("view", 1280)):
        answer = desk.get(url(data, size))
        assert answer.mimetype == "image/jpeg" and Image.open(io.BytesIO(answer.data)).width == edge
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"].startswith("private")


def test_only_whoever_may_see_a_case_with_it_gets_it(at_desk, app, phone):
    data = picture("navy")
    filed(phone, data)

    assert at_desk("gu").get(url(data)).status_code == 200
    assert at_desk("cheng").get(url(data)).status_code == 404
    assert at_desk("bai").get(url(data, "original")).status_code == 404
    assert app.test_client().get(url(data)).status_code == 303, "a stranger is shown the door"
    assert at_desk("bai").get(f"/desk/photos/{'0' * 64}/view").status_code == 404
    assert at_desk("bai").get("/desk/photos/../view").status_code == 404


def test_what_is_still_on_the_phone_is_said_and_not_shown(at_desk, phone):
    here, there = picture("green"), picture("red")
    case_id = filed(phone, here, there, upload=False)
    phone.put(here)
    desk = at_desk("bai")

    page = desk.get(f"/desk/cases/{case_id}").text

    assert "照片 1/2 在服务器" in page and "还在手机上" in page
    assert desk.get(url(there)).status_code == 404


@pytest.mark.parametrize("data", [
    b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"GIF89a" + b"\0" * 40, b"PK\x03\x04" + b"\0" * 40, b"\xff\xd8\xff<html><script>alert(1)</script>",
], ids=["html", "svg", "gif", "zip", "html behind a JPEG's first bytes"])
def test_a_forged_photo_is_kept_as_evidence_and_never_served_as_markup(at_desk, phone, data):
    case_id = filed(phone, data)
    desk = at_desk("bai")

    page, shown = desk.get(f"/desk/cases/{case_id}"), desk.get(url(data, "view"))

    assert page.status_code == 200 and b"alert(1)" not in shown.data and b"alert(1)" not in page.data
    assert shown.mimetype == "image/svg+xml" and "不能显示" in shown.text and "sandbox" in shown.headers["Content-Security-Policy"]
    assert "照片" in page.text


def test_a_note_with_a_photo_shows_it_in_the_same_case(at_desk, phone):
    data = picture("purple")
    case_id = filed(phone)
    phone.sent(phone.op("case.note", case_id, {"text": "补一张"}, "fact", blobs=[photo_ref(data, "evidence")]))
    phone.put(data)

    assert url(data) in at_desk("bai").get(f"/desk/cases/{case_id}").text


def test_photos_of_what_is_not_in_effect_stand_at_their_op_and_say_so(at_desk, app, world, clock, phone):
    """沈 educates on 陆's case without being its handler: the photos are the leader's to look at, not the case's."""
    own, other = picture("teal"), picture("black")
    case_id = filed(phone, own)
    lu = Phone(app.test_client(), "lu", PASSWORD, clock)
    lu.sent(lu.op("task.accept", case_id, {}))
    talk = phone.op("case.educate", case_id, {"ground": "minor", "text": "当场劝导"}, "act", blobs=[photo_ref(other, "evidence")])
    [judged] = phone.sent(talk)
    phone.put(other)
    desk = at_desk("gu")

    page, attention = desk.get(f"/desk/cases/{case_id}").text, desk.get(f"/desk/attention?open=op:{judged['op_id']}").text
    of_case, history = page.split('id="history"')

    assert (judged["code"], url(own) in of_case, url(other) in of_case) == ("no_authority", True, False)
    assert url(other) in history and "照片 1 张，没有生效" in history
    assert url(other) in attention and "照片 1 张，没有生效" in attention
    assert "1 张都在服务器" in of_case and url(other) not in desk.get(f"/desk/cases/{case_id}/preview").text

    desk.post(f"/desk/attention/flags/{judged['op_id']}", data={"decision": "confirm", "reason": "属实", "op_id": ""})

    assert url(other) in desk.get(f"/desk/cases/{case_id}").text.split('id="history"')[0]
