"""Errors on any page fail the test: exceptions nobody caught, and whatever a page wrote to its console as an error."""

import re

#: What Chromium writes when nobody listens on the server's port.
NO_SERVER = r"net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|FAILED|INTERNET_DISCONNECTED|CONNECTION_CLOSED)"
SIGNED_OUT = r"status of 401"


class Complaints:
    def __init__(self):
        self.heard: list[str] = []
        self.expected: list[str] = []

    def listen(self, context) -> None:
        context.on("weberror", lambda error: self.heard.append(f"{error.page.url if error.page else ''}: {error.error}"))
        context.on("console", self._console)

    def _console(self, message) -> None:
        if message.type == "error":
            self.heard.append(f"{message.page.url if message.page else ''}: {message.text} ({message.location.get('url', '')})")

    def expect(self, *patterns: str) -> None:
        """These belong to the story."""
        self.expected += patterns

    def check(self) -> None:
        unexpected = [said for said in self.heard if not any(re.search(pattern, said) for pattern in self.expected)]
        assert not unexpected, "\n".join(unexpected)
