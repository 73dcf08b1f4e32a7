"""`flask grid import | list`: the cells of the subdistrict."""

import json
from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext

from fieldapp.domain.grid_file import Fault
from fieldapp.edges.clock import now_ms
from fieldapp.operations import grids as operations
from fieldapp.operations.grids import BadGrid
from fieldapp.store.days import day_of
from fieldapp.store.grids import cells_with_staff, grids
from fieldapp.store.transaction import transaction

from .saying import refusals_said, say

LEVELS = {1: ("一级网格", "first level"), 2: ("二级网格", "second level"), 3: ("微网格", "micro cells"), 4: ("专属网格", "exclusive cells")}
WORDS = {
    "not_a_collection": "不是 FeatureCollection，或里面没有网格 / not a FeatureCollection, or an empty one",
    "crs": "坐标系不是 WGS-84 / not in WGS-84", "no_properties": "没有 properties / no properties",
    "code": "code 要 1 到 48 个字母、数字或 . _ - / code: 1 to 48 letters, digits or . _ -", "code_doubled": "code 在文件里重复 / code is doubled",
    "code_taken": "code 库里已有；要改边界用 --update / code is there already; --update gives it a new border",
    "name": "没有 name / no name", "name_doubled": "name 和别的网格重复 / another cell has this name",
    "kind": "kind 只能是 normal 或 exclusive / kind is normal or exclusive",
    "level": "level 只能是 1、2、3（normal）或 4（exclusive） / level is 1, 2, 3 (normal) or 4 (exclusive)",
    "multipolygon": "是多块（MultiPolygon），一个网格只能一块 / a MultiPolygon; a cell is one Polygon",
    "not_a_polygon": "不是 Polygon / not a Polygon", "hole": "有洞，网格不能有洞 / has a hole; cells have none",
    "coordinates": "坐标要 [经度, 纬度]，单位是度 / coordinates are [longitude, latitude] in degrees", "no_area": "没有面积 / has no area",
    "parent_needless": "一级网格没有 parent / a first-level cell has no parent", "parent_unknown": "没有这个 parent / there is no such parent",
    "parent_level": "parent 的级别不对 / the parent's level does not fit", "outside_parent": "超出 parent 的范围 / reaches out of its parent",
    "leaves_child": "库里的下级会落到外面 / would leave out a cell below it",
    "place_changed": "级别、种类、parent 不能改 / level, kind and parent stay",
}


@click.group("grid")
def command() -> None:
    """网格：导入、数一数。Grid cells: import, count."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--subdistrict", help="街道名称；只有一个时不用写 / name of the subdistrict, where there are several")
@click.option("--update", is_flag=True, help="库里已有的，换名称和边界 / give cells that are there their new name and border")
@with_appcontext
def take(file: Path, subdistrict: str | None, update: bool) -> None:
    """从 GeoJSON 导入网格，要么全部，要么一个也不。Add cells from a GeoJSON file in WGS-84, all or none.

    每个网格的属性 / properties of each: code, name, level, kind, parent.
    """
    try:
        given = json.loads(file.read_bytes().decode("utf-8-sig"))
    except ValueError as no:
        raise click.ClickException(f"不是 JSON / not JSON: {no}") from no
    try:
        with refusals_said(), transaction():
            taken = len(operations.take(given, subdistrict, update))
    except BadGrid as refused:
        for fault in refused.faults:
            click.echo(_line(fault), err=True)
        raise click.ClickException("一个也没有导入 / no cell was imported") from refused
    say(f"导入 {taken} 个网格", f"{taken} cells")


@command.command("list")
@with_appcontext
def show() -> None:
    """按级别数网格，和有人负责的。Count the cells by level, and those with somebody on them."""
    every, staffed = grids(), cells_with_staff(day_of(now_ms()))
    total, manned = Counter(g.level for g in every), Counter(g.level for g in every if g.id in staffed)
    for level, (zh, en) in LEVELS.items():
        say(f"{zh} {total[level]} 个，有人负责 {manned[level]} 个", f"{en}: {total[level]}, staffed {manned[level]}")


def _line(fault: Fault) -> str:
    where = f"第 {fault.n} 个 / feature {fault.n}" + (f" ({fault.code})" if fault.code else "") + ": " if fault.n else ""
    return where + WORDS[fault.why]
