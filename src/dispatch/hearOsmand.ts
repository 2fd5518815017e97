import { done, invalid, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { arriveByFence } from './arriveByFence.ts';
import { insertFixes, trackerById, type Fix } from './store.ts';

const KMH_OF_KNOT = 1.852;
const KMH_OF_MPS = 3.6;

/**
 * A fix in the forms that OsmAnd and the Traccar client send: a query, or JSON with `location` and `device_id`. 400
 * without a device or with a position that is none, 404 for a device that nobody made known.
 */
export async function hearOsmand(work: Work, input: Record<string, unknown>): Promise<Outcome<{ stored: number }>> {
  const trackerId = textOf(input['id'] ?? input['deviceid'] ?? input['device_id']);
  if (trackerId === undefined || !/^[^\p{C}]{1,64}$/u.test(trackerId)) return bad('id', trackerId, 'a device id');
  const nested = typeof input['location'] === 'object' && input['location'] !== null;
  const read = nested ? readJson(input['location'] as Record<string, unknown>, work.at) : readQuery(input, work.at);
  if ('refused' in read) return read;
  const tracker = await trackerById(work.tx, trackerId);
  if (tracker === undefined) return notFound('device', 'id');
  const stored = await insertFixes(work, tracker, [read]);
  await arriveByFence(work, tracker);
  return done({ stored });
}

function readQuery(query: Record<string, unknown>, now: Date): Fix | Refused {
  const [pairLat, pairLon] = textOf(query['location'])?.split(',') ?? [];
  const level = numberOf(query['batt']);
  return fixOf(now, query['timestamp'], {
    lat: numberOf(query['lat'] ?? pairLat),
    lon: numberOf(query['lon'] ?? pairLon),
    speed_kmh: scaled(numberOf(query['speed']), KMH_OF_KNOT),
    heading: numberOf(query['bearing'] ?? query['heading']),
    accuracy_m: numberOf(query['accuracy']),
    battery: scaled(level, 0.01),
  });
}

function readJson(location: Record<string, unknown>, now: Date): Fix | Refused {
  const coords = (location['coords'] ?? {}) as Record<string, unknown>;
  const battery = (location['battery'] ?? {}) as Record<string, unknown>;
  return fixOf(now, location['timestamp'], {
    lat: numberOf(coords['latitude']),
    lon: numberOf(coords['longitude']),
    speed_kmh: scaled(numberOf(coords['speed']), KMH_OF_MPS),
    heading: numberOf(coords['heading']),
    accuracy_m: numberOf(coords['accuracy']),
    battery: numberOf(battery['level']),
  });
}

type Numbers = Record<Exclude<keyof Fix, 'at'>, number | undefined>;

function fixOf(now: Date, timestamp: unknown, of: Numbers): Fix | Refused {
  if (of.lat === undefined || !(Math.abs(of.lat) <= 90)) return bad('lat', of.lat, '-90 to 90');
  if (of.lon === undefined || !(Math.abs(of.lon) <= 180)) return bad('lon', of.lon, '-180 to 180');
  const at = timestamp === undefined ? now : timeOf(timestamp);
  if (at === undefined) return bad('timestamp', timestamp, 'seconds, milliseconds or an ISO time');
  return {
    at,
    lat: of.lat,
    lon: of.lon,
    speed_kmh: within(of.speed_kmh, 0, 1_000),
    heading: within(of.heading, 0, 360),
    accuracy_m: within(of.accuracy_m, 0, 1_000_000),
    battery: within(of.battery, 0, 1),
  };
}

/** Seconds, milliseconds, ISO, or `2026-11-20 09:00:00` in UTC. */
function timeOf(value: unknown): Date | undefined {
  const text = String(value);
  const count = /^\d{9,13}$/.test(text) ? Number(text) : undefined;
  const plain = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const at = new Date(count === undefined ? plain : count < 1e11 ? count * 1000 : count);
  const year = at.getUTCFullYear();
  return year >= 2000 && year < 2100 ? at : undefined;
}

/** Negative speeds, headings and levels mean that the phone does not know. */
function within(value: number | undefined, least: number, most: number): number | null {
  return value !== undefined && value >= least && value <= most ? value : null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const scaled = (value: number | undefined, by: number) => (value === undefined ? undefined : value * by);

function bad(field: string, got: unknown, expected: string): Refused {
  const refused = invalid(field, got, expected, field === 'id' ? 'device_missing' : 'position_invalid');
  return refuse(refused.refusal.code, refused.refusal.message, { ...refused.refusal, status: 400 });
}
