"""`flask verify`: walk every lane and the log's tree from the raw bytes. Exit code 0 only for an intact log."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from fieldapp.config import current_settings
from fieldapp.domain.notes import Checkpoint, checkpoint_of, opened
from fieldapp.domain.problems import Problem
from fieldapp.sync.ledger_log import checkpoint
from fieldapp.sync.log_key import signed_by, verifier_keys
from fieldapp.sync.verify import Report, verify_all

WORDS = {
    "changed_byte": "内容被改动 / a byte was changed", "bad_signature": "签名不对 / the signature is wrong",
    "missing_op": "中间缺一条 / an operation is missing", "cut_tail": "末尾被截断 / the tail was cut",
    "extra_op": "多出一条 / an operation too many", "changed_leaf": "日志里的这一条被改动 / this entry of the log was changed",
    "changed_tree": "日志树被改动 / the log's tree was changed", "changed_verdict": "处理结果被改动 / the verdict was changed",
    "not_in_tree": "日志里没有这一条 / this operation is not in the log",
    "other_log": "检查点是另一个日志的 / the checkpoint is of another log",
    "older_than_known": "比检查点记着的短，少了后面的 / the log is shorter than the checkpoint says",
    "forked": "和检查点对不上，以前的记录被改动 / the log does not extend the checkpoint",
}


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON / JSON and nothing else")
@click.option("--checkpoint", "kept", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="以前存下的检查点 / a checkpoint kept from before")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False),
              help="完好时把现在的检查点存成文件 / write today's checkpoint there when intact")
@with_appcontext
def command(as_json: bool, kept: Path | None, save: Path | None) -> None:
    """核对全部记录的链、签名和日志树 / check every lane's chain and signatures, and the log's tree."""
    report = verify_all(_kept(kept) if kept else None)
    if save and not report.faults:
        save.write_text(_now(), "utf-8")
    if as_json:
        click.echo(json.dumps({
            "lanes": report.lanes, "ops": report.ops, "ok": not report.faults, "tree": {"size": report.tree.size, "root": report.tree.root.hex()},
            "faults": [{"lane_id": lane, "lane_seq": f.lane_seq, "op_id": f.op_id, "code": f.code} for lane, f in report.faults]}))
    else:
        _tell(report)
    raise SystemExit(1 if report.faults else 0)


def _tell(report: Report) -> None:
    for lane, fault in report.faults:
        click.echo(f"{lane} #{fault.lane_seq} {fault.op_id or '-'}: {WORDS[fault.code]}")
    verdict = "完好 / intact" if not report.faults else f"有 {len(report.faults)} 处不对 / {len(report.faults)} faults"
    click.echo(f"{report.lanes} 条链，{report.ops} 条记录 / {report.lanes} lanes, {report.ops} operations: {verdict}")
    click.echo(f"日志 {report.tree.size} 条 / log of {report.tree.size}: {report.tree.root.hex()}")


def _kept(path: Path) -> Checkpoint:
    """A checkpoint as `--save` or a phone kept it."""
    try:
        note = opened(path.read_text("utf-8"))
        found = checkpoint_of(note.text)
        if not any(signed_by(note, key) for key in verifier_keys(found.head.origin, current_settings().log_keys)):
            click.echo("检查点不是现在的密钥签的，照样比对 / no key in use has signed this checkpoint; compared all the same", err=True)
        return found
    except (UnicodeError, ValueError) as bad:
        raise click.UsageError(f"读不懂这个检查点 / not a checkpoint: {path}") from bad


def _now() -> str:
    try:
        return checkpoint(current_settings().log_keys).note
    except Problem as nothing:
        raise click.UsageError("还没有记录，没有检查点 / nothing is recorded yet, so there is no checkpoint") from nothing
