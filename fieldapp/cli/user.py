"""`flask user …`: people, their first role, their one-time passwords; what else they may do stands in `rights`."""

import click
from flask.cli import with_appcontext

from fieldapp.edges.clock import now_ms
from fieldapp.operations import people
from fieldapp.store.days import day_of
from fieldapp.store.people import everybody
from fieldapp.store.transaction import transaction
from fieldapp.store.units import units

from . import rights, user_import
from .saying import refusals_said, say


@click.group("user")
def command() -> None:
    """人员：添加、导入、角色、网格、重置密码、停用。People: add, import, roles, cells, reset, disable."""


for more in (*rights.COMMANDS, user_import.command):
    command.add_command(more)


@command.command("add")
@click.argument("username")
@click.option("--name", required=True, help="姓名 / full name")
@click.option("--role", required=True, help="角色代码，如 officer / code of the role")
@click.option("--unit", "unit_name", help="单位名称，如 二中队 / name of the unit (not needed for admin)")
@with_appcontext
def add(username: str, name: str, role: str, unit_name: str | None) -> None:
    """添加一个人，今天起有一个角色。Add a person holding a role from today on."""
    now = now_ms()
    with refusals_said(), transaction():
        user, password = people.add(username, name, role, unit_name, day_of(now), now)
        known_as = user.username
    _show(known_as, password)


@command.command("reset")
@click.argument("username")
@with_appcontext
def reset(username: str) -> None:
    """发一个新的一次性密码，并退出其所有登录。A new one-time password; every sign-in of the person ends."""
    with refusals_said(), transaction():
        password = people.reset(username, now_ms())
    _show(username.strip().lower(), password)


@command.command("disable")
@click.argument("username")
@with_appcontext
def disable(username: str) -> None:
    """停用一个人，立即退出；记录都保留。Shut a person out at once; what they did stays."""
    with refusals_said(), transaction():
        people.disable(username, now_ms())
    say(f"已停用 {username}", f"disabled {username}")


@command.command("list")
@with_appcontext
def show() -> None:
    """列出所有人。List everybody: user name, name, roles today and their units, whether shut out."""
    today, names = day_of(now_ms()), {one.id: one.name for one in units()}
    for user in everybody():
        roles = ", ".join(f"{g.role}@{names[g.unit]}" if g.unit else g.role for g in user.held(today))
        click.echo("\t".join((user.username, user.name, roles or "-", "disabled" if user.disabled_at else "active")))


def _show(username: str, password: str) -> None:
    say(f"{username} 的一次性密码（只显示这一次）：{password}", f"one-time password of {username} (shown only now): {password}")
