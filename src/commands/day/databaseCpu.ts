import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

/**
 * User and system seconds that a PostgreSQL server has used: the postmaster, the children that have ended, and those
 * that live. Read from /proc, so only on Linux and only for a server on this machine; elsewhere null.
 */
export function serverCpu_s(postmaster: number | undefined): number | null {
  if (postmaster === undefined) return null;
  try {
    const own = statOf(postmaster);
    if (own === undefined) return null;
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? [])
      .filter(({ parent }) => parent === postmaster);
    const living = children.reduce((sum, child) => sum + child.ticks, 0);
    return (own.ticks + own.endedTicks + living) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/** User and system seconds of one process; undefined where /proc does not tell. */
export function processCpu_s(pid: number): number | undefined {
  const ticks = statOf(pid)?.ticks;
  return ticks === undefined ? undefined : ticks / TICKS_A_SECOND;
}

/** Fields 4 (parent), 14-15 (own time) and 16-17 (time of ended children) of /proc/<pid>/stat; the name may hold blanks. */
function statOf(pid: number): { parent: number; ticks: number; endedTicks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: fields[1]!, ticks: fields[11]! + fields[12]!, endedTicks: fields[13]! + fields[14]! };
  } catch {
    return undefined;
  }
}
