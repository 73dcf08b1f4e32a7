"""flask backup and flask restore: one whole set, or words. On both databases, and from one into the other."""

import errno
import hashlib
import json
import os
import stat
import zipfile

import flask_migrate
import pytest
from sqlalchemy import inspect

from fieldapp.cli import restore as command
from fieldapp.jobs.tick import beat
from fieldapp.store import dump
from fieldapp.store.base import db
from fieldapp.store.files import Files
from fieldapp.store.people import anybody_there
from fieldapp.store.transaction import snapshot
from tests.clock import HOUR, SECOND
from tests.installations import Installation, backed_up
from tests.phone import Phone, photo_ref
from tests.world import PASSWORD

PHOTO = b"\xff\xd8\xff\xe0 a photo"


@pytest.fixture
def lived_in(app, world, clock):
    """Work has been done: cases, numbers, a photo. Gives 陆's phone."""
    phone = Phone(app.test_client(), "lu", PASSWORD, clock)
    phone.sent(phone.report(blobs=[photo_ref(PHOTO)])[1], phone.report(text="带 \"引号\"、\\ 和 𠮷 的字")[1])
    assert phone.put(PHOTO).status_code == 201
    return phone


@pytest.fixture
def installation(request, tmp_path, clock):
    """`installation("sqlite")` has nothing in it, not even tables."""
    urls = {"sqlite": lambda: f"sqlite:///{tmp_path / 'second' / 'fieldapp.db'}",
            "postgresql": lambda: request.getfixturevalue("postgres").new_database("restored")}
    made = []

    def make(kind):
        made.append(Installation(tmp_path / "second", urls[kind](), clock))
        return made[-1]
    yield make
    for one in made:
        one.close()


@pytest.fixture
def empty(installation, database_url):
    return installation(database_url.partition(":")[0].partition("+")[0])


@pytest.fixture
def archive(app, lived_in, tmp_path):
    made = backed_up(app, tmp_path / "kept.zip")
    assert made.exit_code == 0, made.output
    return tmp_path / "kept.zip"


def everything(app) -> dict[str, list[bytes]]:
    with app.app_context(), snapshot():
        return {table.name: list(dump.lines_of(table)) for table in dump.tables()}


#: What a restore begins anew.
ANEW = {"counter", "scope", "number", "register", "sign_in", "log_head", "log_epoch"}


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_what_was_there_is_there_again_in_either_database(app, archive, installation, into, clock):
    empty = installation(into)
    before = everything(app)
    clock.forward(HOUR)

    done = empty.run("restore", archive)

    assert done.exit_code == 0, done.output
    after = everything(empty.app())
    assert {name: rows for name, rows in after.items() if name not in ANEW} == {name: rows for name, rows in before.items() if name not in ANEW}
    assert len(after["op"]) == 2 and len(after["user"]) == 10
    assert Files(empty.folder / "blobs").path(photo_ref(PHOTO)["sha256"]).read_bytes() == PHOTO
    assert (empty.folder / "keys" / "lanes").read_text() == "lane key of tests\n"
    assert stat.S_IMODE((empty.folder / "keys" / "lanes").stat().st_mode) == 0o600
    assert empty.run("verify").exit_code == 0


def test_a_backup_is_one_file_for_its_owner_only_and_says_what_it_is(app, lived_in, tmp_path, clock):
    done = backed_up(app, tmp_path)

    [made] = tmp_path.glob("fieldapp-*.zip")
    assert (done.exit_code, made.name, stat.S_IMODE(made.stat().st_mode)) == (0, "fieldapp-20261118-100000.zip", 0o600)
    assert "密钥" in done.output and "keys" in done.output
    with zipfile.ZipFile(made) as parts:
        said = json.loads(parts.read("manifest.json"))
    assert (said["kind"], said["format"], said["made_at"], said["blobs"], said["tables"]["op"]["rows"]) == ("fieldapp-backup", 1, clock(), 1, 2)
    assert not list(tmp_path.glob(".*.part"))


def test_with_json_nothing_but_json(app, archive, empty, tmp_path):
    second = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "second.zip"), "--json"])
    done, refused = empty.run("restore", archive, "--json"), empty.run("restore", archive, "--json")

    assert json.loads(second.stdout)["ok"] is True and json.loads(done.stdout)["verified_ops"] == 2
    assert (refused.exit_code, json.loads(refused.stdout)["ok"]) == (1, False)


