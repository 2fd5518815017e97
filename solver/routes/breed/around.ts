import type { Ground } from './ground.ts';
import type { Splice } from './splice.ts';
import type { Tours } from './tours.ts';

/**
 * Tries every change that brings stop u next to a near one, unless neither route changed since `tested`; says whether one was made.
 * One large function, since reading the tables into local names is what makes it fast.
 */
export function makeAround(ground: Ground, tours: Tours, splice: Splice): (u: number, tested: number) => boolean {
  const { n, rows, turnable } = ground;

  return (u, tested) => {
    const { cost, near } = ground;
    const { next, prev, routeOf, at, row, gap, turn, charge, changedAt } = tours;
    const end = ground.from[u + 1]!;
    const uRow = u * rows;
    let any = false;
    let made = true;
    let [ru, pu, x, rowPu, rowX, xRow] = [0, 0, 0, 0, 0, 0];
    let [ux, out, outTwo, xx] = [0, 0, 0, 0];
    let [changedU, chargeU] = [0, 0];
    for (let i = ground.from[u]!; i < end; i++) {
      if (made) {
        made = false;
        ru = routeOf[u]!;
        changedU = changedAt[ru]!;
        chargeU = charge[ru]!;
        pu = prev[u]!;
        x = next[u]!;
        rowPu = row[pu]! * rows;
        rowX = row[x]!;
        xRow = rowX * rows;
        ux = gap[u]!;
        out = cost[rowPu + rowX]! - gap[pu]! - ux;
        if (x < n) {
          xx = next[x]!;
          outTwo = cost[rowPu + row[xx]!]! - gap[pu]! - gap[x]! - ux;
        }
      }
      const v = near[i]!;
      const rv = routeOf[v]!;
      if (changedU <= tested && changedAt[rv]! <= tested) continue;
      const same = ru === rv;
      const slack = same ? chargeU : chargeU + charge[rv]!;
      const pv = prev[v]!;
      const y = next[v]!;
      const rowPv = row[pv]!;
      const rowY = row[y]!;
      const vRow = v * rows;
      const vy = gap[v]!;
      const pvv = gap[pv]!;
      const uv = cost[uRow + v]!;
      const vu = cost[vRow + u]!;
      const uy = cost[uRow + rowY]!;
      const vx = cost[vRow + rowX]!;
      let added = 0;

      // u behind v
      if (v !== pu) {
        added = out + vu + uy - vy;
        if (added < slack && splice.move(u, u, v, false, added)) {
          any = made = true;
          continue;
        }
      }
      const pair = x < n && v !== x;
      if (pair && v !== pu) {
        added = outTwo + ux + vu + cost[xRow + rowY]! - vy;
        if (added < slack && splice.move(u, x, v, false, added)) {
          any = made = true;
          continue;
        }
        added = outTwo + cost[xRow + u]! + vx + uy - vy;
        if (added < slack && splice.move(u, x, v, true, added)) {
          any = made = true;
          continue;
        }
      }
      const puv = cost[rowPu + v]!;
      const pvu = cost[rowPv * rows + u]!;
      const apart = pu !== v && x !== v;
      // u and v, then u with its follower and v
      if (apart && u < v) {
        added = puv + vx + pvu + uy - gap[pu]! - ux - pvv - vy;
        if (added < slack && splice.swap(u, u, v, v, added)) {
          any = made = true;
          continue;
        }
      }
      if (pair && apart && xx !== v) {
        added = puv + cost[vRow + row[xx]!]! + pvu + cost[xRow + rowY]! - gap[pu]! - gap[x]! - pvv - vy;
        if (added < slack && splice.swap(u, x, v, v, added)) {
          any = made = true;
          continue;
        }
        if (u < v && y < n && y !== pu) {
          const rowYy = row[next[y]!]!;
          added = puv + cost[y * rows + row[xx]!]! + pvu + cost[xRow + rowYy]! - gap[pu]! - gap[x]! - pvv - gap[y]!;
          if (added < slack && splice.swap(u, x, v, y, added)) {
            any = made = true;
            continue;
          }
        }
      }
      if (same) {
        if (at[u]! < at[v]! && x !== v) {
          added = uv + cost[xRow + rowY]! - ux - vy;
          if (!turnable) added += turn[v]! - turn[x]!;
          if (added < slack && splice.turn(u, v, added)) {
            any = made = true;
            continue;
          }
        }
      } else {
        added = uv + cost[rowPv * rows + rowX]! - ux - pvv;
        if (added < slack && splice.tails(u, v, added)) {
          any = made = true;
          continue;
        }
        if (turnable) {
          added = uv + cost[xRow + rowY]! - ux - vy;
          if (added < slack && splice.turnedTails(u, v, added)) {
            any = made = true;
            continue;
          }
        }
      }
      // In front of v, where that is the front of a route
      if (pv >= n && pv !== pu) {
        added = out + pvu + uv - pvv;
        if (added < slack && splice.move(u, u, pv, false, added)) {
          any = made = true;
          continue;
        }
        if (pair) {
          added = outTwo + ux + pvu + cost[xRow + v]! - pvv;
          if (added < slack && splice.move(u, x, pv, false, added)) {
            any = made = true;
            continue;
          }
          added = outTwo + cost[xRow + u]! + cost[rowPv * rows + x]! + uv - pvv;
          if (added < slack && splice.move(u, x, pv, true, added)) {
            any = made = true;
            continue;
          }
        }
      }
    }
    return any;
  };
}
