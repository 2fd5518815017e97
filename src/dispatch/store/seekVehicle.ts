import {
  hasCodePart,
  hasNamePart,
  partParams,
  rankOfCode,
  rankOfName,
  type PartAsked,
  type Ranked,
} from '../../platform/codePart.ts';
import { rows } from '../../platform/sql.ts';
import type { Tx } from '../../platform/work.ts';
import type { Vehicle } from './vehicle.ts';

export type VehicleFound = Pick<Vehicle, 'vehicleId' | 'code' | 'name' | 'state'> & Ranked;

/** Vehicles of a site by a part of their code or name: the nearest to it, those that are driven, then the latest first. */
export function vehiclesByPart(tx: Tx, { part, siteId, limit }: PartAsked): Promise<VehicleFound[]> {
  return rows(
    tx,
    `SELECT vehicle_id AS "vehicleId", code, name, state,
            least(${rankOfCode('code')}, ${rankOfName('name')}) AS rank
       FROM vehicle
      WHERE site_id = :siteId::uuid AND (${hasCodePart('code')} OR ${hasNamePart('name')})
      ORDER BY rank, state = 'retired', vehicle_id DESC LIMIT :limit`,
    partParams({ part, siteId, limit }),
  );
}
