"""A paper at the desk: as a page, and as the PDF for the file. Whoever gets the record on a phone may read it here."""

import io

from flask import Response, render_template, send_file

from fieldapp.config import current_settings
from fieldapp.documents import Printable, as_pdf, printable, qr
from fieldapp.domain.problems import Problem
from fieldapp.evidence import display_copy
from fieldapp.logs import asked, log
from fieldapp.rulebook import load
from fieldapp.store.documents import document
from fieldapp.store.feed import lies_in
from fieldapp.store.files import Files
from fieldapp.store.orders import order
from fieldapp.store.transaction import let_go

from . import bp
from .door import me

LOAD = {"order": order, "document": document}
#: A browser's own reader of PDF needs these two; nothing in the file may run or fetch anything.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


@bp.get("/papers/<type_>/<paper_id>.html")
def paper_page(type_: str, paper_id: str) -> str:
    paper = _visible(type_, paper_id)
    _noted(paper, "html")
    return render_template("desk/paper.html", paper=paper, qr=qr.as_data_uri(paper.url))


@bp.get("/papers/<type_>/<paper_id>.pdf")
def paper_pdf(type_: str, paper_id: str) -> Response:
    paper = _visible(type_, paper_id)
    _noted(paper, "pdf")
    let_go()  # pictures and typesetting take their time; nobody waits for a connection meanwhile
    made = as_pdf(paper, pictures(paper))
    answer = send_file(io.BytesIO(made), mimetype="application/pdf", download_name=f"{paper.number or paper.name}.pdf")
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _visible(type_: str, paper_id: str) -> Printable:
    """Raises Problem `not_found`, alike for what is not there and for what this person may not see."""
    found = LOAD[type_](paper_id) if type_ in LOAD and lies_in(type_, paper_id, me().actor.scopes) else None
    if found is None:
        raise Problem("not_found")
    return printable(type_, found, load(), current_settings().origin)


def _noted(paper: Printable, form: str) -> None:
    """That a paper was read, of what kind and how; not which, not whose, not by whom."""
    log.info("paper", extra={"fields": {**asked(), "paper": paper.kind, "form": form}})


def pictures(paper: Printable) -> dict[str, bytes]:
    """Signatures as they may be shown: our own small copies, never a stranger's file. One that cannot be drawn is left out."""
    files, found = Files(current_settings().blobs), {}
    for who, sha256 in paper.signatures.items():
        try:
            copy = display_copy(files, sha256, "view")
        except FileNotFoundError:
            continue
        if copy is not None:
            found[who] = copy.read_bytes()
    return found
