"""A PDF as somebody sees it: its pages drawn, by a program that did not write it."""

from pathlib import Path

import typst
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
#: Where pictures for people to look at are left.
RESULTS = ROOT / "test-results" / "papers"


def drawn(pdf: bytes, folder: Path, page: int = 1) -> Path:
    """PNG of one page, about 850 pixels wide."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "paper.pdf").write_bytes(pdf)
    (folder / "sheet.typ").write_text(f'#set page(width: auto, height: auto, margin: 0pt)\n#image("paper.pdf", page: {page})\n')
    picture = folder / f"paper-{page}.png"
    picture.write_bytes(typst.compile(folder / "sheet.typ", root=folder, format="png", ppi=103))
    return picture


def ink(picture: Path) -> int:
    """How many pixels are dark."""
    with Image.open(picture) as page:
        return sum(page.convert("L").histogram()[:128])
