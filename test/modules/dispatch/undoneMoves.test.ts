import { describe, expect, it } from 'vitest';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, parcelsFor, planned, showRoute, stopIdsOf, type Shown } from './fleet.ts';

let floor: Floor;
useFloor((at) => ({ floor } = at));

interface Violation {
  kind: string;
  subject: string;
}
type Judged = Shown & { violations: Violation[] };
const cold = { skills: ['chilled'] };
const say = (van: string, to: object) => must(floor.dispatcher.post(`/v1/vehicles/${van}`, to));
const undo = () => floor.dispatcher.post('/v1/plan-changes/undo', { siteId: floor.siteId });
const giveUp = ({ routeId }: Shown) => must(floor.dispatcher.post(`/v1/routes/${routeId}/cancel`, {}));
const show = async ({ routeId }: Shown): Promise<Judged> => (await showRoute(floor, routeId)) as Judged;
const brokenBy = ({ violations }: Judged) => violations.map(({ kind, subject }) => [kind, subject]);
const move = async (stopIds: string[], to: Shown | null): Promise<{ routes: Judged[] }> => {
  const shown = to && (await show(to));
  const target = shown && { routeId: shown.routeId, version: shown.version };
  return must(floor.dispatcher.post('/v1/stops/move', { stopIds, to: target }));
};
async function route(vans: string, lats: number[], item: Record<string, unknown> = {}): Promise<Judged> {
  const parcels = await parcelsFor(
    floor,
    lats.map((lat) => ({ lat, lon: 126.77 })),
    item,
  );
  return (await planned(floor, parcels, [vans])).routes[0]! as Judged;
}
const room = { parcels: 100, weight_g: 900_000, volume_cm3: 6_000_000 };
const chilled = { temperature: 'chilled' };

const offered = async () => (await must(floor.dispatcher.get(`/v1/routes?siteId=${floor.siteId}`))).undo;

describe('a change that is offered to be taken back', () => {
  it('is so until its parcels are on another route, and again once they wait', async () => {
    const [one, two] = [await addVan(floor), await addVan(floor)];
    const parcels = await parcelsFor(
      floor,
      [37.61, 37.62].map((lat) => ({ lat, lon: 126.77 })),
    );
    const from = (await planned(floor, parcels, [one])).routes[0]!;
    const [stop] = from.stops;
    await move([stop!.stopId], null);
    expect(await offered()).toBe('move');
    const taken = parcels.filter(({ parcelId }) => parcelId === stop!.parcels[0]!.parcelId);
    const other = (await planned(floor, taken, [two])).routes[0]!;
    expect(await offered()).toBeNull();
    expect((await undo()).body.error.code).toBe('plan_moved');
    await giveUp(other);
    expect(await offered()).toBe('move');
    await must(undo());
    expect(stopIdsOf(await show(from))).toContain(stop!.stopId);
    await giveUp(from);
  });

  it('is no longer once its route is given up, or what it would bring back is retired', async () => {
    const [one, two] = [await addVan(floor), await addVan(floor)];
    const [from, to] = [await route(one, [37.61]), await route(two, [37.62])];
    await move(stopIdsOf(from), to);
    expect(await offered()).toBe('move');
    await must(floor.dispatcher.post(`/v1/vehicles/${one}/retire`, {}));
    expect(await offered()).toBeNull();
    expect((await undo()).body.error.code).toBe('vehicle_retired');
    const third = await route(two, [37.63, 37.64]);
    await move([third.stops[0]!.stopId], null);
    expect(await offered()).toBe('move');
    await giveUp(third);
    expect(await offered()).toBeNull();
    expect((await undo()).body.error.code).toBe('plan_moved');
    await giveUp(to);
  });
});

describe('a move that is taken back', () => {
  it('is flagged as a move there is, where the vehicle has lost meanwhile what the parcels need', async () => {
    const [one, two] = [await addVan(floor, cold), await addVan(floor, cold)];
    const [from, to] = [await route(one, [37.61, 37.62], chilled), await route(two, [37.63])];
    const [stop] = from.stops;
    const [parcel] = stop!.parcels;
    await move([stop!.stopId], to);
    // what is left on it needs nothing
    await move([from.stops[1]!.stopId], to);
    await say(one, { skills: [] });
    const { routes } = (await must(undo())) as { routes: Judged[] };
    const broken = [['skill', from.stops[1]!.parcels[0]!.parcelId]];
    expect(routes.flatMap(brokenBy)).toEqual(broken);
    expect(brokenBy(await show(from))).toEqual(broken);
    await must(undo());
    const both = from.stops.map(({ parcels }) => ['skill', parcels[0]!.parcelId]);
    expect(new Set(brokenBy(await show(from)))).toEqual(new Set(both));
    // what a move there says
    await move([stop!.stopId], to);
    const moved = await move([stop!.stopId], from);
    expect(moved.routes.flatMap(brokenBy)).toContainEqual(['skill', parcel!.parcelId]);
    const published = await floor.dispatcher.post(`/v1/routes/${from.routeId}/publish`, {});
    expect(published.body.error.code).toBe('route_violations');
    for (const shown of [from, to]) await giveUp(shown);
  });

  it('is flagged where its room has fallen, also out of the pool', async () => {
    const van = await addVan(floor);
    const from = await route(van, [37.61, 37.62, 37.63]);
    await move(stopIdsOf(from).slice(1), null);
    await say(van, { capacity: { parcels: 2 } });
    const { routes } = (await must(undo())) as { routes: Judged[] };
    expect(routes.flatMap(brokenBy)).toEqual([['parcels', 'route']]);
    await giveUp(from);
  });
});

