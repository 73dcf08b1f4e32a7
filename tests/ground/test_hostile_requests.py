"""Requests that no page of ours sends: huge, deep, or with characters that databases cannot hold. Refused, never a fault of ours."""

import json

import pytest

from tests.sync.conftest import phone, world  # noqa: F401  (fixtures)
from tests.world import PASSWORD


def post(client, path: str, text: str):
    return client.post(path, data=text, content_type="application/json")


def test_a_stranger_cannot_make_the_server_read_megabytes(client):
    answer = post(client, "/api/v1/session", '{"username": "li", "password": "x", "more": [' + "1," * 50_000 + "1]}")

    assert (answer.status_code, answer.json["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/session/password"])
def test_lists_within_lists_end_in_a_refusal(client, path):
    assert post(client, path, "[" * 60_000).status_code == 400


@pytest.mark.parametrize("odd", ["\x00", "\ud800"])
@pytest.mark.parametrize("field", ["username", "password"])
def test_half_a_character_is_no_name_and_no_password(client, world, field, odd):  # noqa: F811
    given = {"username": "lu", "password": PASSWORD}

    answer = post(client, "/api/v1/session", json.dumps(given | {field: given[field] + odd}))

    assert (answer.status_code, answer.json["error"]["details"]) == (422, {"field": field})


@pytest.mark.parametrize("odd", ["\x00", "\ud800"])
def test_feedback_with_half_a_character_is_kept(phone, odd):  # noqa: F811
    shen = phone("shen")
    said = {"id": "01a1ec61-e100-7f9c-99ff-22e55e118f40", "text": f"按钮{odd}太小", "build": odd}

    assert post(shen.client, "/api/v1/feedback", json.dumps(said)).status_code == 201


@pytest.mark.parametrize("path", ["/desk/cases/%00", "/desk/cases?words=%00", "/desk/cases/%00/preview", "/desk/?next=%00"])
def test_nul_in_an_address_is_no_fault_of_ours(phone, path):  # noqa: F811
    assert phone("bai").client.get(path, follow_redirects=True).status_code < 500
