"""The shell of the phone as it is served: the same for everyone, small, and named by its bytes."""

import gzip
import hashlib
import json
import re

import brotli
import pytest

from fieldapp import pwa

FIRST_SCREEN_BYTES, FIRST_SCREEN_MODULES = 60 * 1024, 24


@pytest.fixture
def phone(client):
    """A browser that takes packed bytes."""
    return lambda path, **headers: client.get(path, headers={"Accept-Encoding": "gzip", **headers})


def body(answer) -> bytes:
    return gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data


def files_of(worker: bytes) -> dict[str, str]:
    return dict(json.loads(re.search(r"^const FILES = (.*);$", worker.decode(), re.MULTILINE).group(1)))


def test_the_shell_is_the_same_for_everyone_and_asks_each_time(phone):
    answer = phone("/")

    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


def test_every_file_the_worker_names_is_served_with_that_digest(phone):
    named = files_of(body(phone("/sw.js")))

    assert "/" in named and "/pwa/main.js" in named
    for path, digest in named.items():
        answer = phone(path)
        assert answer.status_code == 200, path
        assert hashlib.sha256(body(answer)).hexdigest() == digest, path


def test_packed_and_plain_are_the_same_file(client):
    packed = client.get("/pwa/main.js", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/pwa/main.js", headers={"Accept-Encoding": "identity"})

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert "Content-Encoding" not in plain.headers


def test_a_browser_that_takes_brotli_gets_the_same_file_smaller(client):
    squeezed = client.get("/pwa/main.js", headers={"Accept-Encoding": "gzip, deflate, br"})
    packed = client.get("/pwa/main.js", headers={"Accept-Encoding": "gzip"})

    assert squeezed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(squeezed.data) == gzip.decompress(packed.data)
    assert len(squeezed.data) < len(packed.data)


def test_a_file_that_is_there_already_is_not_sent_again(phone):
    tag = phone("/pwa/main.js").headers["ETag"]

    again = phone("/pwa/main.js", **{"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path,mime", [
    ("/sw.js", "text/javascript; charset=utf-8"), ("/manifest.webmanifest", "application/manifest+json"),
    ("/pwa/main.js", "text/javascript; charset=utf-8"), ("/pwa/css/tokens.css", "text/css; charset=utf-8"),
    ("/pwa/icons/sprite.svg", "image/svg+xml"),
])
def test_types_are_right(phone, path, mime):
    assert phone(path).content_type == mime


@pytest.mark.parametrize("path", [
    "/pwa/sw.js", "/pwa/sw-kill.js", "/pwa/types.d.ts", "/pwa/../../fieldapp/config.py", "/pwa/%2e%2e/%2e%2e/app.py", "/pwa/", "/pwa/no.js",
    "/pwa/vendor/.stamp", "/pwa/vendor/idb/LICENSE",
])
def test_nothing_else_is_served(phone, path):
    assert phone(path).status_code == 404


def test_the_build_in_the_page_is_the_build_of_the_worker(phone):
    build = re.search(r'const BUILD = "([0-9a-f]{12})"', body(phone("/sw.js")).decode()).group(1)

    assert body(phone("/pwa/build.js")) == f'export const BUILD = "{build}";\n'.encode()


def test_the_first_screen_fits_its_budget(app, phone):
    """A new phone's first screen is the sign-in: the page, its modules, and what they load for that screen."""
    page = body(phone("/")).decode()
    raw = {name: file.body for name, file in app.extensions["pwa_shell"].files.items()}
    sign_in = [f"/pwa/{name}" for entry in ("screens/sign_in.js", "texts/zh.js") for name in pwa.eager_modules(raw, entry)]
    eager = re.findall(r'<link rel="modulepreload" href="([^"]+)">', page)
    assets = re.findall(r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"', page)
    sent = sum(len(phone(path).data) for path in {"/", *eager, *sign_in, *assets})

    assert eager[0] == "/pwa/main.js"
    assert len({*eager, *sign_in}) <= FIRST_SCREEN_MODULES
    assert sent <= FIRST_SCREEN_BYTES
    assert not any("leaflet" in path for path in [*eager, *sign_in, *assets])


def test_modules_are_followed_by_their_static_imports_alone():
    main = b"""import { a } from "./a/one.js";
import "./two.js";
// import "./no.js"
if (a)
  import("./late.js");
const later = () => import("./late.js");
"""
    one = b"""import {
  b,
} from "../b.js";
export { c } from "./c.js";
const text = "import './no.js'";
"""
    raw = {"main.js": main, "a/one.js": one, "two.js": b"", "b.js": b'import "./main.js";', "a/c.js": b"", "late.js": b"", "no.js": b""}

    assert pwa.eager_modules(raw) == ["main.js", "a/one.js", "two.js", "b.js", "a/c.js"]


def test_any_changed_file_changes_the_worker(tmp_path):
    folder = tmp_path / "pwa"
    folder.mkdir()
    for name in ("main.js", "build.js", "sw.js", "sw-kill.js"):
        (folder / name).write_text("1")
    page = tmp_path / "index.html"
    page.write_text(pwa.PRELOAD_MARK)
    before = pwa.build_shell(folder, page)

    (folder / "main.js").write_text("2")
    after = pwa.build_shell(folder, page)

    assert before.build != after.build
    assert before.worker.digest != after.worker.digest
    assert pwa.build_shell(folder, page).worker.body == after.worker.body


def test_the_kill_switch_is_served_in_the_workers_place(app, client):
    app.config["PWA_KILL_SWITCH"] = True
    try:
        answer = client.get("/sw.js")
    finally:
        app.config["PWA_KILL_SWITCH"] = False

    assert b"unregister" in body(answer)
    assert b"FILES" not in body(answer)


def test_in_debug_mode_a_changed_file_is_served_at_once(app, client, tmp_path, monkeypatch):
    folder = tmp_path / "pwa"
    folder.mkdir()
    for name in ("main.js", "build.js", "sw.js", "sw-kill.js"):
        (folder / name).write_text("1")
    monkeypatch.setattr(pwa, "FILES", folder)
    monkeypatch.setattr(app, "debug", True)
    assert body(client.get("/pwa/main.js")) == b"1"

    (folder / "main.js").write_text("22")

    assert body(client.get("/pwa/main.js")) == b"22"