describe('a proposal that is taken back', () => {
  it('is refused as accepting one is, where a vehicle has lost meanwhile what its stops need', async () => {
    // it pays to leave the dear one at home
    const [dear, cheap] = [await addVan(floor, { ...cold, cost: { fixed: 500_000 } }), await addVan(floor, cold)];
    const [from, to] = [await route(dear, [37.52], chilled), await route(cheap, [37.521, 37.523])];
    const asked = { siteId: floor.siteId, routeIds: [from.routeId, to.routeId], pool: false, seconds: 0.3 };
    const { proposalId } = await must(floor.dispatcher.post('/v1/plan-proposals', asked));
    await must(floor.dispatcher.post(`/v1/plan-proposals/${proposalId}/accept`, {}));
    expect(await show(from)).toMatchObject({ state: 'cancelled', stops: [] });
    await say(dear, { skills: [] });
    expect((await undo()).body.error).toMatchObject({ code: 'plan_moved', got: dear });
    expect(await show(from)).toMatchObject({ state: 'cancelled', stops: [] });
    await say(dear, cold);
    expect((await must(undo())).kind).toBe('accept');
    expect((await show(from)).stops).toHaveLength(1);
    for (const shown of [from, to]) await giveUp(shown);
  });

  const accepted = async (routes: Shown[]): Promise<void> => {
    const routeIds = routes.map(({ routeId }) => routeId);
    const asked = { siteId: floor.siteId, routeIds, pool: false, seconds: 0.3 };
    const { proposalId } = await must(floor.dispatcher.post('/v1/plan-proposals', asked));
    await must(floor.dispatcher.post(`/v1/plan-proposals/${proposalId}/accept`, {}));
  };

  it('may be as overloaded again as it was, and no more than that', async () => {
    const dear = await addVan(floor, { capacity: { ...room, parcels: 2 }, cost: { fixed: 500_000 } });
    const cheap = await addVan(floor);
    const [from, to] = [await route(dear, [37.52, 37.525]), await route(cheap, [37.521, 37.523])];
    await move(stopIdsOf(to).slice(0, 1), from);
    expect(brokenBy(await show(from))).toEqual([['parcels', 'route']]);
    await accepted([from, to]);
    expect((await show(from)).stops).toEqual([]);
    await say(dear, { capacity: { parcels: 1 } });
    expect((await undo()).body.error).toMatchObject({ code: 'plan_moved', got: dear });
    await say(dear, { capacity: { parcels: 2 } });
    expect((await must(undo())).kind).toBe('accept');
    expect(brokenBy(await show(from))).toEqual([['parcels', 'route']]);
    // what was done before it is not stuck behind it
    expect((await must(undo())).kind).toBe('move');
    for (const shown of [from, to]) await giveUp(shown);
  });

  it('may come back to a vehicle that never had what it needs, unless that has lost something else', async () => {
    const dear = await addVan(floor, { capacity: room, skills: ['chilled'], cost: { fixed: 500_000 } });
    const cheap = await addVan(floor, { skills: ['chilled', 'frozen'] });
    const from = await route(dear, [37.52], chilled);
    const to = await route(cheap, [37.521], { temperature: 'frozen' });
    const frozen = to.stops[0]!;
    const near = await route(cheap, [37.5211]);
    await move([frozen.stopId], from);
    const broken = [['skill', frozen.parcels[0]!.parcelId]];
    expect(brokenBy(await show(from))).toEqual(broken);
    await accepted([from, near]);
    expect((await show(from)).stops).toEqual([]);
    await say(dear, { skills: [] });
    expect((await undo()).body.error).toMatchObject({ code: 'plan_moved', got: dear });
    await say(dear, { skills: ['chilled'] });
    expect((await must(undo())).kind).toBe('accept');
    expect(brokenBy(await show(from))).toEqual(broken);
    for (const shown of [from, near]) await giveUp(shown);
  });
});
