/** A leg or a door that is behind: how long it took, beside how long it was reckoned with. */
export interface Behind {
  reckoned_s: number;
  took_s: number;
}

/** What is still before the driver, in his order: the way to a door, and what is done there. */
export interface Ahead {
  drive_s: number;
  service_s: number;
}

/** What lies behind a driver: his ways, and what he did at doors. */
export interface Past {
  legs: readonly Behind[];
  doors: readonly Behind[];
}

/** How many times as long as reckoned things take. */
export interface DayPace {
  drive: number;
  service: number;
}

export interface Range {
  from: Date;
  /** As likely earlier as later. */
  middle: Date;
  to: Date;
}

/** Four arrivals of five lie within the range. */
const WITHIN = 0.8;
/** What is believed of a driver before he has driven: as much as so many legs, each so far off (as a logarithm) as usual. */
const BELIEF = { weight: 4, drive: 0.3, service: 0.4 };
/** A leg that took longer by more had a break in it, or a wrong door. */
const MOST_OFF = 3;

/** Neither is believed to be further off than this. */
const MOST_PACE = 2;

interface Pace {
  /** How much longer things take than reckoned: the middle of what is believed, and the mean. */
  middle: number;
  factor: number;
  /** The spread of one thing about that, and how unsure the factor itself is: variances of logarithms. */
  own: number;
  shared: number;
}

function paceOf(behind: readonly Behind[], usual: number): Pace {
  const offs = behind
    .filter(({ reckoned_s, took_s }) => reckoned_s > 0 && took_s > 0)
    .map(({ reckoned_s, took_s }) => Math.log(took_s / reckoned_s))
    .map((off) => Math.max(-Math.log(MOST_OFF), Math.min(Math.log(MOST_OFF), off)));
  const weight = offs.length + BELIEF.weight;
  const mean = offs.reduce((sum, off) => sum + off, 0) / weight;
  const own = (offs.reduce((sum, off) => sum + (off - mean) ** 2, 0) + BELIEF.weight * usual ** 2) / weight;
  return { middle: Math.exp(mean), factor: Math.exp(mean + own / 2), own, shared: own / weight };
}

/** The pace of somebody by what lies behind him: as reckoned where nothing does, and nearer to his own with each leg and door. */
export function dayPace({ legs, doors }: Past): DayPace {
  const within = ({ middle }: Pace) => Math.min(MOST_PACE, Math.max(1 / MOST_PACE, middle));
  return { drive: within(paceOf(legs, BELIEF.drive)), service: within(paceOf(doors, BELIEF.service)) };
}

/**
 * When each door ahead is reached, from how the doors and legs behind went. Errors of single legs even out over a long way,
 * the error in the driver's pace does not: the range widens with the distance and narrows with what is known. Totals are
 * taken as log-normal (Fenton, 1960), given that nothing of what is ahead had happened by `now`.
 * @param at when the driver was where the first way ahead begins: perhaps some minutes ago
 */
export function rangesOf(behind: Past, ahead: readonly Ahead[], { at, now }: { at: Date; now: Date }): Range[] {
  const drive = paceOf(behind.legs, BELIEF.drive);
  const service = paceOf(behind.doors, BELIEF.service);
  const waited_s = Math.max(0, (now.getTime() - at.getTime()) / 1000);
  const sum = { drive: 0, drive2: 0, service: 0, service2: 0 };
  return ahead.map(({ drive_s, service_s }) => {
    sum.drive += drive_s * drive.factor;
    sum.drive2 += (drive_s * drive.factor) ** 2;
    const mean = Math.max(1, sum.drive + sum.service);
    const variance =
      sum.drive2 * drive.own +
      sum.drive ** 2 * drive.shared +
      sum.service2 * service.own +
      sum.service ** 2 * service.shared;
    const quantile = quantilesOf(mean, Math.max(variance, 30 ** 2), waited_s);
    const when = (share: number) => new Date(Math.max(now.getTime(), at.getTime() + quantile(share) * 1000));
    sum.service += service_s * service.factor;
    sum.service2 += (service_s * service.factor) ** 2;
    return { from: when((1 - WITHIN) / 2), middle: when(0.5), to: when((1 + WITHIN) / 2) };
  });
}

/** Of a log-normal time with this mean and variance, of which so much has passed already. */
function quantilesOf(mean: number, variance: number, passed: number): (share: number) => number {
  const spread2 = Math.log(1 + variance / mean ** 2);
  const [middle, spread] = [Math.log(mean) - spread2 / 2, Math.sqrt(spread2)];
  const gone = passed > 0 ? normal((Math.log(passed) - middle) / spread) : 0;
  // beyond all that was believed: something else goes on, and the longer it has, the longer it will
  if (gone > BEYOND) return (share) => passed * (1 + share / 2);
  return (share) => Math.exp(middle + spread * normalQuantile(gone + share * (1 - gone)));
}

const BEYOND = 0.9999;

/** The normal distribution function (Abramowitz and Stegun, 1964, 26.2.17; off by less than 1e-7). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    (t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))));
  return z > 0 ? 1 - tail : tail;
}

/** Its inverse by bisection: eight standard deviations to either side hold every share that is told from 0 and 1. */
function normalQuantile(share: number): number {
  let [low, high] = [-8, 8];
  for (let turn = 0; turn < 40; turn++) {
    const middle = (low + high) / 2;
    if (normal(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
