"""`flask demo seed | accounts`: the demo world, and who can sign in to it."""

import json

import click
import sqlalchemy
from flask.cli import with_appcontext

from fieldapp import demo
from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms
from fieldapp.extensions import db

from .saying import say


@click.group("demo")
@with_appcontext
def command() -> None:
    """演示世界：东城街街道，人物均为虚构。The demo world: Dongcheng Street, everybody invented."""
    if not sqlalchemy.inspect(db.engine).has_table("user"):
        raise click.ClickException("数据库里还没有表，先运行 flask prepare / There are no tables yet: run flask prepare first")


@command.command("seed")
@with_appcontext
def seed() -> None:
    """向没有人员的数据库放入演示数据。Put the demo world into a database without people."""
    try:
        demo.seed(now_ms(), current_settings(), say)
    except demo.NotEmpty as refused:
        raise click.ClickException("数据库里已经有人员，没有放入演示数据，什么都没有改。 / "
                                   "There are people in this database. Nothing was put in, nothing was changed.") from refused
    say(f"{len(demo.accounts())} 个演示登录：flask demo accounts", f"{len(demo.accounts())} demo sign-ins: flask demo accounts")


@command.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON / nothing but JSON")
@with_appcontext
def accounts(as_json: bool) -> None:
    """列出演示登录。List the demo sign-ins: user name, password, roles, name, unit."""
    rows = demo.printed()
    if not rows:
        raise click.ClickException("这个数据库里没有演示世界：flask demo seed / This database has no demo world: flask demo seed")
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['username']:<16} {row['password']:<20} {row['name']}  {row['unit']}  {', '.join(row['role'])}")
