"""`flask init`: the first administrator of a new installation."""

import click
from flask.cli import with_appcontext

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import day_of, now_ms
from fieldapp.operations import people
from fieldapp.store.people import anybody_there
from fieldapp.store.records import publish_rulebook
from fieldapp.store.transaction import transaction

from .saying import refusals_said, say


@click.command("init")
@click.option("--username", default="admin", show_default=True)
@click.option("--name", default="系统管理员", show_default=True)
@with_appcontext
def command(username: str, name: str) -> None:
    """建立第一个管理员，显示一次性密码。Make the first administrator and show the one-time password, once.

    Refuses when there are people already.
    """
    now = now_ms()
    with refusals_said(), transaction():
        if anybody_there():
            raise Problem("name_taken", hint="已有用户，请用 flask user add / there are people already: flask user add")
        user, password = people.add(username, name, "admin", None, day_of(now), now)
        publish_rulebook()
        known_as = user.username
    say(f"管理员 {known_as} 的一次性密码（只显示这一次）：{password}", f"one-time password of {known_as} (shown only now): {password}")
