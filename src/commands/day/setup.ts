import type { Http } from './client.ts';
import { signIn } from './client.ts';
import type { Basket } from './baskets.ts';
import type { Tide } from './plan.ts';
import type { DayOptions } from './options.ts';
import type { Site } from './site.ts';
import type { Stop } from './stops.ts';
import { SELLERS, type Good } from './world.ts';

export interface SellerAccount {
  sellerId: string;
  http: Http;
}

/** Everything that stands before the day begins. */
export interface Ground {
  siteId: string;
  admin: Http;
  sellers: SellerAccount[];
  itemIds: Map<string, string>;
  codeOf: Map<string, Good>;
  crew: Record<'receiver' | 'picker' | 'packer' | 'dispatcher' | 'driver' | 'manager', Http[]>;
  /** Code → id. */
  vehicles: Map<string, string>;
  /** The one of them that goes more than once. */
  small: { code: string; parcels: number };
}

const PASSWORD = 'a working day';
const AT_ONCE = 4;

/** Opens a site for this day with its cut-offs, sellers with their goods and history, people with accounts, vehicles. */
export async function setUp(
  site: Site,
  options: DayOptions,
  day: { goods: Map<string, Good>; history: Basket[]; tides: Tide[]; stops: Stop[]; run: string },
): Promise<Ground> {
  const admin = await signIn(site, site.login, site.password);
  const siteId = await openSite(admin, day.goods, day.run);
  for (const tide of day.tides) {
    await admin.post('/v1/cut-offs', {
      siteId,
      name: tide.name,
      orderByMinute: tide.orderBy / 60,
      deliverByMinute: tide.deliverBy / 60,
    });
  }
  await drawZone(admin, siteId, day);
  const itemIds = new Map<string, string>();
  const sellers: SellerAccount[] = [];
  for (let at = 0; at < SELLERS; at++) {
    const mine = [...day.goods.values()].filter((good) => good.seller === at);
    sellers.push(await openSeller(site, admin, { at, mine, siteId, run: day.run, itemIds }));
  }
  await learn(sellers, day.history, day.goods);
  const crewSizes = {
    // one leads the floor, the others solve problems
    manager: 1 + Math.ceil(options.pickers / 40),
    dispatcher: 1,
    receiver: Math.max(2, Math.ceil(options.pickers * 0.6)),
    picker: options.pickers,
    packer: Math.max(2, Math.ceil(options.pickers / 2)),
    // one more for the small vehicle
    driver: options.vehicles + 1,
  };
  const crew = {} as Ground['crew'];
  for (const [role, count] of Object.entries(crewSizes)) {
    crew[role as keyof Ground['crew']] = await openPeople(site, admin, { role, count, siteId, run: day.run });
  }
  const fleet = await addVehicles(admin, siteId, options.vehicles, day.run);
  return { siteId, admin, sellers, itemIds, codeOf: day.goods, crew, ...fleet };
}

/** Enough pick bins for every item to have one and a half, in aisles of 180; a cold zone for what is chilled. */
async function openSite(admin: Http, goods: Map<string, Good>, run: string): Promise<string> {
  const chilled = [...goods.values()].filter((good) => good.temperature === 'chilled').length;
  const aisles = (items: number) => Math.max(2, Math.ceil((items * 1.5) / 180));
  const cold = aisles(chilled);
  const { siteId } = await admin.post<{ siteId: string }>('/v1/sites', {
    code: `DAY-${run}`,
    name: 'A working day',
    lat: 37.5326,
    lon: 126.8375,
    plan: {
      aisles: aisles(goods.size - chilled) + cold,
      chilledAisles: cold,
      bays: 60,
      levels: 3,
      crossAisles: 3,
      binVolume_cm3: 250_000,
      docks: 6,
      lanes: 12,
      returns: 2,
    },
  });
  return siteId;
}

/** Half a degree beyond the outermost door. */
const AROUND = 0.5;

/** Our own vehicles drive to all the doors of the day, by any of its cut-offs. */
async function drawZone(
  admin: Http,
  siteId: string,
  { stops, tides }: { stops: Stop[]; tides: Tide[] },
): Promise<void> {
  const edges = (of: (stop: Stop) => number) => {
    const all = stops.map(of);
    return [Math.min(...all) - AROUND, Math.max(...all) + AROUND] as const;
  };
  const [south, north] = edges(({ lat }) => lat);
  const [west, east] = edges(({ lon }) => lon);
  const corner = (lat: number, lon: number) => ({ lat, lon });
  await admin.post('/v1/delivery-zones', {
    siteId,
    name: 'city',
    polygon: [corner(south, west), corner(south, east), corner(north, east), corner(north, west)],
    cutOffs: tides.map(({ name }) => name),
  });
}

