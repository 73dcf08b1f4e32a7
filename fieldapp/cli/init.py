"""`flask init`: the first administrator of a new installation, and its org tree."""

import click
from flask.cli import with_appcontext

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.operations import people
from fieldapp.operations.units import CITY, found
from fieldapp.store.days import day_of
from fieldapp.store.people import anybody_there
from fieldapp.store.records import publish_rulebook
from fieldapp.store.transaction import transaction
from fieldapp.store.units import units

from .saying import refusals_said, say


@click.command("init")
@click.option("--username", default="admin", show_default=True)
@click.option("--name", default="系统管理员", show_default=True)
@click.option("--city", default=CITY, show_default=True, help="市级单位名称 / name of the city's centre")
@click.option("--subdistrict", help="街道名称，如 东城街街道；不写就会问 / name of the subdistrict; asked for when not given")
@with_appcontext
def command(username: str, name: str, city: str, subdistrict: str | None) -> None:
    """建立第一个管理员和标准的单位，显示一次性密码。Make the first administrator and the standard units, and show the one-time
    password, once.

    Refuses when there are people already. Units that are there already stay as they are.
    """
    now = now_ms()
    with refusals_said():
        _nobody_yet()
        if not units() and not subdistrict:
            subdistrict = click.prompt("街道名称 / name of the subdistrict")
        with transaction():
            _nobody_yet()
            made = 0 if units() else found(subdistrict or "", city, now)
            user, password = people.add(username, name, "admin", None, day_of(now), now)
            publish_rulebook()
            known_as = user.username
    if made:
        say(f"建立了 {made} 个单位：flask unit list", f"made {made} units: flask unit list")
    say(f"管理员 {known_as} 的一次性密码（只显示这一次）：{password}", f"one-time password of {known_as} (shown only now): {password}")


def _nobody_yet() -> None:
    if anybody_there():
        raise Problem("name_taken", hint="已有用户，请用 flask user add / there are people already: flask user add")
