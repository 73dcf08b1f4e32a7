"""`flask export --case <id> <file>`: one case with all its proofs as a ZIP that can be checked without a server."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.store.files import Files
from fieldapp.sync.case_export import export_case

from .saying import refusals_said, say

WHY = {"personal": "个人信息，不导出 / personal data, kept at the office", "not_arrived": "手机还没传来 / not arrived from the phone yet",
       "lost": "服务器上没有了 / lost on the server"}


@click.command("export")
@click.option("--case", "case_id", required=True, help="案卷 id / the case's id")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def command(case_id: str, file: Path) -> None:
    """导出一个案卷，连同签名、证明和照片。Export one case with signatures, proofs and photos.

    核对：python tools/verify_export.py FILE，不需要服务器。Check it with that, no server needed.
    """
    if file.exists():
        raise click.ClickException(f"已有这个文件，不覆盖 / that file is there already: {file}")
    draft = file.with_name(f".{file.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with refusals_said():
            done = _export(case_id, draft)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    say(f"已导出 {done.ops} 条记录、{done.blobs} 个文件：{file}", f"exported: {done.ops} operations, {done.blobs} files")
    for one in done.withheld:
        click.echo(f"  {one['sha256']} {WHY[one['why']]}")


def _export(case_id: str, draft: Path):
    settings = current_settings()
    try:
        return export_case(case_id, draft, Files(settings.blobs), settings.log_keys, now_ms())
    except Problem as unknown:
        raise Problem(unknown.code, case=case_id) from unknown
    except OSError as error:
        raise click.ClickException(f"写不了 / cannot be written: {draft.parent} ({error.strerror})") from error
