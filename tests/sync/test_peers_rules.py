"""Rules of docs/peers.md that no other test tells of."""

import re
from pathlib import Path

STORE = Path(__file__).resolve().parents[2] / "static" / "pwa" / "store"
WRITTEN = re.compile(r"\.(?:put|add)\((?:[^()]|\([^()]*\))*\)")


def test_no_row_on_the_phone_says_that_it_is_being_sent():
    """A stored "sending" would lie after a crash: what is on its way is known to the page that sends it, and is in no row."""
    written = [row for file in sorted(STORE.glob("*.js")) for row in WRITTEN.findall(file.read_text(encoding="utf-8"))]
    assert len(written) > 20, "the search finds what is written"
    assert not [row for row in written if "sending" in row]
