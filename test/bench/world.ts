import { openDemoUser } from '../../src/auth/index.ts';
import { addItems } from '../../src/catalogue/index.ts';
import { binPlace, post, ADJUSTMENT, type Leg } from '../../src/inventory/index.ts';
import { addSite, binsOf, setCutOff } from '../../src/layout/index.ts';
import { hashPassword } from '../../src/platform/crypto.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { RefusedError, type Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Role, type Work } from '../../src/platform/work.ts';
import { openAccount } from '../../src/sellers/index.ts';
import type { Ground } from './ground.ts';

/** A site with one seller and goods in its bins, made by the verbs that make them in earnest. */
export interface World {
  siteId: string;
  sellerId: string;
  itemIds: string[];
  /** Codes of pick bins; item n lies in bin n, round and round. */
  bins: string[];
}

export interface WorldPlan {
  items: number;
  /** Of each item. */
  units: number;
  aisles: number;
  bays: number;
  levels: number;
}

export const PASSWORD = 'open sesame';

const AT_ONCE = 1_000;

export async function makeWorld(ground: Ground, plan: WorldPlan): Promise<World> {
  const db = connect(ground.url, 2, ground.roles);
  try {
    const { aisles, bays, levels } = plan;
    const opened = await inWork(db, async (work) => {
      const site = must(await addSite(work, siteOf({ aisles, bays, levels })));
      must(await setCutOff(work, { siteId: site.siteId, name: 'dawn', orderByMinute: 1440, deliverByMinute: 1860 }));
      const seller = must(await openAccount(work, { code: 'BENCH', name: 'Bench' }));
      const bins = await binsOf(work.tx, site.siteId, ['pick']);
      return { siteId: site.siteId, sellerId: seller.sellerId, bins: bins.map(({ binCode }) => binCode) };
    });
    const itemIds: string[] = [];
    for (let from = 0; from < plan.items; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, plan.items - from);
      const added = await inWork(db, (work) => stow(work, { ...opened, from, count, units: plan.units }));
      itemIds.push(...added);
    }
    await ground.analyze();
    return { ...opened, itemIds };
  } finally {
    await db.destroy();
  }
}

async function stow(
  work: Work,
  {
    siteId,
    sellerId,
    bins,
    from,
    count,
    units,
  }: Omit<World, 'itemIds'> & { from: number; count: number; units: number },
): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, at) => from + at);
  const { items } = must(await addItems(work, { sellerId, items: numbers.map(itemOf) }));
  const itemIds = items.map(({ itemId }) => itemId);
  const legs = itemIds.map((itemId, at): Leg => {
    const to = binPlace(bins[(from + at) % bins.length]!);
    return { sellerId, itemId, from: ADJUSTMENT, to, quantity: units };
  });
  must(await post(work, { siteId, kind: 'adjust', reason: 'opening stock', legs }));
  return itemIds;
}

const siteOf = (size: { aisles: number; bays: number; levels: number }) => ({
  code: 'BENCH',
  name: 'Bench',
  timeZone: 'Asia/Seoul',
  lat: 37.6,
  lon: 126.77,
  plan: {
    ...size,
    chilledAisles: 0,
    frozenAisles: 0,
    reserveLevels: 0,
    crossAisles: 3,
    bayWidth_mm: 1_200,
    aisleSpacing_mm: 3_000,
    crossWidth_mm: 2_000,
    binVolume_cm3: 100_000_000,
    binWeight_g: 50_000_000,
    docks: 2,
    lanes: 4,
    stages: 2,
    returns: 1,
  },
});

const itemOf = (number: number) => ({
  code: `ITEM-${number}`,
  name: `Item ${number}`,
  size_mm: [100, 80, 60] as [number, number, number],
  weight_g: 250,
  temperature: 'ambient' as const,
  barcodes: [{ code: gtin13(number), quantity: 1 }],
  lotTracked: false,
  expiryTracked: false,
  serialTracked: false,
  minLifeDays: 0,
  keepUpright: false,
  packs: [],
});

/** Of item n; the check digit is weighed 1, 3, 1, 3 … from the left. */
export function gtin13(number: number): string {
  const twelve = `880222${String(number).padStart(6, '0')}`;
  const sum = Array.from(twelve).reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return twelve + String((10 - (sum % 10)) % 10);
}

/** Opens accounts with one password; a seller's or a channel's belongs to the world's seller. */
export async function openPeople(ground: Ground, world: World, people: Record<string, Role>): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  const db = connect(ground.url, 1, ground.roles);
  try {
    await inWork(db, async (work) => {
      for (const [login, role] of Object.entries(people)) {
        const sellerId = role === 'seller' || role === 'channel' ? world.sellerId : undefined;
        await openDemoUser(work, { login, role, siteIds: [world.siteId], sellerId, passwordHash });
      }
    });
  } finally {
    await db.destroy();
  }
}

/** Signs somebody in at the app's door. */
export async function signIn(url: string, login: string): Promise<{ token: string; userId: string }> {
  const response = await fetch(`${url}/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`${login} cannot sign in: ${await response.text()}`);
  const { token, user } = (await response.json()) as { token: string; user: { id: string } };
  return { token, userId: user.id };
}

/** Runs something as the system in one transaction of its own. */
export async function inWork<T>(db: Database, run: (work: Work) => Promise<T>): Promise<T> {
  const occasion = { actor: system, at: new Date(), id: newId() };
  return must(await transact(db, occasion, async (work) => ({ refused: false as const, value: await run(work) })));
}

export function must<T>(outcome: Outcome<T>): T {
  if (outcome.refused) throw new RefusedError(outcome.refusal);
  return outcome.value;
}
