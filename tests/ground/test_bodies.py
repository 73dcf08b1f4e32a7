"""Who sends megabytes is answered when they have come, however soon the answer was known. On a real server: in-process there is no line to cut."""

import http.client

import pytest

from tests.e2e.installation import Installation

#: More than the buffers between two processes of one machine hold, less than the server takes.
LARGE = bytes(30 * 1024 * 1024)


@pytest.fixture
def server(tmp_path):
    installation = Installation(tmp_path).start()
    yield installation
    installation.discard()


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
def test_a_refusal_waits_for_the_end_of_the_body(server, connection):
    phone = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    phone.request("PUT", f"/api/v1/blobs/{'0' * 64}", LARGE, {"Sec-Fetch-Site": "same-origin", "Connection": connection})

    assert phone.getresponse().status == 401
