"""What every answer carries, and how a refusal looks."""

import json
import logging

import pytest

from fieldapp.domain.problems import Problem
from fieldapp.edges.headers import HEADERS
from fieldapp.logs import JsonLines
from tests.conftest import build_app, settings_for


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/session", "/api/v1/nowhere", "/nowhere"])
def test_every_answer_carries_the_headers_and_the_servers_time(client, clock, path):
    answer = client.get(path)

    assert answer.headers["X-Server-Time"] == str(clock.now)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "Strict-Transport-Security" not in answer.headers


def test_no_inline_script_or_style_is_allowed(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_https_adds_hsts_and_a_host_cookie(tmp_path, sqlite_url, clock):
    app = build_app(settings_for(tmp_path, sqlite_url, origin="https://field.example"), clock)

    answer = app.test_client().get("/healthz")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-fieldapp"
    assert app.config["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Sec-Fetch-Site": "", "Origin": "http://127.0.0.1:8000"},
])
def test_a_cross_site_post_is_refused(client, headers):
    answer = client.post("/api/v1/session", json={"username": "li", "password": "x"}, headers=headers)

    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "cross_site"


@pytest.mark.parametrize(("origin", "status"), [
    ("http://127.0.0.1:8000", 401), ("http://evil.example", 403), ("null", 403), (None, 403),
])
def test_without_fetch_metadata_the_origin_decides(app, origin, status):
    plain = app.test_client()
    headers = [("Origin", origin)] if origin else []

    answer = plain.post("/api/v1/session", json={"username": "li", "password": "x"}, headers=headers)

    assert answer.status_code == status


def test_a_refusal_is_json_under_api_and_a_page_elsewhere(client):
    phone, person = client.get("/api/v1/session"), client.get("/nowhere")

    assert phone.json == {"error": {"code": "signed_out", "message": phone.json["error"]["message"], "details": {}}}
    assert person.status_code == 404
    assert person.mimetype == "text/html"


def test_refusals_speak_chinese_unless_english_is_asked_for(client):
    zh = client.get("/api/v1/session")
    en = client.get("/api/v1/session", headers={"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"})

    assert "登录" in zh.json["error"]["message"]
    assert "Sign in" in en.json["error"]["message"]


def test_a_wrong_method_names_the_right_ones(client):
    answer = client.put("/api/v1/session")

    assert answer.status_code == 405
    assert answer.json["error"]["code"] == "method_not_allowed"
    assert "POST" in answer.headers["Allow"]


def test_a_body_beyond_the_limit_is_refused(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 100

    answer = client.post("/api/v1/session", json={"username": "x" * 200, "password": "y"})

    assert answer.status_code == 413
    assert answer.json["error"]["code"] == "too_large"


def test_details_go_along_and_say_when_to_come_back(app, client):
    app.add_url_rule("/api/busy", "busy", view_func=_busy)

    answer = client.get("/api/busy")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "7"
    assert answer.json["error"]["details"] == {"retry_after_s": 7}


def _busy():
    raise Problem("unavailable", retry_after_s=7)


@pytest.fixture
def log_lines():
    """What was logged, line by line, as it goes to stderr."""
    lines, log = [], logging.getLogger("fieldapp")

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(JsonLines().format(record))

    keep, level = Keep(), log.level
    log.addHandler(keep)
    log.setLevel(logging.INFO)
    yield lines
    log.removeHandler(keep)
    log.setLevel(level)


def test_a_fault_of_ours_says_nothing_of_itself(app, client, log_lines):
    app.testing = False
    app.add_url_rule("/api/broken/<word>", "broken", view_func=_break)

    answer = client.get("/api/broken/42?phone=13800000000")

    assert answer.status_code == 500
    assert answer.json["error"]["code"] == "server_error"
    fault, request = (json.loads(line) for line in log_lines)
    assert fault["fault"] == "ValueError"
    assert fault["frames"][-1].startswith("tests/ground/test_answers.py")
    assert fault["request"] == request["request"] == answer.headers["X-Request-Id"]
    assert "13800000000" not in "".join(log_lines)
    assert "secret words" not in "".join(log_lines)


def _break(word):
    raise ValueError(f"secret words {word}")


def test_a_request_is_one_line_without_ids_or_words(client, log_lines):
    client.get("/healthz?name=zhang")

    line = json.loads(log_lines[0])
    assert len(log_lines) == 1
    assert {key: line[key] for key in ("method", "route", "status")} == {"method": "GET", "route": "/healthz", "status": 200}
    assert "zhang" not in log_lines[0]


def test_what_is_personal_is_kept_by_nobody_on_the_way(client):
    assert {client.get(path).headers["Cache-Control"] for path in ("/api/v1/time", "/api/v1/session", "/desk/sign-in")} == {"no-store"}
    assert client.get("/").headers["Cache-Control"] == "no-cache"
