"""The sign-in page, and a form that was sent after the session had ended: it waits behind the sign-in, nothing of it is lost."""

from flask import current_app, render_template, request

from fieldapp.config import current_settings

#: Prefix of carried fields in the sign-in form, so that none is taken for a name or a password.
CARRIED = "carried:"
MOST = 40


def sign_in_page(said: str = "", username: str = "", carried: list[tuple[str, str]] | None = None) -> str:
    accounts = current_app.extensions.get("demo_accounts") if current_settings().demo else None
    return render_template("desk/sign_in.html", said=said, username=username, next=request.values.get("next", ""),
                           accounts=accounts() if accounts else [], carried=carried or [])


def carried_form(path: str) -> list[tuple[str, str]]:
    """The form of this request as hidden fields: where it was going, and what was in it."""
    return [(f"{CARRIED}", path), *((f"{CARRIED}{name}", value) for name, value in list(request.form.items())[:MOST])]


def carried_on() -> tuple[str, list[tuple[str, str]]]:
    """(path, fields) that came along with a sign-in; the path is empty when nothing did."""
    path = request.form.get(CARRIED, "")
    fields = [(name.removeprefix(CARRIED), value) for name, value in request.form.items() if name.startswith(CARRIED) and name != CARRIED]
    return path, fields
