"""`flask prepare`: what `make run` does before it serves: tables up to date, the demo world when FIELDAPP_DEMO says so."""

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms
from fieldapp.extensions import db
from fieldapp.rulebook import load
from fieldapp.store.files import Files
from fieldapp.store.people import anybody_there
from fieldapp.store.records import publish_rulebook
from fieldapp.store.transaction import transaction
from fieldapp.sync.waiting import wake_types

from .restore import finish
from .saying import say

#: Nobody sends one file for so long: what is older was given up.
UNFINISHED_S = 86_400


@click.command("prepare")
@click.pass_context
@with_appcontext
def command(ctx: click.Context) -> None:
    """建表或升级数据库；演示模式下放入演示数据。Bring the tables up to date; in demo mode fill an empty database."""
    flask_migrate.upgrade()
    if finish(now_ms()):
        say("接着做完了上次没做完的恢复：flask verify", "finished a restore that had been cut short: flask verify")
    with transaction():
        publish_rulebook()
        wake_types(now_ms(), load())
    Files(current_settings().blobs).sweep(now_ms() / 1000 - UNFINISHED_S)
    place = db.engine.url.render_as_string(hide_password=True)
    say(f"数据库已就绪：{place}", f"database ready: {place}")
    if current_settings().demo and not anybody_there():
        ctx.invoke(current_app.cli.commands["demo"].commands["seed"])
    if not anybody_there():
        say("还没有用户：flask init 建立第一个管理员", "nobody is here yet: flask init makes the first administrator")

