"""What a new phone fetches before its first screen: bytes on the wire, headers included, and modules.

    .venv/bin/python bench/first_load.py

Chromium over loopback on an empty profile, compressed as the server compresses. Times are not measured: on loopback they say nothing.
"""

import sys
import tempfile
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.e2e.first_screen import load  # noqa: E402
from tests.e2e.installation import Installation, flask  # noqa: E402
from tests.e2e.phone import browser_options, of_a_phone  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder)
        flask(data, "prepare", FIELDAPP_DEMO="0")
        server = Installation(data).start()
        try:
            browser = playwright.chromium.launch(**browser_options())
            fetched = load(browser.new_context(**of_a_phone()), server.origin)
            browser.close()
            plain = {url: size_of(url) for url in fetched}
        finally:
            server.stop()
    for url, size in sorted(fetched.items(), key=lambda item: -item[1]):
        print(f"{size:8,}  {plain[url]:8,}  {url.removeprefix(server.origin)}")
    modules = sum(url.endswith(".js") for url in fetched)
    print(f"{sum(fetched.values()):8,}  {sum(plain.values()):8,}  bytes on the wire and unpacked, in {len(fetched)} files, {modules} of them scripts")


def size_of(url: str) -> int:
    with urllib.request.urlopen(url) as answer:
        return len(answer.read())


if __name__ == "__main__":
    main()
