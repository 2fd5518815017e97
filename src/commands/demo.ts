import { addItems } from '../catalogue/index.ts';
import { openDemoUser } from '../auth/index.ts';
import { ADJUSTMENT, binPlace, post, type Leg } from '../inventory/index.ts';
import { addSite, binsOf, setCutOff } from '../layout/index.ts';
import type { Config } from '../platform/config.ts';
import { hashPassword } from '../platform/crypto.ts';
import type { Database } from '../platform/database.ts';
import { done, RefusedError, type Outcome } from '../platform/errors.ts';
import { newCode, newId } from '../platform/ids.ts';
import { DEMO_LOCK } from '../platform/locks.ts';
import { maybe, send } from '../platform/sql.ts';
import { transact } from '../platform/transact.ts';
import { system, type Role, type Work } from '../platform/work.ts';
import { openAccount, sellersSeenBy } from '../sellers/index.ts';
import { demoSellers, type DemoGoods } from './demo/goods.ts';
import { addLife, type LivingSeller } from './demo/life.ts';

const staff: [Role, string[]][] = [
  ['admin', ['admin']],
  ['manager', ['manager', 'manager2']],
  ['dispatcher', ['dispatcher']],
  ['receiver', numbered('receiver', 3)],
  ['picker', numbered('picker', 12)],
  ['packer', numbered('packer', 3)],
  ['driver', numbered('driver', 6)],
];

function numbered(role: string, count: number): string[] {
  return [role, ...Array.from({ length: count }, (_, at) => `${role}${at + 1}`)];
}

/**
 * Makes the demo site, sellers, goods and accounts where there is no site yet, and gives the demo accounts the password
 * of this start. @returns lines to print
 */
export async function seedDemo(db: Database, config: Config, at = new Date()): Promise<string[]> {
  const password = config.demoPassword ?? `dawn-${newCode(6).toLowerCase()}`;
  const passwordHash = await hashPassword(password);
  const outcome = await transact(db, { actor: system, at, id: newId() }, async (work) => {
    // of two that start together one makes it, and the other finds it made
    send(work.tx, `SELECT pg_advisory_xact_lock(:lock::bigint)`, { lock: DEMO_LOCK });
    const known = await maybe<{ siteId: string }>(
      work.tx,
      `SELECT site_id AS "siteId" FROM site ORDER BY code LIMIT 1`,
    );
    const siteId = known?.siteId ?? (await openSite(work));
    for (const [role, logins] of staff) {
      for (const login of logins) {
        await openDemoUser(work, { login, role, siteIds: [siteId], passwordHash });
      }
    }
    const opened = [];
    for (const seller of demoSellers) opened.push(await openSeller(work, siteId, seller, passwordHash));
    if (known === undefined) await addLife(work, siteId, opened);
    return done(undefined);
  });
  if (outcome.refused) throw new RefusedError(outcome.refusal);
  const names = staff.flatMap(([, logins]) => logins).concat(demoSellers.map((seller) => seller.login));
  return [`demo accounts: ${names.join(' ')}`, `password: ${password}`];
}

/** Six aisles, one chilled and one frozen, two blocks; two cut-offs as a dawn delivery has them. */
async function openSite(work: Work): Promise<string> {
  const { siteId } = must(
    await addSite(work, {
      code: 'GIMPO',
      name: '김포 센터 · Gimpo',
      timeZone: 'Asia/Seoul',
      lat: 37.6018,
      lon: 126.7716,
      plan: {
        aisles: 6,
        chilledAisles: 1,
        frozenAisles: 1,
        bays: 24,
        levels: 3,
        reserveLevels: 1,
        crossAisles: 3,
        bayWidth_mm: 1200,
        aisleSpacing_mm: 3000,
        crossWidth_mm: 2000,
        binVolume_cm3: 400_000,
        binWeight_g: 400_000,
        docks: 3,
        lanes: 4,
        stages: 2,
        returns: 1,
      },
    }),
  );
  must(await setCutOff(work, { siteId, name: '저녁 · Evening', orderByMinute: 13 * 60, deliverByMinute: 22 * 60 }));
  must(await setCutOff(work, { siteId, name: '새벽 · Dawn', orderByMinute: 24 * 60, deliverByMinute: 31 * 60 }));
  return siteId;
}

async function openSeller(
  work: Work,
  siteId: string,
  seller: (typeof demoSellers)[number],
  passwordHash: string,
): Promise<LivingSeller> {
  // by its code alone: whoever tried the desk may have given it another name
  const known = (await sellersSeenBy(work.tx, undefined)).find(({ code }) => code === seller.code);
  const { sellerId } = known ?? must(await openAccount(work, { code: seller.code, name: seller.name }));
  await openDemoUser(work, {
    login: seller.login,
    role: 'seller',
    sellerId,
    siteIds: [siteId],
    passwordHash,
  });
  if (known === undefined) await stow(work, siteId, sellerId, seller.goods);
  return { sellerId, codes: seller.goods.items.map((item) => item.code) };
}

/** The opening stock, one item a bin, in bins of its temperature. */
async function stow(work: Work, siteId: string, sellerId: string, goods: DemoGoods): Promise<void> {
  const { items } = must(await addItems(work, { sellerId, items: goods.items }));
  const bins = await freeBins(work, siteId);
  const legs = items.map(({ row, code, itemId }): Leg => {
    const temperature = goods.items[row]!.temperature;
    const at = bins.findIndex((bin) => bin.temperature === temperature);
    const [bin] = bins.splice(at, 1);
    const quantity = goods.stock.get(code)!;
    return { sellerId, itemId, from: ADJUSTMENT, to: binPlace(bin!.binCode), quantity };
  });
  must(await post(work, { siteId, kind: 'adjust', reason: 'opening stock', legs }));
}

async function freeBins(work: Work, siteId: string) {
  const bins = await binsOf(work.tx, siteId, ['pick']);
  const taken = new Set(
    (await work.tx.raw('SELECT place FROM balance WHERE quantity > 0')).rows.map((row: { place: string }) => row.place),
  );
  return bins.filter((bin) => !taken.has(binPlace(bin.binCode)));
}

function must<T>(outcome: Outcome<T>): T {
  if (outcome.refused) throw new RefusedError(outcome.refusal);
  return outcome.value;
}
