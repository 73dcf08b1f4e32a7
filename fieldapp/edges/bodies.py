"""An answer goes out when the whole request has come in.

A refusal, or "stored already", is known before the body is read. Who is answered then and sends on is cut off: the server closes a
connection with bytes on it that nobody read, and a browser takes that for a lost line. A phone whose photo had arrived but whose answer
had not would send the photo again, and be cut off again, for ever.
"""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from fieldapp.store.transaction import let_go

PART = 256 * 1024


def hear_out(app: Flask) -> None:
    """Up to MAX_CONTENT_LENGTH; whoever announces more is cut off all the same."""
    @app.after_request
    def hear_out(answer: Response) -> Response:
        try:
            if request.stream.read(1):
                let_go()  # it may be slow, and must not hold a connection to the database
                while request.stream.read(PART):
                    pass
        except (HTTPException, OSError):
            pass  # too much was announced, or the client has gone
        return answer
