import { existsSync, readFileSync } from 'node:fs';
import { InputError } from './inputError.ts';

export interface Stop {
  id: string;
  lat: number;
  lon: number;
  name: string;
}

/**
 * Reads a CSV of stops, columns by name: id|stop_id, lat, lon, name|dong.
 * @throws Error naming the line where a stop cannot be one
 */
export function readStops(path: string): Stop[] {
  if (!existsSync(path)) throw new InputError(`${path}: there is no such file`);
  const rows = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const head = rows[0]!.split(',').map((name) => name.trim().toLowerCase());
  const place = (...names: string[]) => {
    const at = head.findIndex((name) => names.includes(name));
    if (at < 0) throw new InputError(`${path}: no column ${names.join(' or ')} in line 1`);
    return at;
  };
  const [id, lat, lon, name] = [place('id', 'stop_id'), place('lat'), place('lon'), place('name', 'dong')];
  const stops = rows.slice(1).flatMap((row, at): Stop[] => {
    if (row.trim() === '') return [];
    const cells = row.split(',').map((cell) => cell.trim());
    const stop = { id: cells[id] ?? '', lat: Number(cells[lat]), lon: Number(cells[lon]), name: cells[name] ?? '' };
    const real =
      stop.id !== '' && Math.abs(stop.lat) <= 90 && Math.abs(stop.lon) <= 180 && (stop.lat !== 0 || stop.lon !== 0);
    if (!real) throw new InputError(`${path}: line ${at + 2} is no stop: ${row.slice(0, 80)}`);
    return [stop];
  });
  if (stops.length === 0) throw new InputError(`${path}: no stops`);
  return stops;
}
