"""Display copies: small, upright, without metadata; and what cannot be shown is not shown."""

import hashlib
import io
import subprocess
import sys
import zipfile
import zlib

import pytest
from PIL import Image

from fieldapp.domain.problems import Problem
from fieldapp.evidence import SIZES, display, display_copy
from fieldapp.store.files import Files

MB = 1024 * 1024


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "blobs")


def stored(files: Files, data: bytes) -> str:
    sha = hashlib.sha256(data).hexdigest()
    files.put(sha, [data], limit=64 * MB)
    return sha


def picture(size=(400, 300), fmt="JPEG", colour="orange", **save) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, fmt, **save)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of one colour, valid to the last byte, whose rows are never all in memory here."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    squeeze, row = zlib.compressobj(9), bytes(1 + width * 3)
    body = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", sorted(SIZES))
def test_a_picture_gets_a_copy_no_longer_than_its_size(files, tmp_path, fmt, size):
    sha = stored(files, picture((2000, 1000), fmt))

    copy = display_copy(files, sha, size, tmp_path / "display")

    with Image.open(copy) as shown:
        assert shown.format == "JPEG"
        assert shown.size == (SIZES[size], SIZES[size] // 2)


def test_the_copy_is_upright_and_says_nothing_about_where_it_was_taken(files, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"
    sha = stored(files, picture((800, 600), exif=exif.tobytes(), comment=b"a secret"))

    copy = display_copy(files, sha, "thumb", tmp_path / "display")

    with Image.open(copy) as shown:
        assert shown.size == (240, 320)
        assert not shown.getexif() and "comment" not in shown.info and "icc_profile" not in shown.info
    assert b"Maker" not in copy.read_bytes()


def test_the_copy_is_made_once(files, tmp_path):
    sha = stored(files, picture())
    first = display_copy(files, sha, "thumb", tmp_path / "display")
    made = first.stat().st_mtime_ns
    files.path(sha).unlink()

    assert display_copy(files, sha, "thumb", tmp_path / "display").stat().st_mtime_ns == made


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.jpg", picture())
    return out.getvalue()


@pytest.mark.parametrize("data", [
    b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    zipped(), picture(fmt="GIF"), picture(fmt="TIFF"), b"", b"\xff\xd8\xff<html>", b"\x89PNG\r\n\x1a\n" + b"x" * 200,
    picture((2000, 2000), quality=95)[:9000],
], ids=["html", "svg", "zip", "gif", "tiff", "empty", "html behind a JPEG's first bytes", "broken PNG", "half a JPEG"])
def test_what_is_no_whole_picture_is_kept_but_not_shown(files, tmp_path, data):
    sha = stored(files, data)

    assert display_copy(files, sha, "view", tmp_path / "display") is None
    assert files.path(sha).read_bytes() == data
    assert not list((tmp_path / "display").rglob(".*"))


MEASURED = """
import resource, sys
from pathlib import Path
from fieldapp.evidence import display_copy
from fieldapp.store.files import Files
copy = display_copy(Files(Path(sys.argv[1])), sys.argv[2], "thumb", Path(sys.argv[3]))
# our own peak from /proc: Linux hands ru_maxrss of the process that started us down to us
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(copy is not None, own * 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


@pytest.mark.parametrize("bomb, shown", [
    (png_claiming(10_000, 6_000), "False"), (picture((10_000, 6_000), progressive=True), "False"),
    (png_claiming(7_100, 7_100), "True"), (picture((7_100, 7_100), progressive=True), "True"),
], ids=["60 MP PNG", "60 MP progressive JPEG", "50 MP PNG", "50 MP progressive JPEG"])
def test_no_picture_brings_any_process_above_300_mb(files, tmp_path, bomb, shown):
    sha = stored(files, bomb)

    # in a process of its own, for the peak of a process is that of its whole life
    said = subprocess.run([sys.executable, "-c", MEASURED, str(files.root), sha, str(tmp_path / "display")],
                          capture_output=True, text=True, check=True).stdout.split()

    assert said[0] == shown
    assert all(0 < int(peak) < 300 * MB for peak in said[1:])


def test_a_large_photo_of_a_phone_is_shown(files, tmp_path):
    sha = stored(files, picture((8160, 6120), quality=80))

    copy = display_copy(files, sha, "view", tmp_path / "display")

    with Image.open(copy) as shown:
        assert shown.size == (1280, 960)


def test_a_blob_that_is_not_there_is_said(files, tmp_path):
    with pytest.raises(FileNotFoundError):
        display_copy(files, "0" * 64, "view", tmp_path / "display")


def busy(*_command, **_more):
    raise subprocess.TimeoutExpired("render", 20)


@pytest.mark.parametrize("run", [busy, lambda *_command, **_more: subprocess.CompletedProcess([], -9)], ids=["too slow", "killed"])
def test_a_busy_server_says_nothing_about_the_picture(files, tmp_path, monkeypatch, run):
    sha = stored(files, picture())

    with monkeypatch.context() as meanwhile, pytest.raises(Problem, match="unavailable"):
        meanwhile.setattr(display.subprocess, "run", run)
        display_copy(files, sha, "thumb", tmp_path / "display")

    assert display_copy(files, sha, "thumb", tmp_path / "display") is not None


def test_pictures_never_take_every_thread(files, tmp_path, monkeypatch):
    sha, room = stored(files, picture()), display.threading.BoundedSemaphore(1)
    monkeypatch.setattr(display, "_room", room)

    with room, pytest.raises(Problem, match="unavailable"):
        display_copy(files, sha, "thumb", tmp_path / "display")

    assert display_copy(files, sha, "thumb", tmp_path / "display") is not None
