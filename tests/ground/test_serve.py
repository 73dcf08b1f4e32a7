"""`python app.py` as a real process: it serves, it names a taken port, and its children go with it."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from fieldapp.serve import STALLED_S, listen
from tests.conftest import settings_for
from tests.e2e.installation import free_port

ROOT = Path(__file__).resolve().parents[2]
#: For what hangs: a busy machine is no defect.
PATIENCE_S = 180


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def start(tmp_path, port):
    """Starts the program in a process group of its own; whatever is left of it is ended afterwards."""
    running = []

    def begin() -> subprocess.Popen:
        env = {"PATH": os.environ["PATH"], "PORT": str(port), "FIELDAPP_DATA": str(tmp_path), "SECRET_KEY": "k", "FIELDAPP_LANE_KEYS": "k"}
        running.append(subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=env, start_new_session=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield begin
    for process in running:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.communicate()


def health(port: int) -> dict | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_S) as answer:
            return json.load(answer)
    except (urllib.error.URLError, ConnectionError):
        return None


def eventually(question):
    """The first true answer to a question asked again and again."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.05)
    raise AssertionError("it never came true")


def test_it_serves_and_ends_when_told(start, port):
    server = start()

    assert eventually(lambda: health(port))["ok"] is True
    server.terminate()
    assert server.wait(PATIENCE_S) == 0
    assert health(port) is None


def test_a_worker_lives_beside_the_web_server(start, port, tmp_path):
    env = {"PATH": os.environ["PATH"], "FIELDAPP_DATA": str(tmp_path), "SECRET_KEY": "k", "FIELDAPP_LANE_KEYS": "k"}
    subprocess.run([sys.executable, "-m", "flask", "--app", "app", "prepare"], cwd=ROOT, env=env, check=True, capture_output=True)
    server = start()

    assert eventually(lambda: (health(port) or {}).get("worker_seen_s") is not None)
    server.terminate()
    assert server.wait(PATIENCE_S) == 0


def test_a_second_one_says_that_the_port_is_taken(start, port):
    start()
    eventually(lambda: health(port))

    second = start()

    assert second.wait(PATIENCE_S) == 1
    said = second.stderr.read()
    assert str(port) in said
    assert "已被占用" in said
    assert "taken" in said
    assert health(port)["ok"] is True


def test_children_die_with_it_however_it_dies(start, port):
    server = start()
    eventually(lambda: health(port))

    server.kill()

    eventually(lambda: health(port) is None)


def test_a_client_that_stalls_is_not_waited_for_for_ever(tmp_path, port):
    with listen(settings_for(tmp_path, "sqlite://", port=port)) as listener, \
            socket.create_connection(listener.getsockname()), listener.accept()[0] as accepted:
        waits = [struct.unpack("ll", accepted.getsockopt(socket.SOL_SOCKET, which, 16)) for which in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO)]

    assert waits == [(STALLED_S, 0)] * 2
