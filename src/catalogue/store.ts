import { byCodePart, hasNamePart, partParams, rankOfName, type PartAsked, type Ranked } from '../platform/codePart.ts';
import { change, maybe, rows } from '../platform/sql.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { BarcodeRow, ItemRow } from './rules.ts';
import { MOST_PACKS, type Item, type Pack } from './schema.ts';

const ITEM = `i.item_id AS "itemId", i.seller_id AS "sellerId", i.code, i.name,
  ARRAY[i.width_mm, i.length_mm, i.depth_mm] AS size_mm, i.weight_g, i.unit_volume_cm3 AS "unitVolume_cm3",
  i.temperature, i.lot_tracked AS "lotTracked", i.expiry_tracked AS "expiryTracked",
  i.serial_tracked AS "serialTracked", i.min_life_days AS "minLifeDays", i.keep_upright AS "keepUpright",
  coalesce((SELECT jsonb_agg(jsonb_build_object('code', b.code, 'quantity', b.quantity) ORDER BY b.quantity, b.code)
              FROM barcode b WHERE b.seller_id = i.seller_id AND b.item_id = i.item_id), '[]') AS barcodes,
  coalesce((SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', p.name, 'quantity', p.quantity,
                     'size_mm', CASE WHEN p.width_mm IS NULL THEN NULL
                                ELSE jsonb_build_array(p.width_mm, p.length_mm, p.depth_mm) END,
                     'weight_g', p.weight_g)) ORDER BY p.quantity)
              FROM item_pack p WHERE p.seller_id = i.seller_id AND p.item_id = i.item_id), '[]') AS packs`;

/** Adds items whose code is free; answers the ids of those added. */
export async function addItemRows(tx: Tx, sellerId: string, items: ItemRow[], at: Date): Promise<Set<string>> {
  const added = await rows<{ item_id: string }>(
    tx,
    `INSERT INTO item (seller_id, item_id, code, name, width_mm, length_mm, depth_mm, weight_g, unit_volume_cm3,
                       temperature, lot_tracked, expiry_tracked, serial_tracked, min_life_days, keep_upright, at)
     SELECT :sellerId, r.*, :at::timestamptz
       FROM jsonb_to_recordset(:items::jsonb)
         AS r(item_id uuid, code text, name text, width_mm int, length_mm int, depth_mm int, weight_g int,
              unit_volume_cm3 int, temperature text, lot_tracked boolean, expiry_tracked boolean,
              serial_tracked boolean, min_life_days int, keep_upright boolean)
     ON CONFLICT (seller_id, code) DO NOTHING RETURNING item_id`,
    { sellerId, items: JSON.stringify(items), at },
  );
  return new Set(added.map((row) => row.item_id));
}

/** Adds barcodes that are free; answers the codes added. */
export async function addBarcodeRows(tx: Tx, sellerId: string, barcodes: BarcodeRow[]): Promise<Set<string>> {
  const added = await rows<{ code: string }>(
    tx,
    `INSERT INTO barcode (seller_id, code, item_id, quantity)
     SELECT :sellerId, r.code, r.item_id, r.quantity
       FROM jsonb_to_recordset(:barcodes::jsonb) AS r(code text, item_id uuid, quantity int)
     ON CONFLICT (seller_id, code) DO NOTHING RETURNING code`,
    { sellerId, barcodes: JSON.stringify(barcodes) },
  );
  return new Set(added.map((row) => row.code));
}

export async function setPacks(tx: Tx, sellerId: string, itemId: string, packs: Pack[]): Promise<void> {
  await change(tx, `DELETE FROM item_pack WHERE seller_id = :sellerId AND item_id = :itemId`, { sellerId, itemId });
  await change(
    tx,
    `INSERT INTO item_pack (seller_id, item_id, name, quantity, width_mm, length_mm, depth_mm, weight_g)
     SELECT :sellerId, :itemId, r.name, r.quantity, (r.size_mm ->> 0)::int, (r.size_mm ->> 1)::int,
            (r.size_mm ->> 2)::int, r.weight_g
       FROM jsonb_to_recordset(:packs::jsonb) AS r(name text, quantity int, size_mm jsonb, weight_g int)`,
    { sellerId, itemId, packs: JSON.stringify(packs) },
  );
}

