"""`flask tick`: one round of the worker's jobs, at a moment one may name. For cron, for tests, and to look ahead."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms
from fieldapp.rulebook import load

from .saying import say


@click.command("tick")
@click.option("--now", "moment", help="ISO 8601，不写就是现在；可以比现在晚 / a moment, now when not given; it may lie ahead")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON / JSON and nothing else")
@with_appcontext
def command(moment: str | None, as_json: bool) -> None:
    """把到点的提醒办一遍；再跑一遍什么也不多。Do what has fallen due; doing it again changes nothing.

    Deadlines and quiet hours go by the moment that is named, leases and waiting for push services by the real clock.
    """
    from fieldapp.jobs.tick import tick  # late: it loads what encrypts pushes, and no other command needs it
    from fieldapp.jobs.wiring import rounds

    now = instant_of(moment)
    done = tick(rounds(current_settings(), now_ms, current_app.extensions["log_fault"])(now))
    if as_json:
        click.echo(json.dumps(done))
    else:
        counted = " ".join(f"{name}={n}" for name, n in done.items() if n)
        say(f"做完了：{counted or '没有要做的'}", f"done: {counted or 'nothing was due'}")
    raise SystemExit(1 if done.get("faults") else 0)


def instant_of(text: str | None) -> int:
    """UTC ms; a time without offset is the installation's."""
    if text is None:
        return now_ms()
    try:
        read = datetime.fromisoformat(text)
    except ValueError as bad:
        raise click.BadParameter(f"{text!r} 不是 ISO 8601 时间 / is no ISO 8601 time", param_hint="--now") from bad
    return round((read if read.tzinfo else read.replace(tzinfo=ZoneInfo(load().clocks["zone"]))).timestamp() * 1000)
