"""`flask user import FILE`: many people at once, from a table."""

import csv
import os
from pathlib import Path

import click
from flask.cli import with_appcontext

from fieldapp.domain.problems import message
from fieldapp.edges.clock import now_ms
from fieldapp.operations import people_file
from fieldapp.operations.people_file import Bad, BadFile, Newcomer
from fieldapp.store.days import day_of
from fieldapp.store.transaction import transaction

from .saying import say

WORDS = {
    "encoding": "读不懂的文字编码，请存成 UTF-8 / unknown encoding, save it as UTF-8", "column_missing": "缺这一列 / this column is missing",
    "column_unknown": "不认识或重复的列 / unknown or doubled column", "too_many_cells": "格子比表头多 / more cells than the head",
    "empty_cell": "没有填 / is empty", "bad_date": "不是日期，如 2026-03-01 / not a date, e.g. 2026-03-01",
    "other_name": "同一个用户名写了两个姓名 / two names for one user name", "empty": "表里没有人 / nobody in the table",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--passwords", "kept", type=click.Path(path_type=Path), help="把一次性密码写进这个新文件（只有本人可读），不显示 / write the "
              "one-time passwords to this new file, readable by its owner only, instead of showing them")
@with_appcontext
def command(file: Path, kept: Path | None) -> None:
    """从表格（CSV）导入人员，要么全部，要么一个也不。Add people from a CSV table, all or none.

    列 / columns: username,name,role,unit[,valid_from,valid_to,cert_no,cert_fields,cert_from,cert_to].
    一个人有几个角色就写几行 / one line for each role of a person.
    """
    now = now_ms()
    try:
        rows = people_file.read(people_file.decoded(file.read_bytes()), day_of(now))
        secrets = people_file.one_time_passwords(rows)
        if kept is None:
            with transaction():
                made = people_file.add_all(rows, secrets, now)
            for one in made:
                click.echo(f"{one.username}\t{one.name}\t{one.password}")
        else:
            made = _with_file(kept, lambda: people_file.add_all(rows, secrets, now))
    except BadFile as refused:
        for bad in refused.bad:
            click.echo(_line(bad), err=True)
        raise click.ClickException("一个也没有导入 / nobody was imported") from refused
    where = f"{kept}" if kept else "见上 / see above"
    say(f"导入 {len(made)} 人，一次性密码（只给这一次）：{where}", f"{len(made)} people, one-time passwords given only now")


def _with_file(path: Path, add_all) -> list[Newcomer]:
    """The file is on the disk before the people are: nobody exists whose password is lost."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refused:
        raise click.ClickException(f"写不了新文件 / cannot make the file: {path}: {refused.strerror}") from refused
    try:
        with transaction(), os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out:
            made = add_all()
            table = csv.writer(out)
            table.writerow(("username", "name", "password"))
            table.writerows((one.username, one.name, one.password) for one in made)
            out.flush()
            os.fsync(out.fileno())
        return made
    except BaseException:
        path.unlink()
        raise


def _line(bad: Bad) -> str:
    why = WORDS.get(bad.code) or f"{message(bad.code)} / {message(bad.code, 'en')}"
    return f"第 {bad.line} 行 / line {bad.line}: {bad.column}{': ' if bad.column else ''}{why}{' ' + bad.hint if bad.hint else ''}"
