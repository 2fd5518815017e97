import { writeFileSync } from 'node:fs';
import { solveRoutes } from '../../solver/routes/solve.ts';
import { barOf, type Bar, type Bench, type Findings, type Table } from './bench.ts';
import { madeInstances, problemOf, provenCost, readInstances, type Instance } from './instances.ts';
import { chartReport, type Curve } from './chart.ts';
import { measureRules } from './routeRules.ts';
import { measureScale } from './routeScale.ts';

const MARKS_S = [0.5, 1, 2, 5, 10, 30, 60];

/** What stands against the bars: mean and worst gap in per cent, one thread. */
const BARS = [
  { kind: 'CVRP', at_s: 10, mean: 0.7, worst: 1.8 },
  { kind: 'VRPTW', at_s: 10, mean: 1.2, worst: 4 },
  { kind: 'CVRP', at_s: 60, mean: 0.4, worst: Number.POSITIVE_INFINITY },
  { kind: 'VRPTW', at_s: 60, mean: 0.6, worst: Number.POSITIVE_INFINITY },
] as const;

interface Solved {
  name: string;
  kind: Instance['kind'];
  stops: number;
  /** What the gaps are against; where nothing is published, the best of this run. */
  best: number;
  published: boolean;
  cost: number;
  /** Seconds until the solver handed over its answer. */
  took_s: number;
  trouble?: string;
  incumbents: { at_s: number; cost: number }[];
}

export const bench: Bench = {
  async run(options, tell) {
    const seconds = options.seconds ?? (options.set === undefined ? 10 : 60);
    const made = options.set === undefined;
    const only = options.only ?? '';
    const instances = made
      ? madeInstances(options.seed).filter(({ name }) => name.startsWith(only))
      : readInstances(options.set!, only);
    tell(`${instances.length} instances, ${seconds} s each, one thread, seed ${options.seed}`);
    const solved = instances.map((instance) => {
      const one = solve(instance, seconds, options.seed);
      tell(
        `${one.name}: cost ${one.cost}, gap ${gapAt(one, seconds)?.toFixed(2) ?? '–'} %${one.trouble ? `, ${one.trouble}` : ''}`,
      );
      return one;
    });
    const marks = MARKS_S.filter((mark) => mark < seconds).concat(seconds);
    if (options.report !== undefined) writeFileSync(options.report, reportOf(solved, marks, options.seed));
    const findings = conclude(solved, marks, options.report);
    if (!made) return findings;
    const { table, troubles } = measureRules(options.seed, { seconds: seconds / 5, only, tell });
    const scale = await measureScale(options.seed, { seconds, only, tell });
    return {
      ...findings,
      clean: findings.clean && troubles.length === 0 && scale.troubles.length === 0,
      tables: [...findings.tables, ...(table.rows.length > 0 ? [table] : [])],
      bars: [...findings.bars, ...scale.bars],
      notes: [...findings.notes, ...troubles, ...scale.troubles, ...scale.notes],
      figures: { ...findings.figures, rules: table.rows },
    };
  },
};

function solve(instance: Instance, seconds: number, seed: number): Solved {
  const incumbents: Solved['incumbents'] = [];
  const began = performance.now();
  const answer = solveRoutes(problemOf(instance), { seconds, seed, onIncumbent: (better) => incumbents.push(better) });
  const took_s = (performance.now() - began) / 1000;
  const { name, kind, demand, best } = instance;
  const about = { name, kind, stops: demand.length - 1, took_s, incumbents, published: best !== undefined };
  try {
    const cost = provenCost(instance, answer);
    // an answer made in parts tells of no step before it
    incumbents.push({ at_s: Math.min(took_s, seconds), cost });
    return { ...about, cost, best: best ?? cost };
  } catch (error) {
    return { ...about, cost: Number.NaN, best: best ?? Number.NaN, trouble: (error as Error).message };
  }
}

/** Per cent above the best after so many seconds; nothing where not every stop was served yet. */
function gapAt({ incumbents, best }: Solved, at_s: number): number | undefined {
  const until = incumbents.filter((incumbent) => incumbent.at_s <= at_s);
  const least = Math.min(...until.map(({ cost }) => cost));
  const gap = 100 * (least / best - 1);
  return gap < 100 ? gap : undefined;
}

