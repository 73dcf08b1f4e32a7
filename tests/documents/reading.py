"""Reading a PDF as somebody else's program does, and saying what of it is the paper's own text."""

import io
import re

from pypdf import PdfReader

#: What a page adds to the text: its foot.
FOOT = re.compile(r"^核验码\s\S+（扫码核验真伪）\s*第\s\d+\s页\s+共\s\d+\s页$", re.MULTILINE)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\xa0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]


def text_in(pdf: bytes) -> str:
    """The text without its line breaks; blanks count."""
    return flat(FOOT.sub("", "\n".join(pages(pdf))))


def flat(text: str) -> str:
    return text.replace("\n", "")
