"""Who may come in: signed in, with a password of their own, and with a role that works at a desk."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g, redirect, render_template, request, url_for

from fieldapp.domain.problems import Problem, message
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import require_sign_in, who
from fieldapp.edges.language import language
from fieldapp.store.access import Actor, actor
from fieldapp.store.people import User

from . import bp
from .gate import carried_form, sign_in_page

#: Roles with work at a desk; the others work on the phone.
AT_DESK = frozenset({"dispatcher", "squad_leader", "leader", "office", "legal_reviewer", "ext_reviewer", "admin", "city", "department"})
DECIDE = ("leader", "squad_leader")
OPEN = frozenset({"desk.sign_in", "desk.sign_in_post", "desk.language_choice"})
OWN = frozenset({"desk.password", "desk.password_post", "desk.sign_out"})


@dataclass(frozen=True)
class Person:
    """The signed-in person with the roles and scopes of this moment."""

    user: User
    actor: Actor

    def holds(self, *roles: str) -> bool:
        return self.actor.holds(*roles)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(one.unit for one in self.actor.grants if one.unit)

    @property
    def sees_attention(self) -> bool:
        return self.holds("leader", "squad_leader", "dispatcher", "admin")

    @property
    def sees_flags(self) -> bool:
        return self.holds("leader", "squad_leader", "dispatcher")

    @property
    def sees_orders(self) -> bool:
        """Whose scopes can hold items of orders: a squadron's, and those of the platform that follows them."""
        return self.holds("leader", "squad_leader", "dispatcher", "office", "legal_reviewer")

    @property
    def reads_feedback(self) -> bool:
        return self.holds("leader", "office", "admin")

    @property
    def keeps_phones(self) -> bool:
        return self.holds("admin", "leader", "squad_leader")

    @property
    def decides(self) -> bool:
        return self.holds(*DECIDE)


def me() -> Person:
    """The person of this request, read once."""
    if "desk_person" not in g:
        user = who()
        g.desk_person = Person(user, actor(user, now_ms()))
    return g.desk_person


@bp.before_request
def closed_door():
    if request.endpoint in OPEN:
        return None
    try:
        require_sign_in()
    except Problem as problem:
        if problem.code == "password_change_needed" and request.endpoint in OWN:
            return None
        if problem.code == "password_change_needed":
            return redirect(url_for("desk.password"), 303)
        if problem.code != "signed_out":
            raise
        if request.method not in ("GET", "HEAD"):
            return sign_in_page(message("signed_out", language()), carried=carried_form(request.path)), 401
        return redirect(url_for("desk.sign_in", next=_here()), 303)
    if request.endpoint not in OWN and not me().holds(*AT_DESK):
        return render_template("desk/to_phone.html"), 403
    return None


def _here() -> str | None:
    here = request.full_path.rstrip("?")
    return None if here in ("/desk/", "/desk") else here


def safe_next(target: str | None) -> str:
    """A page of the desk to go on to; anything else, whatever it looks like to a browser, is the first page."""
    try:
        parts = urlsplit(target or "")
    except ValueError:  # "//[" begins an IPv6 address that never ends
        return url_for("desk.home")
    plain = target and not parts.scheme and not parts.netloc and "\\" not in target and not any(ord(c) < 33 for c in target)
    return target if plain and target.startswith("/desk/") else url_for("desk.home")
