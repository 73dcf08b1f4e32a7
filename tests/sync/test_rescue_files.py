"""Files that are damaged, hostile or none of ours: what can be read of them is taken, and where they broke is said."""

import gzip
import io
import json
import zipfile

import pytest

from fieldapp.store.ledger import Op, Quarantine
from fieldapp.sync import rescue_file
from tests.phone import op_id
from tests.sync.export import export, line, load, whole


@pytest.mark.parametrize("at", ["first", "middle", "last"])
def test_a_file_that_was_cut_off_gives_what_came_before(story, at, rows):
    shen, lu, ops = story
    file = whole(ops)
    cut = {"first": len(line({"fieldapp_rescue": 1, "ops": 3})) + 40, "middle": file.index(b'{"blob"') + 600_000, "last": len(file) - 3}[at]

    answer = load(lu.client, file[:cut])

    assert answer.status_code == 200
    assert [b["code"] for b in answer.json["broken"]] == ["cut_off"]
    assert len(answer.json["results"]) == (0 if at == "first" else 3)
    assert [b["code"] for b in answer.json["blobs"]] == {"first": [], "middle": ["hash_mismatch"], "last": [None]}[at]
    assert load(lu.client, file).json["blobs"][0]["stored"]


def test_a_changed_byte_costs_one_op_and_says_where(story):
    shen, lu, ops = story
    file = whole(ops)
    at = file.index(b'{"op"', file.index(b'{"op"') + 1)

    answer = load(lu.client, file[:at] + b"#" + file[at + 1:]).json

    assert answer["broken"] == [{"line": 3, "at": at, "code": "unreadable"}]
    assert [r["code"] for r in answer["results"]] == [None, "broken_chain"]


def test_a_changed_photo_is_not_stored(story):
    shen, lu, ops = story
    file = bytearray(whole(ops))
    at = file.index(b'"data"') + 1000
    file[at] = ord("A") if file[at] != ord("A") else ord("B")

    answer = load(lu.client, bytes(file)).json

    assert answer["blobs"][0]["code"] == "hash_mismatch" and answer["results"][0]["lacks"] == 1


def zipped() -> bytes:
    """A bomb: 64 MiB of nothing in a few kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("rescue", b"\0" * (64 << 20))
    return packed.getvalue()


@pytest.mark.parametrize("file", [b"", b"\n", b"\0" * 5000, b"{}\n", b"[" * 100_000, b'{"fieldapp_rescue": 2}\n', zipped(),
                                  gzip.compress(b'{"fieldapp_rescue": 1}\n' * 1000)])
def test_a_file_that_is_none_of_ours_is_said_to_be_none(phone, rows, file):
    answer = load(phone("lu").client, file)

    assert answer.status_code == 200
    assert answer.json["results"] == answer.json["blobs"] == []
    assert answer.json["broken"][0]["code"] in ("not_ours", "cut_off")
    assert rows(Quarantine) == 0


@pytest.mark.parametrize("row", [
    {"op": 7}, {"op": {}}, {"op": {"body": "[" * 5000, "hash": "", "sig": ""}}, {"op": {"body": "{}", "hash": "x", "sig": "y"}},
    {"blob": "..", "ops": ["x"], "data": ""}, {"blob": 7}, {"blob": "0" * 64, "ops": [7], "data": "!!"},
    {"blob": "0" * 64, "ops": "x", "data": "AA=="},
    {"op": {"body": json.dumps({"lane_id": "\0", "lane_seq": 10**400}), "hash": "", "sig": ""}},
])
def test_strange_lines_are_survived_and_the_good_ones_taken(story, row):
    shen, lu, ops = story

    answer = load(lu.client, export(ops[0])[:-len(line({"end": True}))] + line(row) + export(ops[1])[len(line({"fieldapp_rescue": 1, "ops": 1})):])

    assert answer.status_code == 200
    assert [r["verdict"] for r in answer.json["results"] if r["verdict"] != "quarantined"] == ["applied", "applied"]


def test_a_line_without_end_is_passed_over(story):
    shen, lu, ops = story
    long = b'{"x": "' + b"y" * 3_000_000 + b'"}\n'

    answer = load(lu.client, export(ops[0], end=False) + long + line({"op": ops[1]}) + line({"end": True})).json

    assert [b["code"] for b in answer["broken"]] == ["unreadable"]
    assert [r["verdict"] for r in answer["results"]] == ["applied", "applied"]


def test_too_large_is_refused_whole(story, monkeypatch, rows):
    shen, lu, ops = story
    monkeypatch.setattr("fieldapp.api.sync.MAX_BYTES", 1000)
    monkeypatch.setattr(rescue_file, "MAX_BYTES", 1000)

    answer = load(lu.client, whole(ops))

    assert (answer.status_code, answer.json["error"]["code"]) == (413, "too_large") and rows(Op) == 0


def test_more_than_the_usual_limit_of_a_request_may_come(story):
    shen, lu, ops = story
    padding = line({"end": False, "x": "y" * 700_000}) * 50

    answer = load(lu.client, export(ops[0], end=False) + padding + line({"end": True}))

    assert len(padding) > 33 << 20
    assert (answer.status_code, answer.json["broken"]) == (200, [])


def test_a_photo_that_no_op_here_names_is_not_kept(story):
    shen, lu, ops = story

    answer = load(lu.client, export(ops[1], blobs={b"somebody's": [op_id(ops[1]), "x"]})).json

    assert answer["blobs"][0]["code"] == "not_found"
