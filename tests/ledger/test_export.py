"""`flask export --case` and tools/verify_export.py: right about a whole export, and it names every way to tamper with one."""

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fieldapp.sync.desk_lane import submit
from fieldapp.sync.log_key import verifier_keys
from tests.conftest import LOG_KEY
from tests.phone import op_id, photo_ref

TOOL = Path(__file__).parents[2] / "tools" / "verify_export.py"
PHOTO, ANOTHER = b"\xff\xd8\xff\xe0 a photo of boxes", b"\xff\xd8\xff\xe0 a photo after"


@pytest.fixture
def case(app, phone, world, clock):
    """A case with a photo, a note with another and a note from the desk; between them ops of another case. Gives its id."""
    shen = phone("shen")
    case_id, report = shen.report(blobs=[photo_ref(PHOTO)])
    other = shen.report(text="别的事")[1]
    note = shen.op("case.note", case_id, {"text": "已清走"}, "fact", blobs=[photo_ref(ANOTHER)])
    shen.sent(report, other, note)
    assert [shen.put(data).status_code for data in (PHOTO, ANOTHER)] == [201, 201]
    submit(world.user("bai"), "case.note", {"type": "case", "id": case_id}, {"text": "已知"}, clock(), secret=b"lane key of tests")
    return case_id


