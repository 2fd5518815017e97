import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { programOf } from '../../src/platform/program.ts';
import { makeRandom } from '../../src/commands/day/random.ts';
import { checkRoutes } from '../../solver/routes/check.ts';
import { offerInsertions } from '../../solver/routes/offer.ts';
import type { Job, VroomProblem, VroomSolution, Window } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { stopAfterSteps } from '../../solver/shared/stop.ts';
import { barOf, type Bar, type Tell } from './bench.ts';

/** Coordinates alone, half of the stops with a window, vans from two depots. */
function city(stops: number, seed: number): VroomProblem {
  const random = makeRandom(seed);
  const place = (): [number, number] => [126.8 + random.float() * 0.4, 37.4 + random.float() * 0.3];
  const depots: [number, number][] = [
    [126.9, 37.5],
    [127.1, 37.6],
  ];
  return {
    vehicles: Array.from({ length: Math.ceil(stops / 25) }, (_, v) => ({
      id: v + 1,
      start: depots[v % 2]!,
      end: depots[v % 2]!,
      capacity: [70],
      time_window: [0, 36_000],
    })),
    jobs: Array.from({ length: stops }, (_, i): Job => {
      const from = random.int(8) * 3600;
      const window = i % 2 === 0 ? { time_windows: [[from, from + 7200]] as Window[] } : {};
      return { id: i + 1, location: place(), delivery: [1 + random.int(3)], service: 120, ...window };
    }),
  };
}

/** A solve command of its own; its answer, and the most memory that it held at a time. */
async function solveAlone(
  problem: VroomProblem,
  seconds: number,
): Promise<{ solution: VroomSolution; peak_mb: number }> {
  const child = spawn(
    process.execPath,
    [...programOf('src/commands/solve.ts'), 'routes', '--seconds', String(seconds)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin.end(JSON.stringify(problem));
  let peak_mb = 0;
  const look = setInterval(() => {
    try {
      const held = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      peak_mb = Math.max(peak_mb, Number(held?.[1] ?? 0) / 1024);
    } catch {
      // it has ended
    }
  }, 50);
  let written = '';
  for await (const part of child.stdout.setEncoding('utf8')) written += part;
  clearInterval(look);
  return { solution: JSON.parse(written) as VroomSolution, peak_mb };
}

/** How large plans behave: time to a first one, memory, parts, offers. Times are wall-clock, the best of three. */
export async function measureScale(
  seed: number,
  { seconds, only, tell }: { seconds: number; only: string; tell: Tell },
): Promise<{ bars: Bar[]; notes: string[]; troubles: string[] }> {
  if (!'scale'.startsWith(only)) return { bars: [], notes: [], troubles: [] };
  const troubles: string[] = [];
  const sound = (what: string, problem: VroomProblem, solution: VroomSolution): void => {
    const faults = checkRoutes(problem, solution);
    const late = solution.unassigned.filter(({ reason }) => reason.code !== 'out_of_reach_in_time').length;
    if (faults.length > 0 || late > 0) troubles.push(`${what}: ${late} left out; ${faults.slice(0, 3).join('; ')}`);
    tell(`${what}: cost ${solution.summary.cost}, ${solution.summary.unassigned} left out`);
  };
  const cpu_ms: number[] = [];
  const fastest_ms = (act: () => void): number => {
    const runs = [1, 2, 3].map(() => {
      const from = performance.now();
      const before = process.cpuUsage();
      act();
      const { user, system } = process.cpuUsage(before);
      return { wall: performance.now() - from, cpu: (user + system) / 1000 };
    });
    cpu_ms.push(Math.round(Math.min(...runs.map(({ cpu }) => cpu))));
    return Math.min(...runs.map(({ wall }) => wall));
  };

  const thousand = city(1000, seed);
  const first_ms = fastest_ms(() => solveRoutes(thousand, { stop: stopAfterSteps(0) }));
  const { solution, peak_mb } = await solveAlone(thousand, seconds);
  sound('1,000 stops', thousand, solution);
  const large = city(3000, seed + 1);
  const parts = await solveAlone(large, seconds);
  sound('3,000 stops', large, parts.solution);
  const { jobs = [], ...fleet } = city(501, seed + 2);
  const [more, ...served] = jobs;
  const plan = solveRoutes({ ...fleet, jobs: served }, { seconds: seconds / 5, seed });
  const windows = Array.from({ length: 8 }, (_, at): Window => [at * 3600, at * 3600 + 3599]);
  const asked = { ...more!, time_windows: windows };
  const offer_ms = fastest_ms(() => offerInsertions({ ...fleet, jobs: served }, plan.routes, asked));
  return {
    troubles,
    notes: [
      `3,000 stops take ${Math.round(parts.peak_mb)} MB at most`,
      `processor time of the first plan and of the offers: ${cpu_ms.join(' and ')} ms`,
    ],
    bars: [
      barOf('first plan of 1,000 stops, ms', Math.round(first_ms), '<=', 1000),
      barOf('memory of a solve of 1,000 stops, MB', Math.round(peak_mb), '<=', 400),
      barOf('eight windows offered for one more stop of 500, ms', Math.round(offer_ms), '<=', 200),
    ],
  };
}
