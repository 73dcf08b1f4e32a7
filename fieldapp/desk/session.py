"""Sign in, change a one-time password, sign out, choose the language."""

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem, message
from fieldapp.edges import identity
from fieldapp.edges.language import LANGUAGES, language

from . import bp
from .door import safe_next
from .gate import CARRIED, carried_on, sign_in_page

YEAR_S = 365 * 86_400


@bp.get("/sign-in")
def sign_in():
    return sign_in_page()


@bp.post("/sign-in")
def sign_in_post():
    username, (path, fields) = request.form.get("username", "").strip(), carried_on()
    try:
        identity.sign_in(username, request.form.get("password", ""))
    except Problem as problem:
        said = message(problem.code, language())
        wait_s = problem.details.get("retry_after_s", 0)
        if wait_s:
            minutes = -(-wait_s // 60)
            said += ngettext("%(num)d 分钟后可以再试。", "%(num)d 分钟后可以再试。", minutes)
        carried = [(name, value) for name, value in request.form.items() if name.startswith(CARRIED)]
        page = current_app.make_response(sign_in_page(said, username, carried))
        if wait_s:
            page.headers["Retry-After"] = str(wait_s)
        return page, problem.status
    if path and safe_next(path) == path and not identity.who().must_change:
        return render_template("desk/go_on.html", path=path, fields=fields)
    return redirect(safe_next(request.form.get("next")), 303)


@bp.get("/password")
def password():
    return render_template("desk/password.html", said="", user=identity.who())


@bp.post("/password")
def password_post():
    user, new = identity.who(), request.form.get("new", "")
    if new != request.form.get("again", ""):
        said = _("两次输入的新密码不一样。")
        return render_template("desk/password.html", said=said, user=user, wrong="again"), 422
    try:
        identity.change_password(request.form.get("old", ""), new)
    except Problem as problem:
        wrong = "new" if problem.code == "password_weak" else "old"
        return render_template("desk/password.html", said=message(problem.code, language()), user=user, wrong=wrong), problem.status
    return redirect(url_for("desk.home"), 303)


@bp.post("/sign-out")
def sign_out():
    identity.sign_out()
    return redirect(url_for("desk.sign_in"), 303)


@bp.post("/language")
def language_choice():
    answer = redirect(safe_next(request.form.get("next")), 303)
    if request.form.get("lang") in LANGUAGES:
        answer.set_cookie("lang", request.form["lang"], max_age=YEAR_S, samesite="Lax", secure=current_settings().https)
    return answer