@pytest.mark.parametrize("target, words", [("kept.zip", "已有这个文件"), ("nowhere/x.zip", "没有这个文件夹")])
def test_where_a_backup_cannot_go(app, archive, tmp_path, target, words):
    before = archive.read_bytes()

    done = app.test_cli_runner().invoke(args=["backup", str(tmp_path / target)])

    assert done.exit_code == 1 and words in done.output and archive.read_bytes() == before


def test_tables_of_another_program_are_not_backed_up(app, lived_in, tmp_path, monkeypatch):
    monkeypatch.setattr("fieldapp.cli.backup.newest", lambda: "of-tomorrow")

    done = backed_up(app, tmp_path / "x.zip")

    assert done.exit_code == 1 and "flask prepare" in done.output and not (tmp_path / "x.zip").exists()


def test_a_file_that_the_disk_has_lost_is_named_and_the_rest_is_backed_up(app, lived_in, tmp_path, empty):
    sha256 = photo_ref(PHOTO)["sha256"]
    path = Files(tmp_path / "blobs").path(sha256)
    path.chmod(0o600)
    path.write_bytes(b"rotten")

    done = backed_up(app, tmp_path / "kept.zip")

    assert done.exit_code == 1 and sha256 in done.output and "损坏" in done.output
    restored = empty.run("restore", tmp_path / "kept.zip")
    assert restored.exit_code == 0 and "缺 1 个文件" in restored.output


@pytest.mark.parametrize("code", ["ENOSPC", "EIO"])
def test_a_disk_that_takes_no_more_leaves_nothing_behind(app, lived_in, tmp_path, monkeypatch, code):
    def refuses(_handle):
        raise OSError(getattr(errno, code), "no more")
    monkeypatch.setattr(os, "fsync", refuses)

    done = backed_up(app, tmp_path / "kept.zip")

    assert done.exit_code == 1 and ("磁盘满了" in done.output) == (code == "ENOSPC")
    assert not [one for one in tmp_path.iterdir() if "kept" in one.name]


