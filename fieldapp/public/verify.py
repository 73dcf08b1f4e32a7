"""`/v/<code>`, the page behind a paper's QR code: kind, number, date, issuer, and whether it stands, was withdrawn or replaced."""

from dataclasses import dataclass

from babel.dates import format_date
from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.edges.language import LANGUAGES, language
from fieldapp.operations import lookups
from fieldapp.operations.payload import VERIFY_CODE
from fieldapp.operations.sign_in import network_of
from fieldapp.rulebook import load
from fieldapp.store.days import day_of
from fieldapp.store.documents import Document, by_verify_code
from fieldapp.store.orders import Order
from fieldapp.store.transaction import transaction

from . import bp

ENDED = ("withdrawn", "superseded")
LONGEST_CODE = 64
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {"Content-Security-Policy": POLICY, "X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer",
           "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Answer:
    """What the page says. `standing` is stands, withdrawn, superseded or unknown; the others are empty for what is unknown."""

    standing: str
    kind: str = ""
    number: str = ""
    date: str = ""
    issuer: str = ""
    ended_on: str = ""


@bp.get("/v")
def ask() -> Response:
    """For who cannot scan: the code is printed at the foot of every page."""
    code = "".join(request.args.get("code", "").split())
    if code:
        return redirect(url_for("public.verify", code=code[:LONGEST_CODE], lang=request.args.get("lang")), 303)
    return _page("")


@bp.get("/v/<code>")
def verify(code: str) -> Response:
    network, now = network_of(request.remote_addr), now_ms()
    lookups.demand_patience(network, now)
    with transaction():
        lookups.count_lookup(network, now)
    answer = answer_for(by_verify_code(code) if VERIFY_CODE.fullmatch(code) else None, _language())
    return _page(code, answer, 404 if answer.standing == "unknown" else 200)


def answer_for(paper: Order | Document | None, lang: str) -> Answer:
    """Only these fields ever reach the page: a party cannot slip out with a row."""
    if paper is None:
        return Answer("unknown")
    rules = load()
    kind = rules.documents.get(paper.kind)
    standing = paper.state if paper.state in ENDED else "stands"
    ended = (paper.withdrawn_at or paper.state_at) if standing in ENDED else None
    return Answer(standing, kind["zh" if lang == "zh" else "en"] if kind else "", paper.number or "", _date(paper.issued_at, lang),
                  rules.issuer["name" if lang == "zh" else "en"], _date(ended, lang) if ended else "")


@bp.errorhandler(Problem)
def refused(problem: Problem) -> Response:
    """In the page's own clothes: who stands on the street has no desk to go back to."""
    answer = _page("", status=problem.status, wait_s=problem.details.get("retry_after_s"))
    if "retry_after_s" in problem.details:
        answer.headers["Retry-After"] = str(problem.details["retry_after_s"])
    return answer


def _page(code: str, answer: Answer | None = None, status: int = 200, wait_s: int | None = None) -> Response:
    lang = _language()
    with force_locale(lang):
        page = make_response(render_template("public/verify.html", lang=lang, code=code, answer=answer, wait_s=wait_s), status)
    page.headers.update(HEADERS)
    return page


def _language() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else language()


def _date(ms: int, lang: str) -> str:
    return format_date(day_of(ms), "long", locale="en_GB" if lang == "en" else "zh_Hans_CN")
