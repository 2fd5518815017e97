import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import type { CutOff, Limit, Pace, Zone } from '../schema.ts';

export interface Room {
  deliverBy: Date;
  /** More orders that can still be brought to their doors by then. */
  room: number;
  /** Of those that no vehicle of ours drives. */
  floorRoom: number;
  limitedBy: Limit;
}

/** All that decides what a site still promises. */
export interface Promising {
  timeZone: string;
  cutOffs: CutOff[];
  zones: Zone[];
  rooms: (Room & { at: Date })[];
}

/** In one statement: every order that arrives asks it. Undefined where there is no such site. */
export async function promisingOf(tx: Tx, siteId: string): Promise<Promising | undefined> {
  const found = await maybe<Omit<Promising, 'rooms'> & { rooms: (Room & { at: string; deliverBy: string })[] }>(
    tx,
    `SELECT time_zone AS "timeZone",
            (SELECT coalesce(jsonb_agg(jsonb_build_object('cutOffId', cut_off_id, 'name', name,
                      'orderByMinute', order_by_minute, 'deliverByMinute', deliver_by_minute)), '[]')
               FROM cut_off WHERE site_id = s.site_id) AS "cutOffs",
            (SELECT coalesce(jsonb_agg(jsonb_build_object('zoneId', zone_id, 'name', name, 'polygon', polygon,
                      'carrier', coalesce(carrier, 'own'), 'cutOffIds', cut_off_ids) ORDER BY name, zone_id), '[]')
               FROM delivery_zone WHERE site_id = s.site_id) AS zones,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('deliverBy', deliver_by, 'room', room,
                      'floorRoom', floor_room, 'limitedBy', limited_by, 'at', at)), '[]')
               FROM cut_off_room WHERE site_id = s.site_id) AS rooms
       FROM site s WHERE site_id = :siteId::uuid`,
    { siteId },
  );
  return found && { ...found, rooms: found.rooms.map(timed) };
}

const timed = (room: Room & { at: string; deliverBy: string }) => ({
  ...room,
  deliverBy: new Date(room.deliverBy),
  at: new Date(room.at),
});

/** Sites that said what they get done in an hour: only there is room reckoned. */
export function sitesWithPace(tx: Tx): Promise<(Pace & { siteId: string })[]> {
  return rows(
    tx,
    `SELECT site_id AS "siteId", picks_per_hour AS "picksPerHour", packs_per_hour AS "packsPerHour",
            loads_per_hour AS "loadsPerHour"
       FROM site WHERE coalesce(picks_per_hour, packs_per_hour, loads_per_hour) IS NOT NULL ORDER BY site_id`,
  );
}

/** The room of a site as it is reckoned now, in place of what was reckoned before. */
export async function keepRooms(work: Work, siteId: string, rooms: Room[]): Promise<void> {
  await change(
    work.tx,
    `DELETE FROM cut_off_room
      WHERE site_id = :siteId::uuid
        AND NOT deliver_by IN (SELECT r."deliverBy" FROM jsonb_to_recordset(:rooms::jsonb) AS r("deliverBy" timestamptz))`,
    { siteId, rooms: JSON.stringify(rooms) },
  );
  await change(
    work.tx,
    `INSERT INTO cut_off_room (site_id, deliver_by, room, floor_room, limited_by, at)
     SELECT :siteId::uuid, r."deliverBy", r.room, r."floorRoom", r."limitedBy", :at::timestamptz
       FROM jsonb_to_recordset(:rooms::jsonb)
         AS r("deliverBy" timestamptz, room int, "floorRoom" int, "limitedBy" text)
     ON CONFLICT (site_id, deliver_by) DO UPDATE
       SET room = excluded.room, floor_room = excluded.floor_room, limited_by = excluded.limited_by, at = excluded.at`,
    { siteId, rooms: JSON.stringify(rooms), at: work.at },
  );
}
