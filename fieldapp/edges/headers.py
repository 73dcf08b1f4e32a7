"""Security headers and the server's time on every answer."""

from flask import Flask, Response, request

from fieldapp.config import Settings

from .clock import now_ms

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "connect-src 'self'",
    "font-src 'self'", "media-src 'self' blob:", "worker-src 'self'", "manifest-src 'self'", "object-src 'none'",
    "frame-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
))
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What differs from person to person: no proxy and no shared computer keeps it, unless the answer itself says that it may be kept.
PERSONAL = ("/api/", "/desk/")
YEAR_S = 365 * 86_400


def put_headers(app: Flask, settings: Settings) -> None:
    @app.after_request
    def headers(answer: Response) -> Response:
        answer.headers["X-Server-Time"] = str(now_ms())
        if "Cache-Control" not in answer.headers and request.path.startswith(PERSONAL):
            answer.headers["Cache-Control"] = "no-store"
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)  # an answer may be stricter, as files of strangers are
        if settings.https:
            answer.headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"
        return answer