/** As `setMeasures` does. */
export async function lockItem(tx: Tx, sellerId: string, itemId: string): Promise<void> {
  const asked = { sellerId, itemId };
  await rows(tx, 'SELECT 1 FROM item WHERE seller_id = :sellerId AND item_id = :itemId FOR NO KEY UPDATE', asked);
}

/** Nobody brings units of it in meanwhile: who does has asked for the item by `itemForStock`. */
export async function lockTracking(tx: Tx, sellerId: string, itemId: string): Promise<void> {
  const asked = { sellerId, itemId };
  await rows(tx, 'SELECT 1 FROM item WHERE seller_id = :sellerId AND item_id = :itemId FOR UPDATE', asked);
}

/** An item of which units are being brought in: what it asks of them stays until they are there. */
export function itemForStock(tx: Tx, itemId: string): Promise<Item | undefined> {
  return maybe<Item>(tx, `SELECT ${ITEM} FROM item i WHERE i.item_id = :itemId FOR KEY SHARE OF i`, { itemId });
}

export interface InHouse {
  site: string;
  place: string;
  quantity: number;
}

/** Where units of an item are, at whichever site: the first twenty places. */
export function unitsInHouse(tx: Tx, itemId: string): Promise<InHouse[]> {
  return rows(
    tx,
    `SELECT s.code AS site, b.place, sum(b.quantity)::int AS quantity
       FROM site s JOIN balance b ON b.site_id = s.site_id AND b.item_id = :itemId::uuid AND b.quantity > 0
      GROUP BY s.code, b.place ORDER BY s.code, b.place LIMIT 20`,
    { itemId },
  );
}

export async function keepTracking({ tx }: Work, item: Item): Promise<void> {
  await change(
    tx,
    `UPDATE item SET lot_tracked = :lotTracked::boolean, expiry_tracked = :expiryTracked::boolean,
                     serial_tracked = :serialTracked::boolean, min_life_days = :minLifeDays::int
      WHERE seller_id = :sellerId::uuid AND item_id = :itemId::uuid`,
    { ...item },
  );
}

/** Adds a pack where there is none of that quantity, and room for one; says whether there was. */
export async function addPackRow(tx: Tx, sellerId: string, itemId: string, pack: Pack): Promise<boolean> {
  const added = await rows(
    tx,
    `INSERT INTO item_pack (seller_id, item_id, name, quantity, width_mm, length_mm, depth_mm, weight_g)
     SELECT :sellerId::uuid, :itemId::uuid, :name, :quantity::int, :width::int, :length::int, :depth::int, :weight_g::int
      WHERE (SELECT count(*) FROM item_pack WHERE seller_id = :sellerId AND item_id = :itemId) < ${MOST_PACKS}
     ON CONFLICT (seller_id, item_id, quantity) DO NOTHING RETURNING quantity`,
    {
      sellerId,
      itemId,
      name: pack.name,
      quantity: pack.quantity,
      width: pack.size_mm?.[0] ?? null,
      length: pack.size_mm?.[1] ?? null,
      depth: pack.size_mm?.[2] ?? null,
      weight_g: pack.weight_g ?? null,
    },
  );
  return added.length > 0;
}

export async function setMeasures(
  { tx, at }: Work,
  item: Pick<Item, 'sellerId' | 'itemId' | 'size_mm' | 'weight_g' | 'unitVolume_cm3' | 'keepUpright'>,
): Promise<void> {
  await change(
    tx,
    `UPDATE item SET width_mm = :width, length_mm = :length, depth_mm = :depth, weight_g = :weight_g,
                     unit_volume_cm3 = :volume, keep_upright = :keepUpright, packaging_set_at = :at
      WHERE seller_id = :sellerId AND item_id = :itemId`,
    {
      sellerId: item.sellerId,
      itemId: item.itemId,
      width: item.size_mm[0],
      length: item.size_mm[1],
      depth: item.size_mm[2],
      weight_g: item.weight_g,
      volume: item.unitVolume_cm3,
      keepUpright: item.keepUpright,
      at,
    },
  );
}

/** Items by id, whoever owns them. */
export function itemsById(tx: Tx, itemIds: string[]): Promise<Item[]> {
  return rows<Item>(tx, `SELECT ${ITEM} FROM item i WHERE i.item_id = ANY(:itemIds::uuid[])`, { itemIds });
}