def test_a_backup_that_is_killed_leaves_no_file_that_looks_whole(app, lived_in, tmp_path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt
    monkeypatch.setattr("fieldapp.backup.taking._blobs", killed)
    monkeypatch.setattr("pathlib.Path.unlink", lambda *_args, **_more: None)  # who is killed tidies nothing up

    assert backed_up(app, tmp_path / "kept.zip").exit_code == 1

    [left] = [one for one in tmp_path.iterdir() if "kept" in one.name]
    assert left.name.startswith(".") and left.name.endswith(".part")


@pytest.fixture
def broken(archive):
    """`broken(how)` is the archive after something has happened to it."""
    def make(how):
        data = archive.read_bytes()
        if how == "cut":
            archive.write_bytes(data[: len(data) // 2])
        elif how == "other":
            archive.write_bytes(b"something else")
        elif how == "byte":
            at = data.index(PHOTO) + 6
            archive.write_bytes(data[:at] + b"A" + data[at + 1:])
        elif how == "gone":
            archive.unlink()
        else:
            rewritten(archive, how)
        return archive
    return make


def rewritten(archive, change) -> None:
    """The same archive with another part: `change(name, data)` → data or None."""
    with zipfile.ZipFile(archive) as parts:
        kept = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(archive, "w") as parts:
        for name, data in kept.items():
            if (new := change(name, data)) is not None:
                parts.writestr(name, new)


def manifest(**more):
    return lambda name, data: json.dumps(json.loads(data) | more).encode() if name == "manifest.json" else data


def another_row(name, data):
    return data + b"[1]\n" if name == "tables/user.jsonl" else data


def without(part):
    return lambda name, data: None if name.startswith(part) else data


@pytest.mark.parametrize("how, words", [
    ("cut", "损坏"), ("other", "损坏"), ("byte", "损坏"), ("gone", "没有这个文件"), (without("tables/op."), "损坏"), (without("blobs/"), "损坏"),
    (without("manifest"), "损坏"), (without("keys/lanes"), "损坏"), (manifest(format=2), "先升级程序"),
    (manifest(revision="of-tomorrow"), "先升级程序"), (manifest(kind="another"), "不是 FieldApp 的备份"), (another_row, "损坏"),
])
def test_what_is_no_good_backup_is_said_and_nothing_is_touched(broken, empty, how, words):
    done = empty.run("restore", broken(how))

    assert done.exit_code == 1 and words in done.output, done.output
    assert "Traceback" not in done.output
    assert not list((empty.folder / "blobs").rglob("*")) and (empty.folder / "keys" / "lanes").read_text() != "lane key of tests\n"
    with empty.app().app_context():
        assert not dump.anything_there()


def test_a_database_in_use_is_replaced_only_when_asked_and_a_copy_lies_aside(app, archive, lived_in, clock, tmp_path):
    lived_in.sent(lived_in.report()[1])
    run = lambda *words: app.test_cli_runner().invoke(args=[str(w) for w in words])  # noqa: E731

    refused = run("restore", archive)
    clock.forward(HOUR)
    done = run("restore", archive, "--replace")

    assert refused.exit_code == 1 and "--replace" in refused.output
    assert done.exit_code == 0, done.output
    assert len(everything(app)["op"]) == 2
    [aside] = tmp_path.glob("before-restore-*.zip")
    clock.forward(HOUR)
    assert run("restore", aside, "--replace").exit_code == 0
    assert len(everything(app)["op"]) == 3


def test_while_the_service_runs_nothing_is_restored(app, archive, empty, clock):
    empty.run("prepare")
    with empty.app().app_context():
        beat("worker", clock())

    refused = empty.run("restore", archive)
    clock.forward(40 * SECOND)

    assert refused.exit_code == 1 and "还在运行" in refused.output
    assert empty.run("restore", archive).exit_code == 0


def test_an_older_backup_is_brought_up_to_date(archive, empty, tmp_path, clock):
    """As it was when the first papers came: fewer tables, fewer columns."""
    first = Installation(tmp_path / "older", f"sqlite:///{tmp_path / 'older.db'}", clock).app()
    with first.app_context():
        flask_migrate.upgrade(revision="82ce27f8bd41")
        there = inspect(db.engine)
        columns = {name: [column["name"] for column in there.get_columns(name)] for name in there.get_table_names()}
        db.engine.dispose()
    with zipfile.ZipFile(archive) as parts:
        said = json.loads(parts.read("manifest.json"))
    assert "lookup_count" in said["tables"] and "lookup_count" not in columns

    def older(name, data):
        table = name.removeprefix("tables/").removesuffix(".jsonl")
        if name == "manifest.json":
            return json.dumps(said | {"revision": "82ce27f8bd41"}).encode()
        if name.startswith("tables/") and table not in columns:
            return said["tables"].pop(table) and None
        if name.startswith("tables/"):
            told = said["tables"][table]
            kept = [told["columns"].index(column) for column in columns[table]]
            data = b"".join(json.dumps([row[n] for n in kept]).encode() + b"\n" for row in map(json.loads, data.splitlines()))
            told |= {"columns": columns[table], "sha256": hashlib.sha256(data).hexdigest()}
        return data
    rewritten(archive, older)

    done = empty.run("restore", archive)

    assert done.exit_code == 0, done.output
    after = everything(empty.app())
    assert after["lookup_count"] == [] and len(after["op"]) == 2


def test_a_restore_cut_short_is_finished_by_prepare(archive, empty, clock, monkeypatch):
    def killed(_now):
        raise KeyboardInterrupt
    with monkeypatch.context() as cut:
        cut.setattr(command, "finish", killed)
        assert empty.run("restore", archive).exit_code == 1
    before = everything(empty.app())["scope"]

    done = empty.run("prepare")

    assert done.exit_code == 0 and "没做完的恢复" in done.output
    assert everything(empty.app())["scope"] != before
    assert "没做完的恢复" not in empty.run("prepare").output


def test_keys_from_settings_that_differ_are_told(archive, empty):
    done = empty.run("restore", archive, env={"FIELDAPP_LANE_KEYS": "another", "SECRET_KEY": "cookie key of tests"})

    assert done.exit_code == 0 and "不同：lanes。" in done.output, done.output


def test_a_disk_that_fills_while_restoring_leaves_no_half_database(archive, empty, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "full")
    with monkeypatch.context() as disk:
        disk.setattr(Files, "put", full)
        done = empty.run("restore", archive)

    assert done.exit_code == 1 and "磁盘满了" in done.output
    with empty.app().app_context():
        assert not dump.anything_there()
    assert empty.run("restore", archive).exit_code == 0
    with empty.app().app_context():
        assert anybody_there()
