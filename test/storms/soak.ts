import type { AppProcess } from '../support/appProcess.ts';
import type { Floor } from './floor.ts';
import { openHandset, type Handset } from './handset.ts';
import { openShop, type Shop } from './shop.ts';

/** What is looked at again and again while the app works. */
export interface Look {
  at_h: number;
  life: number;
  heap_MB: number;
  resident_MB: number;
  /** The longest that the event loop was late since the last look. */
  lag_ms: number;
  connections: number;
  /** Dead rows among all, of tables with more than a thousand. */
  dead_share: number;
  database_MB: number;
  /** Of scans since the last look. */
  p99_ms: number;
}

const MB = 1024 * 1024;
const metricOf = (text: string, name: string) => Number(new RegExp(`^${name} ([\\d.e+-]+)`, 'm').exec(text)?.[1]);

/** What the app says of itself and the database of its tables; nothing where the app is just being killed. */
export async function look(
  app: AppProcess,
  { db }: Floor,
): Promise<Omit<Look, 'at_h' | 'life' | 'p99_ms'> | undefined> {
  const text = await fetch(`${app.url}/metrics`).then(
    (response) => response.text(),
    () => undefined,
  );
  if (text === undefined) return undefined;
  const { rows } = (await db.raw(`
    SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
           coalesce(sum(n_dead_tup)::float / nullif(sum(n_live_tup + n_dead_tup), 0), 0) AS dead_share,
           pg_database_size(current_database())::float / ${MB} AS "database_MB"
      FROM pg_stat_user_tables WHERE n_live_tup > 1000`)) as {
    rows: Pick<Look, 'connections' | 'dead_share' | 'database_MB'>[];
  };
  return {
    ...rows[0]!,
    heap_MB: metricOf(text, 'nodejs_heap_size_used_bytes') / MB,
    resident_MB: metricOf(text, 'process_resident_memory_bytes') / MB,
    lag_ms: metricOf(text, 'nodejs_eventloop_lag_max_seconds') * 1000,
  };
}

/** Units that a mover's bin gives before they are carried back. */
const BACK_AFTER = 900;

/** So many scans and promises a second, whoever is free; one who is not back yet is not asked. */
export class Load {
  readonly handsets: Handset[];
  readonly shop: Shop;
  #times: number[] = [];
  readonly #url: () => string;
  readonly #floor: Floor;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #under = new Set<Promise<void>>();
  #failed: { error: unknown } | undefined;
  #asked = 0;
  scans = 0;
  promises = 0;

  constructor(url: () => string, floor: Floor) {
    this.#url = url;
    this.#floor = floor;
    this.handsets = floor.movers.map((mover) => openHandset(url, mover));
    this.shop = openShop(url, floor);
  }

  start(rates: { scans_s: number; promises_s: number }): void {
    const free = new Set(this.handsets);
    const scan = () => {
      const [next] = free;
      if (next === undefined) return;
      free.delete(next);
      this.#run(this.#scan(next).then(() => void free.add(next)));
    };
    let isFree = true;
    const sell = () => {
      if (!isFree) return;
      isFree = false;
      this.promises += 1;
      this.#run(this.shop.pull().then(() => void (isFree = true)));
    };
    this.#timers.push(setInterval(scan, 1000 / rates.scans_s), setInterval(sell, 1000 / rates.promises_s));
  }

  async #scan(handset: Handset): Promise<void> {
    const began = performance.now();
    await handset.pull();
    this.scans += 1;
    this.#times.push(performance.now() - began);
    if (handset.moved >= BACK_AFTER) await this.#carryBack(handset);
  }

  /** By the books: a shift is longer than what lies in a bin. */
  async #carryBack(handset: Handset): Promise<void> {
    const { here, there, goods } = handset.mover;
    for (const [binCode, quantity] of [
      [here, BACK_AFTER],
      [there, -BACK_AFTER],
    ] as const) {
      const body = { siteId: this.#floor.siteId, binCode, itemId: goods.itemId, quantity, reason: 'carried_back' };
      await this.ask('/v1/stock/adjustments', this.#floor.manager, body);
    }
    handset.moved -= BACK_AFTER;
  }

  /** Asks until it is answered: the app may be just being killed. */
  async ask(path: string, token: string, body: object): Promise<{ status: number; json: Record<string, string> }> {
    const key = `soak-${(this.#asked += 1)}`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
    for (;;) {
      const answer = await fetch(this.#url() + path, { method: 'POST', headers, body: JSON.stringify(body) })
        .then(async (response) => ({
          status: response.status,
          json: (await response.json()) as Record<string, string>,
        }))
        .catch(() => undefined);
      if (answer !== undefined && answer.status < 500) return answer;
      await new Promise((rest) => setTimeout(rest, 50));
    }
  }

  #run(task: Promise<void>): void {
    const under: Promise<void> = task
      .catch((error: unknown) => void (this.#failed ??= { error }))
      .finally(() => this.#under.delete(under));
    this.#under.add(under);
  }

  /** Of the scans since the last look. */
  p99_ms(): number {
    const times = this.#times.toSorted((a, b) => a - b);
    this.#times = [];
    return times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
  }

  /** Nobody is asked any more, and everybody has been answered. */
  async end(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#under);
    if (this.#failed !== undefined) throw this.#failed.error;
  }
}
