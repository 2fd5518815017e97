import { hasCodePart, partParams, rankOfCode, type PartAsked, type Ranked } from '../platform/codePart.ts';
import { change, maybe, one, rows } from '../platform/sql.ts';
import type { Tx } from '../platform/work.ts';
import type { Bin, BinKind, BinState, NewBin, Pace, Site, WalkingLayout } from './schema.ts';

export * from './store/promising.ts';
export * from './store/zone.ts';

const SITE = `site_id AS "siteId", code, name, time_zone AS "timeZone", lat, lon`;
const BIN = `bin_code AS "binCode", kind, aisle, y_mm, side, level, temperature, max_weight_g AS "maxWeight_g",
  max_volume_cm3 AS "maxVolume_cm3", one_seller AS "oneSeller", state`;

const PACE = `jsonb_build_object('picksPerHour', picks_per_hour, 'packsPerHour', packs_per_hour,
                                'loadsPerHour', loads_per_hour)`;

export interface SiteFacts extends Site {
  layout: WalkingLayout;
  adjustmentLimit: number;
  companyPrefix: string;
  pace: Pace;
}

/** Adds a site unless its code is taken; false where it is. */
export async function addSiteRow(tx: Tx, site: Omit<SiteFacts, 'pace'> & { at: Date }): Promise<boolean> {
  const added = await change(
    tx,
    `INSERT INTO site (site_id, code, name, time_zone, lat, lon, layout, adjustment_limit, company_prefix, at)
     VALUES (:siteId, :code, :name, :timeZone, :lat, :lon, :layout::jsonb, :adjustmentLimit, :companyPrefix, :at)
     ON CONFLICT (code) DO NOTHING`,
    { ...site, layout: JSON.stringify(site.layout) },
  );
  return added === 1;
}

export function siteFacts(tx: Tx, siteId: string): Promise<SiteFacts | undefined> {
  return maybe<SiteFacts>(
    tx,
    `SELECT ${SITE}, layout, adjustment_limit AS "adjustmentLimit", company_prefix AS "companyPrefix", ${PACE} AS pace
       FROM site WHERE site_id = :siteId`,
    { siteId },
  );
}

/** Sites by code; `siteIds` undefined: all. */
export function sitesSeenBy(tx: Tx, siteIds: string[] | undefined): Promise<Site[]> {
  return rows<Site>(
    tx,
    `SELECT ${SITE} FROM site WHERE :siteIds::uuid[] IS NULL OR site_id = ANY(:siteIds) ORDER BY code`,
    { siteIds },
  );
}

/** Adds bins whose codes are free; answers the codes added. */
export async function addBinRows(tx: Tx, siteId: string, bins: NewBin[], at: Date): Promise<Set<string>> {
  const added = await rows<{ bin_code: string }>(
    tx,
    `INSERT INTO bin (site_id, bin_code, kind, aisle, y_mm, side, level, temperature, max_weight_g, max_volume_cm3,
                      one_seller, at)
     SELECT :siteId, r."binCode", r.kind, r.aisle, r.y_mm, r.side, r.level, r.temperature, r."maxWeight_g",
            r."maxVolume_cm3", r."oneSeller", :at::timestamptz
       FROM jsonb_to_recordset(:bins::jsonb)
         AS r("binCode" text, kind text, aisle int, y_mm int, side text, level int, temperature text,
              "maxWeight_g" int, "maxVolume_cm3" int, "oneSeller" boolean)
     ON CONFLICT (site_id, bin_code) DO NOTHING RETURNING bin_code`,
    { siteId, bins: JSON.stringify(bins), at },
  );
  return new Set(added.map((row) => row.bin_code));
}

export function binsPage(
  tx: Tx,
  asked: { siteId: string; kind: BinKind | undefined; begin: string; after: string | undefined; limit: number },
): Promise<Bin[]> {
  return rows<Bin>(
    tx,
    `SELECT ${BIN} FROM bin
      WHERE site_id = :siteId AND (:kind::text IS NULL OR kind = :kind) AND (:after::text IS NULL OR bin_code > :after)
        AND bin_code >= :begin AND starts_with(bin_code, :begin)
      ORDER BY bin_code LIMIT :limit`,
    asked,
  );
}

/** All bins of a site, or those of some kinds. */
export function binsOf(tx: Tx, siteId: string, kinds?: BinKind[]): Promise<Bin[]> {
  return rows<Bin>(
    tx,
    `SELECT ${BIN} FROM bin WHERE site_id = :siteId AND (:kinds::text[] IS NULL OR kind = ANY(:kinds))
      ORDER BY bin_code`,
    { siteId, kinds },
  );
}

/** Where these bins are and what they may hold; codes that do not exist are left out. */
export function binFacts(tx: Tx, siteId: string, binCodes: string[]): Promise<Bin[]> {
  return rows<Bin>(tx, `SELECT ${BIN} FROM bin WHERE site_id = :siteId AND bin_code = ANY(:binCodes::text[])`, {
    siteId,
    binCodes,
  });
}

export type BinFound = Pick<Bin, 'binCode' | 'state'> & Ranked;

/** Bins by a part of their codes: the nearest to it first, then by code, as they stand. */
export function binsByPart(tx: Tx, { part, siteId, limit }: PartAsked): Promise<BinFound[]> {
  return rows(
    tx,
    `SELECT bin_code AS "binCode", state, ${rankOfCode('bin_code')} AS rank FROM bin
      WHERE site_id = :siteId::uuid AND ${hasCodePart('bin_code')} ORDER BY rank, bin_code LIMIT :limit`,
    partParams({ part, siteId, limit }),
  );
}

export async function keepBin(tx: Tx, siteId: string, bin: Bin): Promise<void> {
  await change(
    tx,
    `UPDATE bin SET aisle = :aisle, y_mm = :y_mm, side = :side, level = :level
      WHERE site_id = :siteId AND bin_code = :binCode`,
    { siteId, binCode: bin.binCode, aisle: bin.aisle, y_mm: bin.y_mm, side: bin.side, level: bin.level },
  );
}

/** Sets a bin's state; undefined where there is no such bin. */
export function setBinState(
  tx: Tx,
  bin: { siteId: string; binCode: string; state: BinState },
): Promise<Bin | undefined> {
  return maybe<Bin>(
    tx,
    `UPDATE bin SET state = :state WHERE site_id = :siteId AND bin_code = :binCode RETURNING ${BIN}`,
    bin,
  );
}

export async function keepPace(tx: Tx, siteId: string, pace: Pace): Promise<void> {
  await change(
    tx,
    `UPDATE site SET picks_per_hour = :picksPerHour::int, packs_per_hour = :packsPerHour::int,
                     loads_per_hour = :loadsPerHour::int
      WHERE site_id = :siteId::uuid`,
    { siteId, ...pace },
  );
}

/** False: there is no such site. */
export async function keepAdjustmentLimit(tx: Tx, siteId: string, units: number): Promise<boolean> {
  const kept = await change(tx, `UPDATE site SET adjustment_limit = :units::int WHERE site_id = :siteId::uuid`, {
    siteId,
    units,
  });
  return kept === 1;
}

/** Takes the next serial numbers of a site's company prefix; the first of them. No two callers get the same. */
export async function takeSerials(tx: Tx, siteId: string, count: number): Promise<{ prefix: string; first: number }> {
  return one<{ prefix: string; first: number }>(
    tx,
    `SELECT company_prefix AS prefix, first
       FROM site, take_sscc_serials(:siteId::uuid, :count::int) AS taken(first) WHERE site_id = :siteId::uuid`,
    { siteId, count },
  );
}