@pytest.fixture
def export(app, case, tmp_path):
    """`export()` is the ZIP."""
    def run(case_id=case, name="case.zip"):
        done = app.test_cli_runner().invoke(args=["export", "--case", case_id, str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        return tmp_path / name
    return run


@pytest.fixture
def folder(export, tmp_path):
    """The export unpacked, to be tampered with."""
    with zipfile.ZipFile(export()) as archive:
        archive.extractall(tmp_path / "case")
    return tmp_path / "case"


def checked(path, *words):
    """(exit code, [(code, file)]). Alone: no other module of ours is at hand, as on a stranger's computer."""
    done = subprocess.run([sys.executable, "-I", TOOL, path, "--json", *words], capture_output=True, text=True, cwd=path.parent, check=False)
    said = json.loads(done.stdout)
    assert said["ok"] == (done.returncode == 0) == (not said["faults"]), done.stderr
    return done.returncode, [(f["code"], f["about"]) for f in said["faults"]]


def found(path, *words):
    return checked(path, *words)[1]


def op_file(folder, n):
    """The n-th op's file, from 1."""
    return sorted((folder / "ops").iterdir())[n - 1]


def name(path):
    return path.relative_to(path.parents[1]).as_posix()


def change(path, **parts):
    """Replace parts of a JSON file by what functions make of them."""
    said = json.loads(path.read_text("utf-8"))
    for key, make in parts.items():
        said[key] = make(said[key])
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


def reindex(folder):
    """What a clever forger does: the index says of every file what it is now. He cannot sign it."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.stem != "index"}
    ops = [p.name[5:-5] for p in sorted((folder / "ops").iterdir())]
    change(folder / "index.json", ops=lambda _: ops, files=lambda _: {
        n: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for n, data in files.items()})


def test_a_whole_export(export, folder, case):
    assert checked(export(name="again.zip")) == (0, [])
    assert checked(folder) == (0, [])
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index["case"]["id"] == case and len(index["ops"]) == 3 and index["withheld"] == []
    assert {p.read_bytes() for p in (folder / "blobs").iterdir()} == {PHOTO, ANOTHER}


#: Runs the tool, and refuses it every module that is neither Python's own nor `cryptography`'s.
ALONE = """
import builtins, runpy, sys
allowed, real = sys.stdlib_module_names | {"cryptography", "_cffi_backend"}, builtins.__import__
def only(name, *more, **named):
    assert name.split(".")[0] in allowed or more and more[-1], name
    return real(name, *more, **named)
builtins.__import__ = only
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_it_needs_nothing_of_ours(export, tmp_path):
    alone = shutil.copy(TOOL, tmp_path / "check.py")
    done = subprocess.run([sys.executable, "-I", "-c", ALONE, alone, export()], capture_output=True, text=True, cwd=tmp_path, check=False)

    assert done.returncode == 0, done.stderr
    assert "not proved" in done.stdout and "compare it with the published one" in done.stdout


def test_the_key_may_come_from_elsewhere(folder):
    origin = json.loads((folder / "index.json").read_text("utf-8"))["log"]["origin"]

    assert found(folder, "--key", *verifier_keys(origin, (LOG_KEY,))) == []
    assert found(folder, "--key", *verifier_keys(origin, ("A" * 43,))) == [
        ("index_not_signed", "index.note"), ("checkpoint_not_signed", "checkpoint.note")]


def test_a_changed_byte_in_an_op(folder):
    change(op_file(folder, 1), body=lambda body: body.replace("木箱", "木厢"))

    assert found(folder) == [("changed_byte", name(op_file(folder, 1)))]


def test_a_changed_byte_with_its_hash_and_a_new_index(folder):
    path = op_file(folder, 1)
    change(path, body=lambda body: body.replace("木箱", "木厢"))
    change(path, hash=lambda _: hashlib.sha256(json.loads(path.read_text("utf-8"))["body"].encode()).hexdigest())
    reindex(folder)

    assert found(folder) == [("index_changed", "index.json"), ("wrong_signature", name(path))]


def test_a_wrong_signature(folder):
    change(op_file(folder, 2), sig=lambda sig: ("B" if sig[0] == "A" else "A") + sig[1:])

    assert found(folder) == [("wrong_signature", name(op_file(folder, 2)))]


def test_another_key_for_a_lane(folder):
    lanes = json.loads((folder / "lanes.json").read_text("utf-8"))
    one, two = lanes
    lanes[one]["jwk"], lanes[two]["jwk"] = lanes[two]["jwk"], lanes[one]["jwk"]
    (folder / "lanes.json").write_text(json.dumps(lanes))

    codes = found(folder)
    assert ("file_changed", "lanes.json") in codes and [c for c, _ in codes].count("wrong_signature") == 3


@pytest.mark.parametrize("change_leaf", [
    {"verdict": "refused"}, {"at": 1}, {"index": 0, "proof": []}, {"proof": []}], ids=str)
def test_a_broken_proof(folder, change_leaf):
    change(op_file(folder, 2), leaves=lambda leaves: [leaves[0] | change_leaf])

    assert found(folder) == [("proof_broken", name(op_file(folder, 2)))]


def test_no_proof_at_all(folder):
    change(op_file(folder, 2), leaves=lambda _: [])

    assert found(folder) == [("not_in_log", name(op_file(folder, 2)))]


def test_a_checkpoint_that_nobody_signed(folder):
    path = folder / "checkpoint.note"
    path.write_text(path.read_text("utf-8").replace("\n4\n", "\n5\n"), "utf-8")

    assert ("checkpoint_not_signed", "checkpoint.note") in found(folder)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_an_op_cut_out(folder, n):
    gone = op_file(folder, n)
    gone.unlink()

    assert found(folder) == [("op_cut", name(gone))]


def test_an_op_cut_out_of_the_index_too(folder):
    op_file(folder, 2).unlink()
    reindex(folder)

    assert ("index_changed", "index.json") in found(folder)


def test_an_op_put_in(folder, export, phone):
    shen = phone("shen")
    case_id, report = shen.report()
    shen.sent(report)
    with zipfile.ZipFile(export(case_id, "other.zip")) as other:
        [foreign] = [n for n in other.namelist() if n.startswith("ops/")]
        (folder / foreign).write_bytes(other.read(foreign))

    assert ("op_added", foreign) in found(folder)


def test_a_photo_removed_changed_and_added(folder):
    first, second = sorted((folder / "blobs").iterdir())
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1] + b"!")
    (folder / "blobs" / f"{'0' * 64}.jpg").write_bytes(b"new")

    assert sorted(found(folder)) == sorted([
        ("photo_removed", name(first)), ("photo_changed", name(second)), ("photo_added", f"blobs/{'0' * 64}.jpg")])


