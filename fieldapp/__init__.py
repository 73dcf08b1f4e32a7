"""FieldApp: field inspection for a subdistrict's enforcement squad, and the dispatch desk behind it.

`create_app()` wires and decides nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from .config import Settings, from_environment
from .rulebook import load

ROOT = Path(__file__).resolve().parent.parent
BODY_MAX = 33 * 1024 * 1024


def create_app(settings: Settings | None = None, clock: Callable[[], int] | None = None) -> Flask:
    """The application. Without `settings` they come from the environment; `clock` gives UTC milliseconds."""
    from .edges.clock import system_clock

    settings = settings or from_environment()
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.from_mapping(flask_config(settings))
    app.extensions["clock"] = clock or system_clock
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)
    wire_edges(app, settings)
    wire_doors(app)
    return app


def flask_config(settings: Settings) -> dict:
    return {
        "FIELDAPP": settings,
        "SECRET_KEY": settings.cookie_keys[0],
        "SECRET_KEY_FALLBACKS": list(settings.cookie_keys[1:]),
        "SESSION_COOKIE_NAME": "__Host-fieldapp" if settings.https else "fieldapp",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "MAX_CONTENT_LENGTH": BODY_MAX,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True, "pool_size": settings.web_threads, "max_overflow": 8,
                                      "pool_pre_ping": not settings.sqlite},
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": load().clocks["zone"],
        "BABEL_TRANSLATION_DIRECTORIES": "desk/translations",
        "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/plain", "text/javascript", "application/javascript",
                               "application/json", "application/manifest+json", "image/svg+xml"],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
        "COMPRESS_LEVEL": 4,
        "PWA_KILL_SWITCH": settings.kill_switch,
    }


def wire_edges(app: Flask, settings: Settings) -> None:
    from .edges import bodies, headers, identity, language, refusals, same_origin
    from .extensions import babel, compress, db, migrate
    from .logs import set_up_logs

    app.json.ensure_ascii = False
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "fieldapp" / "migrations"), render_as_batch=True)
    babel.init_app(app, locale_selector=language.language)
    set_up_logs(app)
    headers.put_headers(app, settings)
    compress.init_app(app)
    same_origin.guard_unsafe_methods(app, settings)
    refusals.handle_refusals(app)
    bodies.hear_out(app)
    identity.identify_people(app)


def wire_doors(app: Flask) -> None:
    """Every blueprint and command of the product."""
    from . import api, cli, demo, desk, health, public, pwa

    for bp in (health.bp, api.bp, desk.bp, desk.files, public.bp, pwa.bp):
        app.register_blueprint(bp)
    app.extensions["demo_accounts"] = demo.printed
    cli.add_commands(app)
