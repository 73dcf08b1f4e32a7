"""flask init and flask user: plain words, one-time passwords shown once, exit codes."""

import re

import pytest

from fieldapp.store.people import user_called
from fieldapp.store.transaction import transaction
from fieldapp.store.units import Unit


@pytest.fixture
def flask(app):
    """Runs `flask …`, each time in a context of its own as a shell would."""
    def run(*words):
        return app.test_cli_runner().invoke(args=words)
    return run


@pytest.fixture
def squadron(app):
    with transaction() as session:
        session.add(Unit(id="u2", kind="squadron", number=2, name="二中队", parent_id=None))


def shown_password(result) -> str:
    return re.search(r"：(\S+) /", result.output).group(1)


def test_init_makes_the_first_administrator(app, flask, client):
    made = flask("init", "--subdistrict", "东城街街道")

    assert made.exit_code == 0
    answer = client.post("/api/v1/session", json={"username": "admin", "password": shown_password(made)})
    assert answer.json["user"]["must_change"] is True
    assert answer.json["user"]["roles"] == ["admin"]


def test_init_refuses_when_there_are_people(flask):
    flask("init", "--subdistrict", "东城街街道")

    again = flask("init", "--username", "second", "--subdistrict", "东城街街道")

    assert again.exit_code == 1
    assert "flask user add" in again.output
    assert user_called("second") is None


def test_add_gives_a_role_in_a_unit(flask, squadron, client):
    added = flask("user", "add", "Zhang", "--name", "张伟", "--role", "officer", "--unit", "二中队")

    assert added.exit_code == 0
    user = client.post("/api/v1/session", json={"username": "zhang", "password": shown_password(added)}).json["user"]
    assert (user["roles"], user["unit"], user["unit_name"]) == (["officer"], "u2", "二中队")


@pytest.mark.parametrize(("words", "field"), [
    (("x", "--name", "张伟", "--role", "officer", "--unit", "二中队"), "username"),
    (("zhang", "--name", " ", "--role", "officer", "--unit", "二中队"), "name"),
    (("zhang", "--name", "张伟", "--role", "king", "--unit", "二中队"), "role"),
    (("zhang", "--name", "张伟", "--role", "officer", "--unit", "九中队"), "unit"),
    (("zhang", "--name", "张伟", "--role", "officer"), "unit"),
])
def test_add_names_what_is_wrong(flask, squadron, words, field):
    refused = flask("user", "add", *words)

    assert refused.exit_code == 1
    assert f"field={field}" in refused.output
    assert user_called("zhang") is None


def test_a_name_is_given_once(flask, squadron):
    words = ("user", "add", "zhang", "--name", "张伟", "--role", "officer", "--unit", "二中队")
    flask(*words)

    again = flask(*words)

    assert again.exit_code == 1
    assert "zhang" in again.output


def test_disable_shuts_out_and_reset_lets_in(flask, client):
    flask("init", "--subdistrict", "东城街街道")

    assert flask("user", "disable", "admin").exit_code == 0
    assert "disabled" in flask("user", "list").output
    let_in = flask("user", "reset", "admin")

    answer = client.post("/api/v1/session", json={"username": "admin", "password": shown_password(let_in)})
    assert answer.status_code == 200


@pytest.mark.parametrize("words", [("reset", "nobody"), ("disable", "nobody")])
def test_nobody_cannot_be_reset_or_shut_out(flask, words):
    assert flask("user", *words).exit_code == 1


def test_list_shows_roles_and_units(flask, squadron):
    flask("user", "add", "zhang", "--name", "张伟", "--role", "officer", "--unit", "二中队")

    assert flask("user", "list").output.splitlines() == ["zhang\t张伟\tofficer@二中队\tactive"]
