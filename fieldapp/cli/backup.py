"""`flask backup`: the database, the files and the keys into one archive, while the server runs."""

import json
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext

from fieldapp.backup import Taken, Unusable, take
from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms

from .saying import say

NAMED = 20  # missing files that are listed


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON / JSON and nothing else")
@with_appcontext
def command(target: Path, as_json: bool) -> None:
    """把数据库、照片文件和密钥备份成一个文件；服务照常运行。Back up the database, the files and the keys as one archive.

    TARGET 是文件夹（按时间起名）或一个还没有的文件。里面有密钥，权限 600，只放在保密的地方。
    TARGET is a folder, or a file that is not there yet. There are secret keys in it: mode 600, keep it where secrets may lie.
    """
    with in_words(as_json):
        done = take(target, current_settings(), newest(), now_ms())
    missing = done.manifest.missing
    if as_json:
        click.echo(json.dumps({"ok": not missing, "path": str(done.path), "bytes": done.bytes, "made_at": done.manifest.made_at,
                               "revision": done.manifest.revision, "rows": done.manifest.rows, "blobs": done.manifest.blobs, "missing": missing}))
    else:
        tell(done)
    raise SystemExit(1 if missing else 0)


def tell(done: Taken) -> None:
    said = done.manifest
    say(f"已备份并核对：{done.path}（{said.rows} 行，{said.blobs} 个文件，{done.bytes} 字节）",
        f"backed up and read again: {said.rows} rows, {said.blobs} files, {done.bytes} bytes")
    say("里面有服务器的密钥：谁拿到它，谁就能冒充服务器。只放在保密的地方，另存一份到别的机器",
        "the server's keys are in it: whoever has it can pose as the server. Keep it where secrets may lie, and a copy on another machine")
    if said.missing:
        say(f"有 {len(said.missing)} 个文件在磁盘上找不到或已损坏，没有备份进去；其余的都在",
            f"{len(said.missing)} files are missing on the disk or damaged and could not be backed up; all the rest is there")
        for sha256 in said.missing[:NAMED]:
            click.echo(f"  {sha256}")


def newest() -> str:
    """The revision that this program's tables have."""
    head = scripts().get_current_head()
    assert head is not None
    return head


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


class in_words:  # noqa: N801  (used as a function)
    """What stops the command: its sentence, and exit code 1; as JSON where that was asked for."""

    def __init__(self, as_json: bool):
        self.as_json = as_json

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind, error, _trace) -> None:
        if isinstance(error, Unusable):
            if not self.as_json:
                raise click.ClickException(str(error)) from error
            click.echo(json.dumps({"ok": False, "error": {"zh": error.zh, "en": error.en}}, ensure_ascii=False))
            raise SystemExit(1) from error
