"""An answer goes out when the whole request has come in.

A refusal, or "stored already", is known before the body is read. Who is answered then and sends on is cut off: the server closes a
connection with bytes on it that nobody read, and a browser takes that for a lost line. A phone whose photo had arrived but whose answer
had not would send the photo again, and be cut off again, for ever.

That is for those we know, also when their sign-in has ended; of a stranger who is refused little is heard, and nobody is heard for ever.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

from flask import Flask, Response, request, session
from werkzeug.exceptions import HTTPException

from fieldapp.store.transaction import let_go

PART = 256 * 1024
#: Of somebody who never signed in on this browser, and is refused.
FROM_STRANGERS = 1024 * 1024
#: A line is slow, but not slower: after so long whatever is still missing is not waited for.
FIRST_S, BYTES_PER_S = 60, 8 * 1024


def hear_out(app: Flask) -> None:
    """Up to MAX_CONTENT_LENGTH, whatever less a door takes itself; whoever announces more is cut off all the same."""
    @app.after_request
    def hear_out(answer: Response) -> Response:
        if not request.content_length and "Transfer-Encoding" not in request.headers:
            return answer
        request.max_content_length = None  # the door's own limit is no limit here
        most = app.config["MAX_CONTENT_LENGTH"]
        try:
            with _for_seconds(FIRST_S + (request.content_length or most) // BYTES_PER_S):
                if request.stream.read(1):
                    let_go()  # it may be slow, and must not hold a connection to the database
                    _hear(FROM_STRANGERS if answer.status_code >= 400 and "_user_id" not in session else most)
        except (HTTPException, OSError):
            pass  # too much was announced, or the client has gone
        return answer


def _hear(most: int) -> None:
    heard = 1
    while part := request.stream.read(PART):
        heard += len(part)
        if heard > most:
            return _hear_no_more(request.environ.get("gunicorn.socket"))


@contextmanager
def _for_seconds(seconds: int) -> Iterator[None]:
    """The line is deaf after so many seconds: a read that waits for the next byte gives up."""
    line = request.environ.get("gunicorn.socket")
    timer = Timer(seconds, _hear_no_more, (line,))
    timer.daemon = True
    if line is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hear_no_more(line: socket.socket | None) -> None:
    """What else comes on this connection is not read, by the server either."""
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RD)
