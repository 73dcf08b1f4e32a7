// Which grid cell (网格) a position lies in, and which are near enough to be meant. Pure twin of fieldapp/domain/grids.py.
// Inside or outside is decided in whole numbers; distances use nothing but + - * / and sqrt, which every machine rounds alike.

/**
 * Integers in 1e-7 degrees, WGS-84, not across the date line.
 * @typedef {{id: string, level: number, kind: string, bbox: number[], ring: number[][]}} Cell bbox is [west, south, east, north], ring of [lon, lat]
 */

// No circle larger than this offers cells: a worse fix says nothing (cm).
const WIDEST_CM = 50_000;
const RADIANS_PER_E7 = 1.7453292519943295e-9;
const METRES_PER_E7 = 6371008.8 * RADIANS_PER_E7; // on the mean sphere
// ±1/(2k)!, highest power first: cosine by Taylor up to x^20. Math.cos may differ in the last bit from machine to machine.
const COSINE = [2432902008176640000, -6402373705728000, 20922789888000, -87178291200, 479001600, -3628800, 40320, -720, 24, -2, 1].map((f) => 1 / f);
// Products of differences up to this stay below 2^53.
const EXACT = 2 ** 26;

/**
 * The bottom cell that holds the point, or null. An exclusive cell (专属网格) wins over the micro cell under it.
 * @template {Cell} C
 * @param {number} latE7 @param {number} lonE7 @param {C[]} cells @returns {C|null}
 */
export function cellAt(latE7, lonE7, cells) {
  return cells.filter((cell) => isBottom(cell) && contains(cell, latE7, lonE7)).sort(byRank)[0] ?? null;
}

/**
 * Bottom cells within the accuracy circle (at most 500 m), nearest first. The cell that holds the point comes first, at 0 m; others
 * count by the distance to their border, in whole metres. The micro cell under an exclusive one that holds the point begins
 * where that one ends.
 * @param {number} latE7 @param {number} lonE7 @param {number|null} accCm @param {Cell[]} cells
 * @returns {{id: string, inside: boolean, distance_m: number}[]}
 */
export function cellsNear(latE7, lonE7, accCm, cells) {
  const bottom = cells.filter((cell) => isBottom(cell) && cell.ring.length);
  const home = cellAt(latE7, lonE7, bottom);
  const reach = Math.min(Math.max(accCm ?? 0, 0), WIDEST_CM);
  const found = [];
  for (const cell of bottom) {
    if (cell === home) {
      found.push({ cell, inside: true, distance_m: 0 });
      continue;
    }
    const border = home !== null && contains(cell, latE7, lonE7) ? home : cell;
    const distance = distanceTo(latE7, lonE7, border.ring);
    if (distance * 100 <= reach) found.push({ cell, inside: false, distance_m: Math.floor(distance + 0.5) });
  }
  found.sort((a, b) => Number(b.inside) - Number(a.inside) || a.distance_m - b.distance_m || byRank(a.cell, b.cell));
  return found.map(({ cell, inside, distance_m }) => ({ id: cell.id, inside, distance_m }));
}

/** A cell that people report in: a micro cell (微网格, level 3) or an exclusive one. @param {Cell} cell */
export function isBottom(cell) {
  return cell.kind === "exclusive" || cell.level === 3;
}

/** @param {Cell} a @param {Cell} b */
function byRank(a, b) {
  return Number(a.kind !== "exclusive") - Number(b.kind !== "exclusive") || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Even-odd rule; a border belongs to the cell to its east or north. @param {Cell} cell @param {number} lat @param {number} lon */
function contains({ bbox: [west, south, east, north], ring }, lat, lon) {
  if (!(west <= lon && lon <= east && south <= lat && lat <= north)) return false;
  let inside = false;
  let [ax, ay] = ring.at(-1) ?? [0, 0];
  for (const [bx, by] of ring) {
    if ((ay > lat) !== (by > lat)) {
      const side = compareProducts(lon - ax, by - ay, lat - ay, bx - ax);
      if (by > ay ? side < 0 : side > 0) inside = !inside;
    }
    [ax, ay] = [bx, by];
  }
  return inside;
}

/** Sign of a*b - c*d for integers, exactly: by BigInt when a product may not fit a number. @param {number} a @param {number} b @param {number} c @param {number} d */
function compareProducts(a, b, c, d) {
  if ([a, b, c, d].every((v) => Math.abs(v) <= EXACT)) return a * b - c * d;
  const left = BigInt(a) * BigInt(b), right = BigInt(c) * BigInt(d);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Metres from the point to the ring's border, on a plane that touches the sphere at the point. @param {number} lat @param {number} lon @param {number[][]} ring */
function distanceTo(lat, lon, ring) {
  const east = METRES_PER_E7 * cosine(lat * RADIANS_PER_E7), north = METRES_PER_E7;
  let nearest = Infinity;
  const last = ring[ring.length - 1];
  let ax = (last[0] - lon) * east, ay = (last[1] - lat) * north;
  for (const vertex of ring) {
    const bx = (vertex[0] - lon) * east, by = (vertex[1] - lat) * north;
    const dx = bx - ax, dy = by - ay;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : -(ax * dx + ay * dy) / length;
    const t = along < 0 ? 0 : along > 1 ? 1 : along;
    const x = ax + t * dx, y = ay + t * dy;
    nearest = Math.min(nearest, x * x + y * y);
    ax = bx;
    ay = by;
  }
  return Math.sqrt(nearest);
}

/** @param {number} x radians */
function cosine(x) {
  const square = x * x;
  return COSINE.reduce((value, term) => value * square + term, 0);
}
