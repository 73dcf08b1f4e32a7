"""Sign in, who am I, sign out, change the password."""

from flask import jsonify

from fieldapp.edges import identity
from fieldapp.edges.clock import now_ms
from fieldapp.store.days import day_of
from fieldapp.store.people import User
from fieldapp.store.units import unit

from . import bp
from .bodies import json_fields


@bp.post("/session")
def sign_in():
    given = json_fields("username", "password")
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
    given = json_fields("old", "new")
    identity.change_password(given["old"], given["new"])
    return answer(identity.who())


def answer(user: User):
    return jsonify(user=user_wire(user))


def user_wire(user: User) -> dict:
    """What a person may know of themselves. `unit` is that of the first role in force today, or null."""
    grants = user.held(day_of(now_ms()))
    home = unit(next((g.unit for g in grants if g.unit), None))
    return {"id": user.id, "username": user.username, "name": user.name, "must_change": user.must_change,
            "roles": sorted({g.role for g in grants}), "grants": [{"role": g.role, "unit": g.unit} for g in grants],
            "unit": home.id if home else None, "unit_name": home.name if home else None}