export function itemById(tx: Tx, itemId: string): Promise<Item | undefined> {
  return maybe<Item>(tx, `SELECT ${ITEM} FROM item i WHERE i.item_id = :itemId`, { itemId });
}

export function itemsByCode(tx: Tx, sellerId: string, codes: string[]): Promise<Item[]> {
  return rows<Item>(tx, `SELECT ${ITEM} FROM item i WHERE i.seller_id = :sellerId AND i.code = ANY(:codes::text[])`, {
    sellerId,
    codes,
  });
}

/** One page in the order in which items were added. */
export function itemsPage(
  tx: Tx,
  asked: {
    sellerId: string | undefined;
    search: string | undefined;
    key: string | undefined;
    after: string | undefined;
    limit: number;
  },
): Promise<Item[]> {
  return rows<Item>(
    tx,
    `SELECT ${ITEM} FROM item i
      WHERE (:sellerId::uuid IS NULL OR i.seller_id = :sellerId)
        AND (:after::uuid IS NULL OR i.item_id > :after)
        AND (:search::text IS NULL OR starts_with(upper(i.code), upper(:search))
             OR position(lower(:search) IN lower(i.name)) > 0
             OR EXISTS (SELECT 1 FROM barcode b
                         WHERE b.code = :key AND b.seller_id = i.seller_id AND b.item_id = i.item_id))
      ORDER BY i.item_id LIMIT :limit`,
    asked,
  );
}

/** What a scanned code may mean: the item and the units that one scan stands for, once for each seller that has it. */
export interface Meaning {
  sellerId: string;
  itemId: string;
  code: string;
  name: string;
  quantity: number;
}

export function meaningsOf(
  tx: Tx,
  asked: { key: string; code: string; sellerId: string | undefined },
): Promise<Meaning[]> {
  return rows<Meaning>(
    tx,
    `SELECT b.seller_id AS "sellerId", b.item_id AS "itemId", i.code, i.name, b.quantity
       FROM barcode b JOIN item i ON i.seller_id = b.seller_id AND i.item_id = b.item_id
      WHERE b.code = :key AND (:sellerId::uuid IS NULL OR b.seller_id = :sellerId)
      UNION ALL
     SELECT i.seller_id, i.item_id, i.code, i.name, 1 FROM item i
      WHERE i.code = :code AND i.seller_id = :sellerId
        AND NOT EXISTS (SELECT 1 FROM barcode b WHERE b.seller_id = i.seller_id AND b.code = :key)
      ORDER BY 1 LIMIT 50`,
    asked,
  );
}

export interface ItemFound extends Ranked {
  sellerId: string;
  itemId: string;
  code: string;
  name: string;
}

const BY_PART = byCodePart({
  table: 'item',
  column: 'code',
  columns: `t.seller_id AS "sellerId", t.item_id AS "itemId", t.code, t.name`,
  where: 'true',
  latestBy: 'item_id',
});

/** Items by a part of their sellers' codes: what was typed whole, what begins so, what ends so; of each the latest first. */
export function itemsByPart(tx: Tx, asked: Omit<PartAsked, 'siteId'>): Promise<ItemFound[]> {
  return rows(tx, `${BY_PART} ORDER BY rank, "itemId" DESC LIMIT :limit`, partParams(asked));
}

/** Of the items whose names have a part in common so many of a seller are looked at. */
const ALIKE = 200;

/**
 * Items by a part of their names, as people say them: the database raises the letters of both. A seller's items that have all
 * pairs of letters of the part are read from an index; behind a wall, which looks at no letters before it knows whose they are,
 * the seller's own names are.
 */
export function itemsByName(tx: Tx, { part, sellerIds, limit }: Omit<PartAsked, 'siteId'>): Promise<ItemFound[]> {
  return rows(tx, BY_NAME, { text: part.text, sellerIds, limit });
}

const BY_NAME = `
  SELECT found.* FROM unnest(:sellerIds::uuid[]) AS s (seller_id) CROSS JOIN LATERAL (
    SELECT t.seller_id AS "sellerId", t.item_id AS "itemId", t.code, t.name, ${rankOfName('t.name')} AS rank FROM item t
     WHERE name_pairs(t.seller_id, t.name) @> name_pairs(s.seller_id, :text::text) AND ${hasNamePart('t.name')}
     LIMIT ${ALIKE}) found
   ORDER BY rank, "itemId" DESC LIMIT :limit`;
