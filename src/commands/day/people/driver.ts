import type { Next, Person } from '../schedule.ts';
import { addressOf } from '../plan.ts';
import { after, handsOf, wait, type Stage } from '../stage.ts';

const SCAN_S = 3;
/** How many doors in a hundred stay shut. */
const SHUT_PCT = 1;
/** What one driver of the day loses to a closed road, and how many doors he has to have before him for it to matter. */
const LOST_S = 25 * 60;
const DOORS_AHEAD = 3;
const REASONS = ['nobody_home', 'nobody_home', 'access_code', 'refused', 'wrong_address'];

/** A proof: the smallest picture there is. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Loads a vehicle in the order shown, departs, drives from door to door and hands over with proof. */
export async function makeDriver(stage: Stage, vehicle: string): Promise<Person> {
  const { notes, random, ground } = stage;
  const me = stage.road.driverOf.get(vehicle)!;
  const loading = await handsOf(stage, me.http, 'load');
  const road = await handsOf(stage, me.http, 'deliver');
  const last = stage.tides.at(-1)!.deliverBy;
  const ssccs = (lines: { value: string }[] | undefined) =>
    (lines ?? []).map((line) => line.value).filter((value) => /^\d{18}$/.test(value));
  // the driver reads the address and finds the door
  const doors = new Map(stage.orders.map(({ stop }) => [addressOf(stop), stop]));
  let here = { lat: 37.5326, lon: 126.8375 };
  let detour: 'driving' | 'asking' | undefined;
  const keysOf = ({ choices }: typeof road.screen) => (choices ?? []).map(({ choice }) => choice);
  let onRoad = false;
  let inPlace = true;
  let arrivals = 0;
  let drivingTo: string | undefined;

  async function load(): Promise<Next> {
    const { expect, show } = loading.screen;
    if (expect === 'vehicle') {
      const refused = await loading.pull(vehicle);
      if (refused !== undefined) return problem(`load ${refused}`);
      return after(SCAN_S);
    }
    if (expect === 'parcel') {
      // the screen says where it goes, and one in another order is refused
      inPlace &&= show.why !== undefined;
      for (const sscc of ssccs(show.lines)) {
        const refused = await loading.pull(sscc);
        if (refused === undefined) return after(SCAN_S + 5);
        if (refused !== 'load_cancelled') notes.problem(`${vehicle}: load ${sscc}: ${refused}`);
      }
      return depart('cancelled');
    }
    return depart(undefined);
  }

  async function depart(reason: string | undefined): Promise<Next> {
    const refused = await loading.press('depart', reason === undefined ? {} : { reason });
    if (refused === 'load_nothing') return home();
    // cancelled after it was loaded: it is taken out again
    if (refused === 'load_cancelled' && reason === undefined) return depart('cancelled');
    if (refused !== undefined) return problem(`depart: ${refused}`);
    onRoad = true;
    if (inPlace && reason === undefined) notes.dispatch.lifoLoads += 1;
    inPlace = true;
    await Promise.all([road.look(), loading.look()]);
    return after(60);
  }

  function problem(text: string): Next {
    notes.problem(`${vehicle}: ${text}`);
    return after(300);
  }

  async function drive(): Promise<Next> {
    const { screen } = road;
    const choices = keysOf(screen);
    if (choices.includes('arrived')) return arrive();
    if (choices.includes('failed')) return atDoor();
    const [undelivered] = ssccs(screen.show.lines);
    if (screen.expect === 'parcel' && undelivered !== undefined) {
      const refused = await road.pull(undelivered);
      if (refused !== undefined) return problem(`back ${undelivered}: ${refused}`);
      stage.floor.parcelsBack.push(undelivered);
      stage.schedule.ring('parcelsBack');
      return after(SCAN_S);
    }
    if (choices.includes('close')) {
      const refused = await road.press('close');
      return refused === undefined ? home() : problem(`close: ${refused}`);
    }
    return home();
  }

  /** Drives as long as the plan said, a little more or less, and says where he is. */
  async function arrive(): Promise<Next> {
    const stop = road.screen.taskId!;
    const lost = await loseTime();
    if (lost !== undefined) return lost;
    const eta = road.screen.show.lines?.map((line) => Date.parse(line.value)).find((time) => time > 1e12);
    const wait_s = stage.site.drivenClock ? ((eta ?? 0) - stage.now().getTime()) / 1000 : 0;
    if (drivingTo !== stop && wait_s > 5) {
      drivingTo = stop;
      return after(wait_s + random.int(90) - 30);
    }
    here = doors.get(road.screen.show.big ?? '') ?? here;
    arrivals += 1;
    // every third time the phone says how fast it is: it stands at its door, and nobody has to press a key
    const stands = arrivals % 3 === 1;
    await sayWhere(stands ? { speed_kmh: 0 } : {});
    if (stands) {
      await road.look();
      if (!keysOf(road.screen).includes('arrived')) {
        notes.byFence += 1;
        return after(40);
      }
    }
    const refused = await road.press('arrived');
    return refused === undefined ? after(40) : problem(`arrived: ${refused}`);
  }

  /** A closed road, once a day: he comes out at another of his doors, and the desk plans the rest anew from there. */
  async function loseTime(): Promise<Next | undefined> {
    const routeId = me.routeIds[0]!;
    if (detour === 'driving') {
      detour = 'asking';
      await sayWhere();
      stage.road.late = routeId;
      stage.schedule.ring('late');
      return wait([`replanned ${routeId}`], 600);
    }
    if (detour === 'asking') {
      detour = undefined;
      await road.look();
      return after(1);
    }
    if (stage.road.hasLost) return undefined;
    const { stops } = await me.http.get<{ stops: { state: string; lat: number; lon: number }[] }>(
      `/v1/routes/${routeId}`,
    );
    const ahead = stops.filter(({ state }) => state === 'planned');
    if (stage.road.hasLost || ahead.length < DOORS_AHEAD || ahead.length === stops.length) return undefined;
    stage.road.hasLost = true;
    detour = 'driving';
    here = ahead.at(-1)!;
    return after(LOST_S);
  }

  async function sayWhere(more: { speed_kmh?: number } = {}): Promise<void> {
    const { lat, lon } = here;
    const positions = [{ at: stage.now().toISOString(), lat, lon, accuracy_m: 12, ...more }];
    await me.http.post('/v1/positions', { siteId: ground.siteId, positions });
  }

  async function atDoor(): Promise<Next> {
    const { screen } = road;
    const isFirst = notes.failedAttempts === 0;
    const shut = screen.show.quantity?.done === 0 && (isFirst || random.float() * 100 < SHUT_PCT);
    if (shut) {
      notes.failedAttempts += 1;
      const parcels = ssccs(screen.show.lines);
      // the first one of the day opens on the second try, at the end of the same route
      const reason = isFirst ? 'access_code' : random.pick(REASONS);
      const refused = await road.press('failed', { reason });
      if (refused !== undefined) return problem(`failed: ${refused}`);
      for (const sscc of parcels) stage.road.failed.add(sscc);
      if (reason === 'wrong_address') stage.road.misled = true;
      if (reason === 'access_code') notes.dispatch.failedReplanned += await triedAgain(parcels);
      return after(60);
    }
    if (screen.expect === 'parcel') {
      for (const sscc of ssccs(screen.show.lines)) {
        const refused = await road.pull(sscc);
        if (refused === 'deliver_cancelled') {
          const given = await road.press('failed', { reason: 'cancelled' });
          if (given !== undefined) return problem(`cancelled: ${given}`);
          return after(30);
        }
        if (refused !== undefined) return problem(`parcel ${sscc}: ${refused}`);
      }
    }
    return handOver();
  }

  async function handOver(): Promise<Next> {
    const parcels = road.screen.show.quantity?.asked ?? 1;
    let refused: string | undefined;
    if (random.float() < 0.8) {
      const { fileId } = await me.http.bytes('/v1/files', PHOTO, 'image/png');
      refused = await road.pull('', { source: 'camera', answer: { photoId: fileId } });
    } else refused = await road.pull(`DOOR${1000 + random.int(9000)}`, { source: 'typed' });
    if (refused !== undefined) return problem(`hand over: ${refused}`);
    for (let parcel = 0; parcel < parcels; parcel++) notes.count(stage.schedule.now, 'delivered');
    return after(60);
  }

  /** How many of them stand on a stop to come of the same route. */
  async function triedAgain(parcels: string[]): Promise<number> {
    const { stops } = await me.http.get<{ stops: { state: string; parcels: { sscc: string }[] }[] }>(
      `/v1/routes/${me.routeIds[0]!}`,
    );
    const ahead = new Set(
      stops.filter(({ state }) => state === 'planned').flatMap((stop) => stop.parcels.map(({ sscc }) => sscc)),
    );
    return parcels.filter((sscc) => ahead.has(sscc)).length;
  }

  function home(): Next {
    onRoad = false;
    me.routeIds.shift();
    if (me.routeIds.length > 0) return after(600);
    stage.road.idle.add(vehicle);
    return wait([`route ${vehicle}`], 3600);
  }

  return {
    name: `driver of ${vehicle}`,
    async act(now) {
      if (onRoad) return drive();
      if (me.routeIds.length > 0) return load();
      return now > last ? 'home' : wait([`route ${vehicle}`], 3600);
    },
  };
}
