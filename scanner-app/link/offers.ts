import { computed, signal } from '@preact/signals';
import type { z } from 'zod';
import type * as dispatch from '../../src/dispatch/schema.ts';
import type * as layout from '../../src/layout/schema.ts';
import { tell } from '../device/feedback.ts';
import { kept } from '../look/kept.ts';
import { call } from './http.ts';
import { session, token } from './session.ts';

/** As JSON carries it: times arrive as text. */
type Told<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };
export type Shift = Told<z.output<typeof dispatch.Shift>>;
export type Route = Told<z.output<typeof dispatch.Routes>['routes'][number]>;

interface Offers {
  shifts: Shift[];
  routes: Route[];
  /** The driver's own, until they leave. */
  taken: Route[];
  /** Those that were his, and that the desk dissolved. */
  lost: Route[];
  /** Those that were his, and that another driver has. */
  passedOn: Route[];
}

/** What the server said last; undefined: it has not been asked yet. */
export const offers = signal<Offers | undefined>(undefined);
/** Times are the site's, whatever the device takes for its zone. */
const zones = kept<Record<string, string>>('scanner.zones', {});
export const zoneOf = (siteId: string): string => zones.value[siteId] || 'UTC';

export const isDriver = computed(() => session.value?.user.role === 'driver');
/** Offers that still stand; not the driver's own shifts. */
export const openOffers = computed(() => {
  const { shifts = [], routes = [] } = offers.value || {};
  return shifts.filter(({ state }) => state === 'offered').length + routes.length;
});

const ask = <T>(path: string): Promise<T> => call<T>('GET', path, { token: token.value });

const routesIn = async (siteId: string, state: Route['state'] | 'passedOn'): Promise<Route[]> =>
  (await ask<{ routes: Route[] }>(`/v1/routes?siteId=${siteId}&state=${state}`)).routes;

/** Asks again at every site of the driver; without a network the last answer stays. */
export async function askOffers(): Promise<void> {
  if (!isDriver.value) return;
  try {
    const { sites } = await ask<z.output<typeof layout.Sites>>('/v1/sites');
    zones.value = Object.fromEntries(sites.map(({ siteId, timeZone }) => [siteId, timeZone]));
    const told: Offers = { shifts: [], routes: [], taken: [], lost: [], passedOn: [] };
    for (const { siteId } of sites) {
      told.shifts.push(...(await ask<{ shifts: Shift[] }>(`/v1/shifts?siteId=${siteId}`)).shifts);
      told.routes.push(...(await routesIn(siteId, 'offered')));
      told.taken.push(...(await routesIn(siteId, 'assigned')), ...(await routesIn(siteId, 'accepted')));
      told.lost.push(...(await routesIn(siteId, 'cancelled')));
      told.passedOn.push(...(await routesIn(siteId, 'passedOn')));
    }
    offers.value = told;
  } catch {
    // it is asked again with the next news
  }
}

/** News come in bursts: so long after the first they are answered by one question. */
const calm_ms = 500;
let soon: ReturnType<typeof setTimeout> | undefined;

/** The news of shifts and routes that are on offer, or no longer. */
export const offerTopics = [
  'dispatch.shiftOffered',
  'dispatch.shiftAccepted',
  'dispatch.shiftChanged',
  'dispatch.shiftWithdrawn',
  'dispatch.shiftExpired',
  'dispatch.routePublished',
  'dispatch.routeAccepted',
  'dispatch.routeCancelled',
  'dispatch.routeRevived',
];

/** Something about shifts or routes was told at one of his sites. */
export function hearOffers(): void {
  if (!isDriver.value) return;
  soon = soon || setTimeout(answer, calm_ms);
}

function answer(): void {
  soon = undefined;
  const before = openOffers.value;
  void askOffers().then(() => openOffers.value > before && tell('decision'));
}

/** Takes an offer, as the driver saw it, begins or ends a shift. Throws `Refused` where that cannot be any more. */
export async function turn(
  kind: 'shifts' | 'routes',
  id: string,
  to: 'accept' | 'start' | 'end',
  saw: Partial<Pick<Shift, 'fromAt' | 'toAt'>> = {},
): Promise<void> {
  try {
    await call('POST', `/v1/${kind}/${id}/${to}`, { json: saw, token: token.value });
  } finally {
    await askOffers();
  }
}