async function openSeller(
  site: Site,
  admin: Http,
  its: { at: number; mine: Good[]; siteId: string; run: string; itemIds: Map<string, string> },
): Promise<SellerAccount> {
  const code = `DAY${its.run}-${its.at + 1}`;
  const { sellerId } = await admin.post<{ sellerId: string }>('/v1/sellers', { code, name: `Seller ${its.at + 1}` });
  const login = `day-${its.run}-seller${its.at + 1}`.toLowerCase();
  await admin.post('/v1/users', { login, password: PASSWORD, role: 'seller', sellerId, siteIds: [its.siteId] });
  const http = await signIn(site, login, PASSWORD);
  for (let from = 0; from < its.mine.length; from += 500) {
    const part = its.mine.slice(from, from + 500);
    const { items, refused } = await http.post<{ items: { row: number; itemId: string }[]; refused: unknown[] }>(
      '/v1/items/bulk',
      {
        sellerId,
        items: part.map((good) => ({
          code: good.sku,
          name: good.name,
          barcodes: [{ code: good.gtin, quantity: 1 }],
          size_mm: good.size_mm,
          weight_g: good.weight_g,
          temperature: good.temperature,
        })),
      },
    );
    if (refused.length > 0) throw new Error(`items refused: ${JSON.stringify(refused.slice(0, 3))}`);
    for (const { row, itemId } of items) its.itemIds.set(part[row]!.sku, itemId);
  }
  return { sellerId, http };
}

/** The retailer's past, each seller learning its own part of every basket. */
async function learn(sellers: SellerAccount[], history: Basket[], goods: Map<string, Good>): Promise<void> {
  for (const [at, { sellerId, http }] of sellers.entries()) {
    const baskets = history.flatMap((basket) => {
      const lines = basket.lines.map((line) => line.sku).filter((sku) => goods.get(sku)?.seller === at);
      return lines.length > 0 ? [{ at: `${basket.at.replace(' ', 'T').slice(0, 16)}:00Z`, lines }] : [];
    });
    for (let from = 0; from < baskets.length; from += 2000) {
      await http.post('/v1/slotting/history', { sellerId, baskets: baskets.slice(from, from + 2000) });
    }
  }
}

async function openPeople(
  site: Site,
  admin: Http,
  its: { role: string; count: number; siteId: string; run: string },
): Promise<Http[]> {
  const people: Http[] = [];
  for (let from = 0; from < its.count; from += AT_ONCE) {
    const several = Array.from({ length: Math.min(AT_ONCE, its.count - from) }, async (_, at) => {
      const login = `day-${its.run}-${its.role}${from + at + 1}`.toLowerCase();
      await admin.post('/v1/users', { login, password: PASSWORD, role: its.role, siteIds: [its.siteId] });
      return signIn(site, login, PASSWORD);
    });
    people.push(...(await Promise.all(several)));
  }
  return people;
}

/** Beside those asked for stands one that holds little: what it is given it carries in more than one go. */
const SMALL_PARCELS = 4;

async function addVehicles(admin: Http, siteId: string, count: number, run: string) {
  const vehicles = new Map<string, string>();
  const codes = Array.from({ length: count + 1 }, (_, at) => `VEH-${run}-${at + 1}`.toUpperCase());
  const small = { code: codes.at(-1)!, parcels: SMALL_PARCELS };
  for (const code of codes) {
    const { vehicleId } = await admin.post<{ vehicleId: string }>('/v1/vehicles', {
      siteId,
      code,
      capacity: { parcels: code === small.code ? SMALL_PARCELS : 160, weight_g: 1_200_000, volume_cm3: 9_000_000 },
      shift: { fromMinute: 780, toMinute: 2160 },
      skills: ['chilled', 'frozen'],
    });
    vehicles.set(code, vehicleId);
  }
  return { vehicles, small };
}

/** A device has to belong to the site: enrolled by a one-time code, as any handheld is. */
export async function enrol(ground: Ground, person: Http, deviceId: string): Promise<void> {
  const { code } = await ground.admin.post<{ code: string }>('/v1/devices', {
    siteId: ground.siteId,
    name: 'handheld',
  });
  await person.post('/v1/devices/enrol', { code, deviceId });
}