const percent = (gap: number | undefined) => (gap === undefined || Number.isNaN(gap) ? '–' : gap.toFixed(2));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean where all of them have a gap. */
function meanAt(solved: Solved[], at_s: number): number | undefined {
  const gaps = solved.map((one) => gapAt(one, at_s));
  return gaps.every((gap) => gap !== undefined) && gaps.length > 0 ? mean(gaps) : undefined;
}

function conclude(solved: Solved[], marks: number[], report: string | undefined): Findings {
  const kinds = (['CVRP', 'VRPTW'] as const).filter((kind) => solved.some((one) => one.kind === kind));
  const tables = kinds.map((kind): Table => {
    const own = solved.filter((one) => one.kind === kind);
    return {
      title: `${kind}: gap in per cent after so many seconds`,
      columns: ['', 'stops', 'best', ...marks.map((mark) => `${mark} s`), 'cost'],
      rows: [
        ...own.map((one) => [
          one.name,
          String(one.stops),
          one.published ? String(one.best) : '–',
          ...marks.map((mark) => percent(gapAt(one, mark))),
          String(one.cost),
        ]),
        ['mean', '', '', ...marks.map((mark) => percent(meanAt(own, mark))), ''],
      ],
    };
  });
  const troubles = solved.flatMap(({ name, trouble }) => (trouble === undefined ? [] : [`${name}: ${trouble}`]));
  const unknown = solved.filter(({ published }) => !published).length;
  return {
    clean: troubles.length === 0,
    tables,
    bars: barsOf(solved, marks),
    notes: [
      ...troubles,
      ...(unknown > 0
        ? [`${unknown} instances have no published cost: their gaps are against the end of this run`]
        : []),
      ...(report === undefined ? [] : [`charts in ${report}`]),
    ],
    figures: {
      marks,
      instances: solved.map((one) => ({
        ...one,
        incumbents: one.incumbents.length,
        gaps: marks.map((mark) => gapAt(one, mark) ?? null),
      })),
    },
  };
}

/** At the end alone: a search cools over the time it is given, and ten seconds of sixty are no search of ten. */
function barsOf(solved: Solved[], marks: number[]): Bar[] {
  return BARS.flatMap(({ kind, at_s, mean, worst }) => {
    const own = solved.filter((one) => one.kind === kind && one.published);
    if (own.length === 0 || at_s !== marks.at(-1)) return [];
    const gaps = own.map((one) => gapAt(one, at_s) ?? Number.POSITIVE_INFINITY);
    return [
      barOf(
        `${kind}, ${own.length} instances at ${at_s} s: mean gap %`,
        meanAt(own, at_s) ?? Number.POSITIVE_INFINITY,
        '<=',
        mean,
      ),
      ...(Number.isFinite(worst) ? [barOf(`${kind} at ${at_s} s: worst gap %`, Math.max(...gaps), '<=', worst)] : []),
    ];
  });
}

function reportOf(solved: Solved[], marks: number[], seed: number): string {
  const last = marks.at(-1)!;
  const grid = Array.from({ length: 60 }, (_, at) => 0.25 * (last / 0.25) ** (at / 59));
  const charts = (['CVRP', 'VRPTW'] as const).flatMap((kind) => {
    const own = solved.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    const curve = (name: string, gap: (at_s: number) => number | undefined): Curve => ({
      name,
      points: grid.flatMap((at_s) => {
        const value = gap(at_s);
        return value === undefined ? [] : [{ at_s, gap: Math.max(0, value) }];
      }),
    });
    const curves = own.map((one) => curve(`${one.name} (${percent(gapAt(one, last))} %)`, (at_s) => gapAt(one, at_s)));
    const all = curve(`mean (${percent(meanAt(own, last))} %)`, (at_s) => meanAt(own, at_s));
    return [{ title: `${kind}, ${own.length} instances`, curves, mean: all }];
  });
  return chartReport({ charts, last_s: last, about: `one thread, seed ${seed}` });
}
