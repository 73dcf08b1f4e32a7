"""Who is asking: Flask-Login over server-side sign-in rows, for the phone and the desk alike."""

from dataclasses import dataclass

from flask import Flask, request, session
from flask_login import UserMixin, current_user, login_user, logout_user

from fieldapp.domain.problems import Problem
from fieldapp.extensions import login
from fieldapp.operations import devices
from fieldapp.operations import sign_in as verbs
from fieldapp.store.people import User
from fieldapp.store.sign_ins import SignIn, lane_of_ended, sign_in_by_token
from fieldapp.store.transaction import transaction

from .clock import now_ms


@dataclass
class Visitor(UserMixin):
    """A signed-in person and the sign-in they came by. Flask-Login keeps `token` in the signed cookie."""

    token: str
    sign_in: SignIn
    user: User

    def get_id(self) -> str:
        return self.token


def identify_people(app: Flask) -> None:
    login.init_app(app)
    login.session_protection = None  # a phone changes its network and its browser's version all day
    login.user_loader(load)


def load(token: str) -> Visitor | None:
    found = sign_in_by_token(token, now_ms())
    return Visitor(token, found, found.user) if found else None


def who() -> User:
    """The signed-in user. Raises Problem as `current_sign_in`."""
    return current_sign_in().user


def current_sign_in() -> SignIn:
    """Raises Problem `signed_out`, or `lane_revoked` when the sign-in ended because its phone was shut out: the phone must learn that,
    whoever has it."""
    if not current_user.is_authenticated:
        raise Problem("lane_revoked" if _shut_out(session.get("_user_id")) else "signed_out")
    return current_user.sign_in


def _shut_out(token: object) -> bool:
    lane_id = lane_of_ended(token) if isinstance(token, str) else None
    if lane_id is None:
        return False
    with transaction():
        return devices.tell(lane_id, now_ms())


def require_sign_in() -> None:
    """For `before_request` of a door that is closed to strangers. Keeps a used sign-in alive.

    Raises Problem `signed_out`, `lane_revoked`, or `password_change_needed` while the password is a one-time one.
    """
    row, now = current_sign_in(), now_ms()
    if row.user.must_change:
        raise Problem("password_change_needed")
    if verbs.wants_touch(row, now):
        with transaction():
            verbs.touch(row, now)
        session.modified = True  # renews the cookie's own age


def sign_in(username: str, password: str) -> User:
    """Check the password and start a session in this browser. Raises Problem `locked` or `bad_credentials`."""
    network, now = verbs.network_of(request.remote_addr), now_ms()
    with transaction():
        verbs.admit(username, network, now)
    user = verbs.prove(username, password)
    with transaction():
        if current_user.is_authenticated:  # its cookie is about to go: nobody could end it any more
            verbs.close_session(current_user.sign_in, now)
        token = verbs.open_session(user, network, now)
    session.clear()
    session.permanent = True
    login_user(load(token))
    return user


def sign_out() -> None:
    if current_user.is_authenticated:
        with transaction():
            verbs.close_session(current_user.sign_in, now_ms())
    logout_user()
    session.clear()


def change_password(old: str, new: str) -> None:
    """Raises Problem `signed_out`, `locked`, `bad_credentials` or `password_weak`."""
    row, network, now = current_sign_in(), verbs.network_of(request.remote_addr), now_ms()
    with transaction():
        verbs.admit(row.user.username, network, now)
    password_hash = verbs.replacement(verbs.prove(row.user.username, old), old, new)
    with transaction():
        verbs.change_password(row, password_hash, network, now)
