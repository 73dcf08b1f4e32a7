"""`flask verify`: walk every lane's chain and signatures from the raw bytes. Exit code 0 only for an intact log."""

import json

import click
from flask.cli import with_appcontext

from fieldapp.sync.verify import verify_all

WORDS = {
    "changed_byte": "内容被改动 / a byte was changed", "bad_signature": "签名不对 / the signature is wrong",
    "missing_op": "中间缺一条 / an operation is missing", "cut_tail": "末尾被截断 / the tail was cut",
    "extra_op": "多出一条 / an operation too many",
}


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="只输出 JSON / JSON and nothing else")
@with_appcontext
def command(as_json: bool) -> None:
    """核对全部记录的链和签名 / check every lane's chain and signatures."""
    report = verify_all()
    if as_json:
        click.echo(json.dumps({"lanes": report.lanes, "ops": report.ops, "ok": not report.faults, "faults": [
            {"lane_id": lane, "lane_seq": f.lane_seq, "op_id": f.op_id, "code": f.code} for lane, f in report.faults]}))
    else:
        for lane, fault in report.faults:
            click.echo(f"{lane} #{fault.lane_seq} {fault.op_id or '-'}: {WORDS[fault.code]}")
        verdict = "完好 / intact" if not report.faults else f"有 {len(report.faults)} 处不对 / {len(report.faults)} faults"
        click.echo(f"{report.lanes} 条链，{report.ops} 条记录 / {report.lanes} lanes, {report.ops} operations: {verdict}")
    raise SystemExit(1 if report.faults else 0)
