"""Sign in, who am I, sign out, change the password."""

from flask import jsonify, request

from fieldapp.domain.problems import Problem
from fieldapp.edges import identity
from fieldapp.edges.clock import day_of, now_ms
from fieldapp.store.people import User
from fieldapp.store.units import unit

from . import bp


@bp.post("/session")
def sign_in():
    given = body("username", "password")
    return answer(identity.sign_in(given["username"], given["password"]))


@bp.get("/session")
def who_am_i():
    return answer(identity.who())


@bp.delete("/session")
def sign_out():
    identity.sign_out()
    return "", 204


@bp.post("/session/password")
def change_password():
    given = body("old", "new")
    identity.change_password(given["old"], given["new"])
    return answer(identity.who())


def body(*names: str) -> dict[str, str]:
    """The request's JSON object with these text fields. Raises Problem `bad_request`, or `invalid` naming the field."""
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise Problem("bad_request")
    for name in names:
        if not isinstance(given.get(name), str) or not given[name]:
            raise Problem("invalid", field=name)
    return given


def answer(user: User):
    return jsonify(user=user_wire(user))


def user_wire(user: User) -> dict:
    """What a person may know of themselves. `unit` is that of the first role in force today, or null."""
    grants = user.held(day_of(now_ms()))
    home = unit(next((g.unit for g in grants if g.unit), None))
    return {"id": user.id, "username": user.username, "name": user.name, "must_change": user.must_change,
            "roles": sorted({g.role for g in grants}), "grants": [{"role": g.role, "unit": g.unit} for g in grants],
            "unit": home.id if home else None, "unit_name": home.name if home else None}
