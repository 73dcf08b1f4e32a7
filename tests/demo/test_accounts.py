"""Who can sign in to a demo: exactly the printed accounts, in the promised order."""

import json
from dataclasses import replace

from sqlalchemy import select

from fieldapp import demo
from fieldapp.rulebook import load
from fieldapp.store.base import db
from fieldapp.store.people import User


def run(app, *words):
    return app.test_cli_runner().invoke(args=["demo", *words])


def test_the_list_begins_with_the_officers_and_the_leader_of_the_second_squadron(world):
    rows = json.loads(run(world.app, "accounts", "--json").stdout)

    assert set(rows[0]) == {"username", "password", "role", "name", "unit"}
    assert [r["unit"] for r in rows[:6]] == ["二中队"] * 3 + ["三中队"] * 2 + ["二中队"]
    assert all("officer" in r["role"] for r in rows[:5]) and rows[5]["role"] == ["patroller"]
    assert "squad_leader" in rows[2]["role"]
    assert {role for r in rows for role in r["role"]} == set(load().roles)


def test_every_printed_account_signs_in_and_nobody_else_can(world):
    rows = demo.printed()
    with_password = set(db.session.scalars(select(User.username).where(User.password_hash.is_not(None))))

    assert with_password == {r["username"] for r in rows}
    for row in rows:
        answer = world.app.test_client().post("/api/v1/session", json={"username": row["username"], "password": row["password"]})
        assert answer.status_code == 200
        user = answer.json["user"]
        assert (user["name"], user["unit_name"], user["must_change"]) == (row["name"], row["unit"], False)
        assert sorted(set(row["role"])) == sorted(user["roles"])


def test_the_sign_in_page_of_a_demo_is_told_the_accounts(world):
    assert world.app.test_client().get("/api/v1/demo/accounts").json == demo.printed()


def test_an_installation_that_is_no_demo_tells_no_accounts(world):
    settings = world.app.config["FIELDAPP"]
    world.app.config["FIELDAPP"] = replace(settings, demo=False)
    try:
        answer = world.app.test_client().get("/api/v1/demo/accounts")
    finally:
        world.app.config["FIELDAPP"] = settings

    assert answer.status_code == 200 and answer.json == []


def test_a_database_without_the_demo_world_lists_nobody(app):
    refused = run(app, "accounts", "--json")

    assert refused.exit_code == 1 and refused.stdout == ""
    assert "demo seed" in refused.stderr


def test_it_refuses_a_database_that_has_people_and_changes_nothing(world):
    before = db.session.query(User).count()

    refused = run(world.app, "seed")

    assert refused.exit_code == 1 and "已经有人员" in refused.stderr
    assert db.session.query(User).count() == before
