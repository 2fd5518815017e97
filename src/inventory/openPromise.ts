import { mayUseSite } from '../auth/index.ts';
import { done, invalid, notFound, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { customerKey } from './flash/customerKey.ts';
import { promise, type Promised } from './promise.ts';
import { sumByItem } from './rules.ts';
import type { OpenPromise } from './schema.ts';
import { linesOfPromise, ownerOf, promiseById, sitesByStock, siteOfItems } from './store.ts';

/** `POST /v1/promises`: a checkout asks for units before it takes money. Seller and site are found where not given. */
export async function openPromise(work: Work, input: OpenPromise): Promise<Outcome<Promised>> {
  const owner = await ownerOf(
    work.tx,
    input.lines.map((line) => line.itemId),
  );
  const foreign = work.actor.sellerId !== undefined && owner !== work.actor.sellerId;
  if (owner === undefined || foreign) return notFound('item', 'lines', input.lines[0]!.itemId);
  if (input.sellerId !== undefined && input.sellerId !== owner)
    return invalid('sellerId', input.sellerId, 'the owner of the items');
  const lines = sumByItem(input.lines);
  const siteId = input.siteId ?? (await chooseSite(work, lines));
  if (siteId === undefined) return notFound('site');
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const buyer = input.customer === undefined ? {} : { customer: await customerKey(work, owner, input.customer) };
  const asked = {
    ...buyer,
    siteId,
    sellerId: owner,
    channel: input.channel,
    mall: input.mall ?? '',
    externalId: input.externalId,
    expiresAt: new Date(work.at.getTime() + input.expiresInSeconds * 1000),
    lines,
  };
  return promise(work, asked);
}

/** The site that holds all of it, else the one that holds most lines, else any that ever held one of the items. */
async function chooseSite(work: Work, lines: { itemId: string; quantity: number }[]): Promise<string | undefined> {
  const [best] = await sitesByStock(work.tx, lines);
  return (
    best?.siteId ??
    (await siteOfItems(
      work.tx,
      lines.map((line) => line.itemId),
    ))
  );
}

export async function showPromise(work: Work, input: { promiseId: string }) {
  const row = await promiseById(work.tx, input.promiseId, work.actor.sellerId);
  if (row === undefined || mayUseSite(work, row.siteId)) return notFound('promise');
  const lines = await linesOfPromise(work.tx, row.siteId, row.promiseId);
  const late = row.state === 'open' && row.expiresAt! <= work.at;
  const state = late ? ('expired' as const) : row.state;
  return done({ promiseId: row.promiseId, siteId: row.siteId, state, expiresAt: row.expiresAt, lines });
}