def test_a_photo_removed_with_its_line_in_the_index(folder):
    gone = next((folder / "blobs").iterdir())
    gone.unlink()
    reindex(folder)

    assert found(folder) == [("index_changed", "index.json"), ("photo_removed", f"blobs/{gone.stem}")]


def test_a_photo_changed_with_its_line_in_the_index(folder):
    one = next((folder / "blobs").iterdir())
    one.write_bytes(b"another picture")
    reindex(folder)

    assert found(folder) == [("index_changed", "index.json"), ("photo_changed", name(one))]


def test_a_file_of_no_kind(folder):
    (folder / "read me.txt").write_text("hello")

    assert found(folder) == [("file_added", "read me.txt")]


def test_an_index_signed_by_nobody(folder):
    (folder / "index.note").write_text("hello\n")

    assert ("index_not_signed", "index.note") in found(folder)


def test_what_is_no_export(tmp_path, folder):
    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(b"PK")
    empty = tmp_path / "empty"
    empty.mkdir()
    (folder / "index.json").write_text("[]")

    for path in (nothing, empty, folder, tmp_path / "not there"):
        assert {"unreadable"} <= {code for code, _ in found(path)}


def test_an_archive_that_was_cut_short(export, tmp_path):
    whole, path = export().read_bytes(), tmp_path / "short.zip"
    for left in (len(whole) - 1, len(whole) // 2, 0):
        path.write_bytes(whole[:left])
        assert checked(path)[0] == 1


def test_photos_that_cannot_be_there_are_named(app, phone, tmp_path):
    """Not uploaded yet, or personal data of a party: the signed index says so, and it is no fault."""
    shen = phone("shen")
    late, party = photo_ref(b"late"), photo_ref(b"name and number", role="party", mime="application/octet-stream")
    case_id, report = shen.report(blobs=[late, party])
    shen.sent(report)
    shen.put(b"name and number")
    done = app.test_cli_runner().invoke(args=["export", "--case", case_id, str(tmp_path / "case.zip")])

    assert done.exit_code == 0 and late["sha256"] in done.output
    assert found(tmp_path / "case.zip") == []
    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        index = json.loads(archive.read("index.json"))
        assert {one["sha256"]: one["why"] for one in index["withheld"]} == {late["sha256"]: "not_arrived", party["sha256"]: "personal"}
        assert not [n for n in archive.namelist() if n.startswith("blobs/")]


def test_an_op_judged_twice_brings_both_proofs(app, phone, clock, tmp_path):
    lu, shen = phone("lu"), phone("shen")
    case_id, report = shen.report()
    accept = lu.op("task.accept", case_id, {})
    lu.sent(accept)
    shen.sent(report)
    app.test_cli_runner().invoke(args=["export", "--case", case_id, str(tmp_path / "case.zip")])

    with zipfile.ZipFile(tmp_path / "case.zip") as archive:
        [one] = [n for n in archive.namelist() if op_id(accept) in n]
        assert [leaf["verdict"] for leaf in json.loads(archive.read(one))["leaves"]] == ["held", "applied"]
    assert found(tmp_path / "case.zip") == []


def test_words_when_it_cannot_be(app, export, tmp_path):
    unknown = app.test_cli_runner().invoke(args=["export", "--case", "nothing", str(tmp_path / "x.zip")])
    twice = app.test_cli_runner().invoke(args=["export", "--case", "nothing", str(export())])

    assert unknown.exit_code == 1 and "Not found" in unknown.output and not (tmp_path / "x.zip").exists()
    assert twice.exit_code == 1 and "is there already" in twice.output
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []
