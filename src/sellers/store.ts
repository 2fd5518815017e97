import {
  hasCodePart,
  hasNamePart,
  partParams,
  rankOfCode,
  rankOfName,
  type PartAsked,
  type Ranked,
} from '../platform/codePart.ts';
import { change, maybe, one, rows } from '../platform/sql.ts';
import type { Tx } from '../platform/work.ts';
import type { Seller, Terms } from './schema.ts';

/** Adds a seller unless the code is taken; false where it is. */
export async function addSeller(
  tx: Tx,
  seller: { sellerId: string; code: string; name: string; terms: Terms; at: Date },
): Promise<boolean> {
  const added = await change(
    tx,
    `INSERT INTO seller (seller_id, code, name, terms, at)
     VALUES (:sellerId, :code, :name, :terms::jsonb, :at) ON CONFLICT (code) DO NOTHING`,
    { ...seller, terms: JSON.stringify(seller.terms) },
  );
  return added === 1;
}

export function sellerByCode(tx: Tx, code: string): Promise<Seller> {
  return one<Seller>(tx, `SELECT seller_id AS "sellerId", code, name, state, terms FROM seller WHERE code = :code`, {
    code,
  });
}

export function sellerById(tx: Tx, sellerId: string): Promise<Seller | undefined> {
  return maybe<Seller>(
    tx,
    `SELECT seller_id AS "sellerId", code, name, state, terms FROM seller WHERE seller_id = :sellerId`,
    { sellerId },
  );
}

export async function sellersByIds(tx: Tx, sellerIds: string[]): Promise<Map<string, Seller>> {
  const found = await rows<Seller>(
    tx,
    `SELECT seller_id AS "sellerId", code, name, state, terms FROM seller WHERE seller_id = ANY(:sellerIds::uuid[])`,
    { sellerIds },
  );
  return new Map(found.map((seller) => [seller.sellerId, seller]));
}

/** All sellers by code, or the one whose wall the reader stands behind. */
export function sellersSeenBy(tx: Tx, sellerId: string | undefined): Promise<Seller[]> {
  return rows<Seller>(
    tx,
    `SELECT seller_id AS "sellerId", code, name, state, terms FROM seller
      WHERE :sellerId::uuid IS NULL OR seller_id = :sellerId ORDER BY code`,
    { sellerId },
  );
}

export async function keepSeller(tx: Tx, seller: Seller): Promise<void> {
  await change(
    tx,
    `UPDATE seller SET name = :name, state = :state, terms = :terms::jsonb WHERE seller_id = :sellerId`,
    { ...seller, terms: JSON.stringify(seller.terms) },
  );
}

export interface SellerFound extends Ranked {
  sellerId: string;
  code: string;
  name: string;
  state: Seller['state'];
}

/** Sellers by a part of their code, or of their name: the nearest to it, then the latest first. */
export function sellersByPart(tx: Tx, { part, sellerIds, limit }: Omit<PartAsked, 'siteId'>): Promise<SellerFound[]> {
  return rows(
    tx,
    `SELECT seller_id AS "sellerId", code, name, state, least(${rankOfCode('code')}, ${rankOfName('name')}) AS rank
       FROM seller
      WHERE seller_id = ANY(:sellerIds::uuid[]) AND (${hasCodePart('code')} OR ${hasNamePart('name')})
      ORDER BY rank, seller_id DESC LIMIT :limit`,
    partParams({ part, sellerIds, limit }),
  );
}
