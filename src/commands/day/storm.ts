import { InputError } from './inputError.ts';
import { makeRandom } from './random.ts';
import type { Second } from './schedule.ts';
import type { Site, Struck } from './site.ts';

/** What a storm did to a day. */
export interface StormFigures {
  kills: Record<Struck, number>;
  /** Asked for, but the day was over before their moment came. */
  missed: number;
  /** What was under way or came while nobody answered, and was sent again under its own key or number. */
  repeated: { requests: number; scans: number };
}

export interface Storm {
  /** Its moments may have come; each strikes as soon as something is under way. */
  tick(now: Second): void;
  /** Resolves when what was struck last serves again. */
  over(): Promise<StormFigures>;
}

const STRIKES: Struck[] = ['app', 'app', 'app', 'database'];
/** A strike waits until so many wait for answers, but not for more than so many questions. */
const CROWD = 3;
const PATIENCE = 100;
/** Longer than it takes to answer most of what people ask, so that the strikes fall into every part of it. */
const LATEST_MS = 8;

/**
 * Kills the app three times and the database once, each in a quarter of the time given, in an order and at moments drawn
 * from the seed, while something that was sent has no answer yet.
 * @throws InputError where a part of the site is not ours to kill
 */
export function makeStorm(site: Site, seed: number, [from, until]: [from: Second, until: Second]): Storm {
  const absent = STRIKES.find((struck) => site.strikes[struck] === undefined);
  if (absent !== undefined) throw new InputError(`--storm: the ${absent} is not the day's own; leave DATABASE_URL out`);
  const random = makeRandom(seed + 7);
  const quarter = (until - from) / STRIKES.length;
  const waiting = random.shuffle(STRIKES).map((struck, at) => ({ struck, at: from + quarter * (at + random.float()) }));
  const figures: StormFigures = { kills: { app: 0, database: 0 }, missed: 0, repeated: { requests: 0, scans: 0 } };
  let underWay = 0;
  let passed = 0;
  let armed: Struck | undefined;
  let soon: NodeJS.Timeout | undefined;
  let striking: Promise<void> = Promise.resolve();
  const strike = () => {
    soon = undefined;
    // answered meanwhile: the next one that is sent is struck
    if (armed === undefined || underWay === 0) return;
    const struck = armed;
    armed = undefined;
    passed = 0;
    waiting.shift();
    figures.kills[struck] += 1;
    striking = site.strikes[struck]!();
    striking.catch(() => undefined);
  };
  site.tap = {
    sent() {
      underWay += 1;
      if (armed === undefined) return;
      passed += 1;
      if (underWay >= CROWD || passed > PATIENCE) soon ??= setTimeout(strike, random.float() * LATEST_MS);
    },
    answered() {
      underWay -= 1;
    },
    repeated(what) {
      figures.repeated[what === 'request' ? 'requests' : 'scans'] += 1;
    },
  };
  return {
    tick(now) {
      if (waiting[0] !== undefined && waiting[0].at <= now) armed = waiting[0].struck;
    },
    async over() {
      armed = undefined;
      clearTimeout(soon);
      await striking;
      return { ...figures, missed: waiting.length };
    },
  };
}
