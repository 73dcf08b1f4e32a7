"""Blobs (protocol 5 and 6): whole-body PUT by hash; storage is shared, claims are not; nothing is ever served as markup."""

import os
from hashlib import sha256

import pytest
from sqlalchemy.exc import OperationalError

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.store import blobs
from fieldapp.store.blobs import Blob
from fieldapp.store.files import Files, sniff
from tests.phone import photo_ref

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
HTML = b"<!doctype html><script>alert(1)</script>"
JSON = {"Accept": "application/json"}


@pytest.fixture
def filed(phone):
    """File a report that names these bytes: (case id, the phone)."""
    def file(data=JPEG, name="shen", **more):
        one = phone(name)
        case_id, op = one.report(blobs=[photo_ref(data)], **more)
        one.sent(op)
        return case_id, one
    return file


def get(phone, data, **headers):
    return phone.client.get(f"/api/v1/blobs/{sha256(data).hexdigest()}", headers=headers or None)


def on_disk():
    return sorted(str(p.relative_to(current_settings().blobs)) for p in current_settings().blobs.rglob("*"))


def test_nobody_stores_what_no_op_of_theirs_names(phone, app):
    assert phone("shen").put(JPEG).status_code == 404
    assert on_disk() == []


def test_new_then_had_it(filed, rows):
    case_id, shen = filed()

    answers = [shen.put(JPEG).status_code for _ in range(2)]
    shen.pull()

    assert answers == [201, 200]
    assert [(p["stored"], p["bytes"]) for p in shen.cases()[case_id]["photos"]] == [(True, len(JPEG))]
    assert rows(Blob) == 1


def test_the_case_is_told_anew_when_its_photo_arrives(filed, phone):
    case_id, shen = filed()
    lu = phone("lu")
    lu.pull()
    before = lu.cases()[case_id]

    shen.put(JPEG)
    lu.pull()

    assert (before["version"], before["photos"][0]["stored"]) == (1, False)
    assert (lu.cases()[case_id]["version"], lu.cases()[case_id]["photos"][0]["stored"]) == (2, True)


@pytest.mark.parametrize("sent", [JPEG[:-1], JPEG + b"x", b"", b"other"])
def test_other_bytes_are_refused_and_leave_nothing_behind(filed, sent):
    case_id, shen = filed()

    answer = shen.put(sent, sha256(JPEG).hexdigest())
    shen.pull()

    assert (answer.status_code, answer.json["error"]["code"]) == (422, "hash_mismatch")
    assert on_disk() == []
    assert not shen.cases()[case_id]["photos"][0]["stored"]


def test_too_large(filed):
    _, shen = filed()
    huge = b"\xff\xd8\xff" + bytes(32 * 1024 * 1024)

    told = shen.put(huge, sha256(JPEG).hexdigest())

    assert told.status_code == 413
    assert on_disk() == []


def test_an_unannounced_size_is_cut_off_at_the_limit(tmp_path):
    files = Files(tmp_path / "blobs")

    with pytest.raises(Problem, match="too_large"):
        files.put("0" * 64, iter([bytes(600)] * 2), 1000)

    assert list(files.root.rglob("*")) == []


