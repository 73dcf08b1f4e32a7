"""`flask work`: the worker. One beside the web server, or as many as one likes, on any machine of the installation."""

import os
import signal
import socket
from threading import Event

import click
from flask import current_app
from flask.cli import with_appcontext

from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms


@click.command("work")
@with_appcontext
def command() -> None:
    """看时间的进程：到期提醒、推送。The worker: alerts that fall due, pushes. Runs until it is told to stop."""
    from fieldapp.jobs.loop import work  # late: they load what encrypts pushes, and no other command needs it
    from fieldapp.jobs.wiring import rounds

    app, stop = current_app._get_current_object(), Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    work(f"{socket.gethostname()[:40]}:{os.getpid()}", rounds(current_settings(), now_ms, app.extensions["log_fault"]), stop, app.app_context)
