"""`flask restore`: a backup back into an empty installation, and everything that must begin anew after it (protocol 6)."""

import json
from pathlib import Path

import click
import flask_migrate
from flask.cli import with_appcontext

from fieldapp.backup import Archive, Unusable, put_back, put_files, put_keys, take
from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms
from fieldapp.extensions import db
from fieldapp.operations.restoring import Begun, begin_anew, under_way
from fieldapp.rulebook import load
from fieldapp.store import dump
from fieldapp.store.days import local
from fieldapp.store.files import Files
from fieldapp.store.health import last_beat
from fieldapp.store.transaction import let_go, transaction
from fieldapp.sync.verify import Report, verify_all

from .backup import in_words, newest, scripts
from .saying import say

#: A worker that was alive so short ago is taken to be alive.
ALIVE_MS = 30_000
NEXT = (
    ("启动服务（先 flask prepare）。所有人重新登录", "start the service, flask prepare first; everybody signs in again"),
    ("请每部手机联网打开一次：备份之后在手机上办的会自动再传，手机上留 7 天",
     "have every phone opened on line once: what was done on it since goes up again by itself; phones keep it for 7 days"),
    ("备份之后在工作台上办的、新建的用户、改过的密码和证件、停用的手机，要重新办一遍",
     "what was done at the desk since, new people, changed passwords and certificates, revoked phones: do these again"),
    ("跳过的编号在登记簿上是丢失，哪部手机证明用过，就自动变成已用", "numbers passed over are lost until a phone proves one used"),
)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="数据库里已有人或记录也恢复；先另存一份 / also over a database in use, of which a copy is made first")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON / JSON and nothing else")
@with_appcontext
def command(file: Path, replace: bool, as_json: bool) -> None:
    """从备份恢复：数据库、照片文件、密钥。先停下服务。Put a backup back: database, files, keys. Stop the service first.

    只恢复到没有用户和记录的数据库；--replace 时先把现有的另存一份。中途断了，flask prepare 会接着做完。
    Into a database without people and records only, unless --replace, which makes a copy of them first. Cut short, flask prepare finishes it.
    """
    settings, aside = current_settings(), None
    with in_words(as_json), Archive(file) as archive:
        _known(archive)
        archive.check()
        _stopped()
        if dump.anything_there():
            if not replace:
                raise Unusable("数据库里已有用户或记录，没有恢复。确实要换掉：--replace（会先另存一份）",
                               "there are people or records in the database; nothing was restored. To replace them: --replace (a copy is made first)")
            aside = take(settings.data / f"before-restore-{local(now_ms()):%Y%m%d-%H%M%S}.zip", settings, newest(), now_ms()).path
        reached = dump.reached()
        files = put_files(archive, Files(settings.blobs))
        overridden = put_keys(archive, settings, keep=aside is not None)
        with transaction():
            dump.clear([*db.metadata.tables, *archive.manifest.tables])
        flask_migrate.upgrade(revision=archive.manifest.revision)
        rows = put_back(archive, reached)
        flask_migrate.upgrade()
        begun, said = finish(now_ms()), archive.manifest
    report = verify_all()
    if as_json:
        click.echo(json.dumps({"ok": not report.faults, "made_at": said.made_at, "rows": rows, "files": files, "epoch": begun.epoch,
                               "passed_over": begun.passed_over, "signed_out": begun.signed_out, "overridden_keys": overridden,
                               "missing": said.missing, "copy": str(aside) if aside else None, "verified_ops": report.ops,
                               "faults": len(report.faults)}))
    else:
        say(f"恢复到了 {local(said.made_at):%Y-%m-%d %H:%M:%S} 的样子：{rows} 行，写入 {files} 个文件，结束 {begun.signed_out} 个登录",
            f"as it was then: {rows} rows, {files} files written, {begun.signed_out} sign-ins ended")
        if aside:
            say(f"换掉之前的样子另存在 {aside}", "what was replaced lies there")
        _tell(begun, report, overridden, said.missing)
    raise SystemExit(1 if report.faults else 0)


def finish(now: int) -> Begun | None:
    """Do what is left of a restore whose rows are in; None when none is under way."""
    backup_at = under_way()
    let_go()
    if backup_at is None:
        return None
    with transaction():
        return begin_anew(now, current_settings().restore_skip, load())


def _known(archive: Archive) -> None:
    known = {one.revision for one in scripts().walk_revisions()}
    if archive.manifest.revision not in known:
        raise Unusable(f"备份来自更新的程序（{archive.manifest.version}，{archive.manifest.revision}）：先升级程序",
                       f"the backup is of a newer program ({archive.manifest.version}, {archive.manifest.revision}): upgrade the program first")


def _stopped() -> None:
    seen = last_beat()
    if seen is not None and abs(now_ms() - seen) < ALIVE_MS:
        raise Unusable("服务好像还在运行：先停下，过半分钟再来", "the service seems to be running: stop it and try again after half a minute")


def _tell(begun: Begun, report: Report, overridden: list[str], missing: list[str]) -> None:
    for register, (first, last) in begun.passed_over.items():
        click.echo(f"  {register}: {first}–{last} lost")
    if overridden:
        say(f"这些密钥由环境变量给出，和备份里的不同：{' '.join(overridden)}。要用备份里的，就去掉环境变量；lanes 不同，手机只能另起新链",
            "these keys come from settings and differ from the backup's; unset the settings to use those: with other lanes keys phones begin anew")
    if missing:
        say(f"备份时就缺 {len(missing)} 个文件", f"{len(missing)} files were missing already when the backup was made")
    if report.faults:
        say(f"核对发现 {len(report.faults)} 处不对：flask verify", f"{len(report.faults)} faults found: flask verify")
    else:
        say(f"核对完好：{report.ops} 条记录", f"verified, intact: {report.ops} operations")
    say("接下来：", "now:")
    for n, (zh, en) in enumerate(NEXT, 1):
        say(f"  {n}. {zh}", en)
