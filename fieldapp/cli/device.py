"""`flask device list | revoke | restore`: phones, and who is shut out with a lost one."""

import click
from flask.cli import with_appcontext

from fieldapp.edges.clock import now_ms
from fieldapp.operations import devices as operations
from fieldapp.store.days import local
from fieldapp.store.devices import REVOKED, lanes_by_phone
from fieldapp.store.people import user
from fieldapp.store.transaction import transaction

from .saying import refusals_said, say

SHOWN = 12  # characters of an id


@click.group("device")
def command() -> None:
    """手机：列表、停用、恢复。Phones: list, shut out, let in again."""


@command.command("list")
@click.option("--user", "username", help="只看这个人用过的 / only those that this person has used")
@with_appcontext
def show(username: str | None) -> None:
    """列出手机：代码、名称、谁在用、最后一次联系、没传的条数、状态。List phones: id, name, who uses it, last contact, unsent, state."""
    for phone, lanes in lanes_by_phone():
        names = sorted({user(lane.user_id).username for lane in lanes})
        if username is None or username.strip().lower() in names:
            state = "revoked" if any(lane.state == REVOKED for lane in lanes) else "open"
            seen, unsent = max(lane.seen_at for lane in lanes), sum(lane.pending_ops for lane in lanes)
            click.echo("\t".join((phone.id[:SHOWN], phone.name, ", ".join(names), f"{local(seen):%Y-%m-%d %H:%M}", str(unsent), state)))


@command.command("revoke")
@click.argument("device")
@with_appcontext
def revoke(device: str) -> None:
    """停用一部手机（丢了）：代码或它的开头。Shut a lost phone out: its id or the beginning of it."""
    with refusals_said(), transaction():
        name = operations.revoke(device, now_ms()).name
    say(f"已停用手机 {name}，上面的登录都已结束；本人的密码另用 flask user reset 重置",
        f"phone {name} revoked, every sign-in on it has ended; reset its owner's password with flask user reset")


@command.command("restore")
@click.argument("device")
@with_appcontext
def restore(device: str) -> None:
    """恢复一部停用的手机：重新登录后，没传的接着传。Let a phone in again: after signing in it goes on sending."""
    with refusals_said(), transaction():
        name = operations.restore(device).name
    say(f"已恢复手机 {name}", f"phone {name} restored")
