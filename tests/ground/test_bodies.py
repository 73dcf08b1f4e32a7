"""Who sends megabytes is answered when they have come, however soon the answer was known. On a real server: in-process there is no line to cut."""

import http.client
import socket

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.e2e.installation import Installation, flask

#: More than the buffers between two processes of one machine hold, less than the server takes.
LARGE = bytes(30 * 1024 * 1024)
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("bodies")
    flask(data, "db", "upgrade")
    installation = Installation(data).start()
    yield installation
    installation.discard()


def line(server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def signed_out(server) -> dict:
    """The cookie of a sign-in that is no more."""
    ours = Flask(__name__)
    ours.secret_key = (server.data / "keys" / "cookie").read_text().split()[0]
    cookie = SecureCookieSessionInterface().get_signing_serializer(ours).dumps({"_user_id": "gone"})
    return SAME | {"Cookie": f"fieldapp={cookie}"}


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_a_refusal_waits_for_the_end_of_the_body(server, connection):
    phone, cookie = line(server), signed_out(server)

    phone.request("PUT", f"/api/v1/blobs/{'0' * 64}", LARGE, cookie | {"Connection": connection})

    assert phone.getresponse().status == 401


def test_what_a_door_finds_too_large_is_heard_and_answered(server):
    phone, cookie = line(server), signed_out(server)

    phone.request("POST", "/api/v1/session", LARGE, cookie | {"Content-Type": "application/json"})

    assert phone.getresponse().status == 413


def test_a_stranger_is_answered_without_being_heard_out(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as stranger:  # less than a stalled line is given
        stranger.sendall(b"PUT /api/v1/blobs/" + b"0" * 64 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
                         b"Content-Length: 31457280\r\n\r\n" + bytes(3 * 512 * 1024))

        assert stranger.recv(12) == b"HTTP/1.1 401"