def test_a_connection_that_breaks_leaves_nothing(tmp_path):
    files = Files(tmp_path / "blobs")

    def broken():
        yield JPEG[:1000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.put(sha256(JPEG).hexdigest(), broken(), 10**6)

    assert list(files.root.rglob("*")) == []


def test_what_a_killed_process_left_is_swept_after_a_day(tmp_path):
    files, now = Files(tmp_path), 1_800_000_000
    for name, age in ((".incoming-old", 86_401), (".incoming-new", 86_399), ("ab", 10**6)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (now - age, now - age))

    assert files.sweep(now - 86_400) == 1
    assert {one.name for one in tmp_path.iterdir()} == {".incoming-new", "ab"}


def test_two_writers_in_each_others_way_try_again(filed, monkeypatch):
    fill, failed = blobs.fill, []

    def in_the_way(*given):
        if not failed:
            failed.append(True)
            raise OperationalError("UPDATE claim", {}, Exception("deadlock detected"))
        return fill(*given)

    monkeypatch.setattr(blobs, "fill", in_the_way)
    _, shen = filed()

    assert shen.put(JPEG).status_code == 201 and shen.put(JPEG).status_code == 200


def test_the_type_is_told_by_the_first_bytes_however_they_arrive(tmp_path):
    webp = b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(100)

    found = Files(tmp_path).put(sha256(webp).hexdigest(), (webp[n:n + 1] for n in range(len(webp))), 1000)

    assert found == (len(webp), "image/webp")
    assert [sniff(start) for start in (JPEG, b"\x89PNG\r\n\x1a\n", HTML, b"")] == [
        "image/jpeg", "image/png", "application/octet-stream", "application/octet-stream"]


def test_my_bytes_do_not_fill_anothers_claim(filed, phone):
    shens_case, shen = filed()
    lus_case, lu = filed(name="lu")

    lu.put(JPEG)
    for one in (shen, lu):
        one.pull()

    assert lu.cases()[lus_case]["photos"][0]["stored"]
    assert not shen.cases()[shens_case]["photos"][0]["stored"]
    assert get(shen, JPEG, **JSON).json == {"stored": False, "parts": []}
    assert shen.put(b"not it", sha256(JPEG).hexdigest()).status_code == 422  # read and hashed, whatever is stored already
    assert shen.put(JPEG).status_code == 201


def test_a_known_hash_opens_nothing(filed, phone):
    _, shen = filed()
    shen.put(JPEG)
    qin = phone("qin")

    assert get(qin, JPEG).status_code == get(qin, JPEG, **JSON).status_code == 404
    [claim] = qin.sent(qin.report(blobs=[photo_ref(JPEG)])[1])
    assert claim["verdict"] == "applied"
    assert get(qin, JPEG).status_code == 404  # a claim alone proves nothing; who has the bytes sends them
    assert get(qin, JPEG, **JSON).json["stored"] is False


@pytest.mark.parametrize("path", ["0" * 63, "G" * 64, "..%2f..%2fetc%2fpasswd", "0" * 64, "A" * 64])
def test_what_is_no_hash_names_nothing(phone, path):
    shen = phone("shen")

    assert shen.client.get(f"/api/v1/blobs/{path}").status_code == 404
    assert shen.client.put(f"/api/v1/blobs/{path}", data=b"x").status_code == 404


def test_a_stranger_is_told_to_sign_in(app, client):
    assert client.get(f"/api/v1/blobs/{'0' * 64}").status_code == 401
    assert client.put(f"/api/v1/blobs/{'0' * 64}", data=b"x").status_code == 401


def test_a_colleague_reads_it_as_a_file_in_which_nothing_runs(filed, phone):
    _, shen = filed()
    shen.put(JPEG)

    answer = get(phone("lu"), JPEG)

    assert (answer.status_code, answer.data, answer.content_type) == (200, JPEG, "image/jpeg")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("mime", ["image/jpeg", "text/html", "image/svg+xml"])
def test_markup_forged_as_a_photo_is_evidence_and_never_markup(phone, mime):
    shen = phone("shen")
    shen.sent(shen.report(blobs=[photo_ref(HTML, mime=mime)])[1])
    assert shen.put(HTML).status_code == 201

    answer = get(shen, HTML, Accept="text/html")

    assert (answer.data, answer.content_type) == (HTML, "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_one_file_named_by_two_ops_of_one_author_is_sent_again_for_the_second(filed):
    case_id, shen = filed()
    shen.put(JPEG)
    shen.sent(shen.op("case.note", case_id, {"text": "同一张"}, "fact", blobs=[photo_ref(JPEG)]))

    assert get(shen, JPEG, **JSON).json["stored"] is False
    assert get(shen, JPEG).status_code == 200
    assert shen.put(JPEG).status_code == 201
    assert get(shen, JPEG, **JSON).json["stored"] is True


def test_files_lie_two_folders_deep_and_are_whole(filed):
    _, shen = filed()
    shen.put(JPEG)
    name = sha256(JPEG).hexdigest()

    assert on_disk() == [name[:2], f"{name[:2]}/{name[2:4]}", f"{name[:2]}/{name[2:4]}/{name}"]
    assert os.path.getsize(Files(current_settings().blobs).path(name)) == len(JPEG)
