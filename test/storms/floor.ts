import { connect, type Database } from '../../src/platform/database.ts';
import { newId } from '../../src/platform/ids.ts';
import type { DatabaseRoles } from '../../src/platform/roles.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../support/goods.ts';
import { startServer } from '../support/server.ts';

/** Somebody with a handheld, whose goods lie in one bin and go to another and back. */
export interface Mover {
  deviceId: string;
  token: string;
  goods: Goods;
  here: string;
  there: string;
}

/** A site with people and goods in a database that no app serves yet. */
export interface Floor {
  databaseUrl: string;
  roles: DatabaseRoles;
  /** As the owner of the tables. */
  db: Database;
  siteId: string;
  sellerId: string;
  movers: Mover[];
  /** A channel of the seller, who promises units of an item that nobody moves. */
  shop: { token: string; itemId: string; units: number };
  manager: string;
  admin: string;
  bins: string[];
  close(): Promise<void>;
}

/** Of each mover, at the start. */
const UNITS = 1000;
/** So small that any number of them lies in one bin. */
const SMALL = { size_mm: [10, 10, 10], weight_g: 1 };

export async function layFloor(
  wanted: { movers: number; moverUnits?: number; shopUnits: number },
  given?: FreshDatabase,
): Promise<Floor> {
  // the processes to come go by the machine's clock
  const fresh = given ?? (await freshDatabase());
  const server = await startServer(new Date(), fresh);
  const ground: Ground = await openGround(server, { aisles: 4 });
  const movers: Mover[] = [];
  for (let at = 0; at < wanted.movers; at++) {
    const goods = await addItem(ground, SMALL);
    const [here, there] = [ground.bins[2 * at]!, ground.bins[2 * at + 1]!];
    await stow(ground, goods.itemId, here, wanted.moverUnits ?? UNITS);
    movers.push({ deviceId: newId(), token: (await server.as('picker')).token, goods, here, there });
  }
  const sold = await addItem(ground);
  await stow(ground, sold.itemId, ground.bins.at(-1)!, wanted.shopUnits);
  const shop = await server.as('channel', { sellerId: ground.sellerId });
  await server.settle();
  await server.stop();
  const db = connect(server.databaseUrl, 4);
  return {
    databaseUrl: server.databaseUrl,
    roles: server.roles,
    db,
    siteId: ground.siteId,
    sellerId: ground.sellerId,
    movers,
    shop: { token: shop.token, itemId: sold.itemId, units: wanted.shopUnits },
    manager: ground.manager.token,
    admin: ground.admin.token,
    bins: ground.bins,
    async close() {
      await db.destroy();
      await fresh.drop();
    },
  };
}
