"""`flask user grant | end-grant | certificate | staff | end-staff`: what a person may do, from a day to a day."""

from datetime import date, datetime

import click
from flask.cli import with_appcontext

from fieldapp.edges.clock import now_ms
from fieldapp.operations import rights
from fieldapp.operations.people import called
from fieldapp.store.days import day_of
from fieldapp.store.people import user as user_by_id
from fieldapp.store.transaction import transaction

from .saying import refusals_said, say

DAY = click.DateTime(["%Y-%m-%d"])
FROM = click.option("--from", "since", type=DAY, help="第一天，默认今天 / first day, today by default")
TO = click.option("--to", "until", type=DAY, help="最后一天，不写就一直有效 / last day, open by default")
ON = click.option("--on", "last", type=DAY, help="最后一天，默认今天 / last day, today by default")


def or_today(given: datetime | None) -> date:
    return given.date() if given else day_of(now_ms())


@click.command("grant")
@click.argument("username")
@click.argument("role")
@click.argument("unit", required=False)
@FROM
@TO
@with_appcontext
def grant(username: str, role: str, unit: str | None, since: datetime | None, until: datetime | None) -> None:
    """再给一个人一个角色；admin 可以没有单位。Give a person one role more; an admin needs no unit."""
    with refusals_said(), transaction():
        given = rights.give(called(username), role, unit, or_today(since), until.date() if until else None, now_ms())
        span = f"{given.valid_from} – {given.valid_to or ''}"
    say(f"{username}：{role} {unit or ''} {span}", f"{username} holds {role} {span}")


@click.command("end-grant")
@click.argument("username")
@click.argument("role")
@click.argument("unit", required=False)
@ON
@with_appcontext
def end_grant(username: str, role: str, unit: str | None, last: datetime | None) -> None:
    """终止一个角色，写最后一天。End a role: the last day on which it counts."""
    with refusals_said(), transaction():
        ended = rights.end(called(username), role, unit, or_today(last)).valid_to
    say(f"{username} 的 {role} 到 {ended} 为止", f"{username} holds {role} until {ended}")


@click.command("certificate")
@click.argument("username")
@click.argument("number")
@click.argument("fields", nargs=-1, required=True)
@click.option("--from", "since", type=DAY, required=True, help="有效期起 / first day")
@click.option("--to", "until", type=DAY, required=True, help="有效期止 / last day")
@with_appcontext
def certificate(username: str, number: str, fields: tuple[str, ...], since: datetime, until: datetime) -> None:
    """录入执法证：证号和执法领域。Record an enforcement certificate: its number and the fields it covers."""
    with refusals_said(), transaction():
        rights.certify(called(username), number, list(fields), since.date(), until.date(), now_ms())
    say(f"{username} 的执法证 {number} 已录入", f"certificate {number} of {username} recorded")


@click.command("staff")
@click.argument("username")
@click.argument("grid")
@FROM
@with_appcontext
def staff(username: str, grid: str, since: datetime | None) -> None:
    """一格一员：让一个人负责一个网格（代码或名称），原来的人到前一天为止。Put a person on a cell (code or name); whoever had it
    leaves the day before."""
    with refusals_said(), transaction():
        new, before = rights.staff(called(username), grid, or_today(since), now_ms())
        since_day, left = new.valid_from, [(user_by_id(one.user_id).username, one.valid_to) for one in before]
    for name, last in left:
        say(f"{name} 到 {last} 为止", f"{name} until {last}")
    say(f"{username} 从 {since_day} 起负责 {grid}", f"{username} staffs {grid} from {since_day}")


@click.command("end-staff")
@click.argument("username")
@click.argument("grid")
@ON
@with_appcontext
def end_staff(username: str, grid: str, last: datetime | None) -> None:
    """一个人不再负责一个网格，写最后一天。Take a person off a cell: their last day."""
    with refusals_said(), transaction():
        ended = rights.unstaff(called(username), grid, or_today(last)).valid_to
    say(f"{username} 负责 {grid} 到 {ended} 为止", f"{username} staffs {grid} until {ended}")


COMMANDS = (grant, end_grant, certificate, staff, end_staff)
