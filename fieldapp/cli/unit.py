"""`flask unit …`: the org tree of this installation."""

import click
from flask.cli import with_appcontext

from fieldapp.edges.clock import now_ms
from fieldapp.operations import units as operations
from fieldapp.store.transaction import transaction
from fieldapp.store.units import KINDS, Unit, units

from .saying import refusals_said, say


@click.group("unit")
def command() -> None:
    """单位：添加、改名、列表。Units: add, rename, list."""


@command.command("add")
@click.argument("name")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--under", help="上级单位名称；只有一个可能时不用写 / name of the unit above, where more than one is possible")
@click.option("--number", type=int, help="中队的号，1 到 3 / number of a squadron")
@with_appcontext
def add(name: str, kind: str, under: str | None, number: int | None) -> None:
    """添加一个单位。Add a unit."""
    with refusals_said(), transaction():
        operations.add(name, kind, under, number, now_ms())
    say(f"已添加 {name.strip()}", f"added {name.strip()}")


@command.command("rename")
@click.argument("old")
@click.argument("new")
@with_appcontext
def rename(old: str, new: str) -> None:
    """给一个单位改名，案卷都还是它的。Another name for the same unit; its cases stay with it."""
    with refusals_said(), transaction():
        operations.rename(old, new)
    say(f"{old} 改为 {new.strip()}", f"{old} is now {new.strip()}")


@command.command("list")
@with_appcontext
def show() -> None:
    """按上下级列出单位：名称、种类、号。List the tree: name, kind, number."""
    below: dict[str | None, list[Unit]] = {}
    for one in units():
        below.setdefault(one.parent_id, []).append(one)

    def branch(parent: str | None, depth: int) -> None:
        for one in below.get(parent, ()):
            click.echo("  " * depth + "\t".join(str(part) for part in (one.name, one.kind, one.number) if part is not None))
            branch(one.id, depth + 1)
    branch(None, 0)
