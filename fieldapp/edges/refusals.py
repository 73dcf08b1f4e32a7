"""The one place that turns a refusal into an answer: JSON for the phone, a page for people at a desk."""

from flask import Flask, Response, current_app, jsonify, render_template, request
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as WsgiResponse

from fieldapp.domain.problems import Problem, message

from .language import language

BY_STATUS = {400: "bad_request", 401: "signed_out", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
             413: "too_large", 422: "invalid", 429: "slow_down", 500: "server_error", 503: "unavailable"}


def handle_refusals(app: Flask) -> None:
    app.register_error_handler(Problem, refuse)
    app.register_error_handler(HTTPException, refuse_by_status)
    app.register_error_handler(DataError, refuse_unstorable)
    app.register_error_handler(Exception, fail)


def refuse(problem: Problem, status: int | None = None) -> Response:
    """An answer in the shape of protocol 5. `Retry-After` when the details say when to come back."""
    status = status or problem.status
    answer = as_json(problem) if wants_json() else as_page(problem, status)
    answer.status_code = status
    if "retry_after_s" in problem.details:
        answer.headers["Retry-After"] = str(problem.details["retry_after_s"])
    answer.headers["Cache-Control"] = "no-store"
    return answer


def refuse_by_status(error: HTTPException) -> WsgiResponse:
    """What Flask and Werkzeug refuse by themselves; redirects pass as they are."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    answer = refuse(Problem(BY_STATUS.get(status, "bad_request" if status < 500 else "server_error")), status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def refuse_unstorable(error: DataError) -> Response:
    """A value that the database has no way to hold (NUL in a path, a query or a form, on PostgreSQL): theirs, not our fault."""
    return refuse(Problem("bad_request"))


def fail(error: Exception) -> Response:
    """A fault of ours: logged without its message (it may quote data), answered without a word about it."""
    if current_app.testing:
        raise error
    current_app.extensions["log_fault"](error)
    return refuse(Problem("server_error"))


def wants_json() -> bool:
    """Under /api always; elsewhere only when JSON is asked for by name."""
    accepts = request.accept_mimetypes
    return request.path.startswith("/api/") or accepts["application/json"] > accepts["text/html"]


def as_json(problem: Problem) -> Response:
    said = message(problem.code, language())
    return jsonify(error={"code": problem.code, "message": said, "details": problem.details})


def as_page(problem: Problem, status: int) -> Response:
    page = render_template("refusal.html", lang=language(), code=problem.code, status=status,
                           said=message(problem.code, language()))
    return Response(page, mimetype="text/html")
