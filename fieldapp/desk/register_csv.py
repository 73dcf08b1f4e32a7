"""A register as a table to be kept (台账): one line a number, for any spreadsheet."""

import csv
import io

from flask_babel import gettext as _

from fieldapp.domain.numbering import format as written
from fieldapp.rulebook import load

from .register_rows import Book, Run
from .register_words import FATE_WORDS, held_by, line, on_phone, party_of, three
from .words import stamp

#: What a spreadsheet would take for the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(book: Book) -> bytes:
    """UTF-8 with a byte order mark, which tells spreadsheets that it is UTF-8."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([_("文书编号"), _("编号"), _("去向"), _("持有"), _("手机"), _("当事人"), _("时间"), _("说明")])
    rules, kind, year = load(), book.register.kind, book.register.year
    for entry in book.entries:
        run = Run((entry,))
        table.writerow([safe(cell) for cell in (
            written(rules.issuer["code"], rules.documents[kind]["word"], year, entry.n), three(entry.n), str(FATE_WORDS[entry.fate]),
            held_by(entry), on_phone(entry), party_of(run), stamp(entry.at) if entry.at else "", line(run, book))])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(cell: str) -> str:
    """Words that a spreadsheet shows and does not reckon: an apostrophe stands before what would begin a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
