import { blindIndex } from '../platform/crypto.ts';
import { ALWAYS, dataKeyFor } from '../platform/dataKeys.ts';
import { refuse, type Refused } from '../platform/errors.ts';
import { maskAddress, maskName, maskPhone } from '../platform/mask.ts';
import { plainPhone } from '../platform/phone.ts';
import type { Work } from '../platform/work.ts';
import { maskedRecipientOf } from './recipient.ts';
import { personalContents, type Contents, type Line, type Order } from './rules.ts';
import type { PlaceOrder } from './schema.ts';
import { recipientSpots } from './store.ts';

const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
const sorted = (parts: unknown[]) => parts.map((part) => JSON.stringify(part)).toSorted();

/** Key of the hashes, made once for the house: a rotation wraps it anew and leaves what it made comparable. */
export const contentsKey = async (work: Work): Promise<Buffer> => (await dataKeyFor(work, 'order', ALWAYS)).key;

/**
 * In whatever order the lines come, and however a phone or a space is written. Who gets a gift that has no address is not
 * kept, and so not compared either.
 */
export function contentsOf(key: Buffer, orderId: string, input: PlaceOrder): Contents {
  const { shipTo, promiseBy = null, paid } = input;
  const to = shipTo?.address === undefined ? undefined : shipTo;
  const hash = (part: string, value: unknown) =>
    blindIndex(key, JSON.stringify([orderId, part, value ?? null])).toString('hex');
  return {
    paid,
    promiseBy: promiseBy?.toISOString() ?? null,
    lines: hash('lines', sorted(input.lines.map(({ itemId, code, quantity }) => [itemId ?? code, quantity]))),
    name: hash('name', to && plain(to.name)),
    phone: hash('phone', to && (plainPhone(to.phone) ?? plain(to.phone))),
    address: hash('address', to && plain(to.address!)),
    spot: hash('spot', to && [to.lat, to.lon]),
  };
}

interface Differing {
  field: string;
  got: unknown;
  expected: unknown;
}

/** `order_differs` where a version that is known comes with other contents, each of them in `details`; nobody is named. */
export async function differing(work: Work, order: Order, sent: { input: PlaceOrder; lines: Line[] }) {
  // placed before contents were kept
  const known = order.contents ?? undefined;
  if (known === undefined) return undefined;
  const now = contentsOf(await contentsKey(work), order.orderId, sent.input);
  const others = personalContents.filter((part) => known[part] !== undefined && known[part] !== now[part]);
  const differing = [...ofOrder(order, known, now, sent), ...(await ofPerson(work, order, others, sent.input))];
  return differing.length === 0 ? undefined : refused(differing);
}

function refused(differing: Differing[]): Refused {
  return refuse('order_differs', 'This order is known with other contents; send a newer version', {
    ...differing[0]!,
    details: differing,
  });
}

/** Lines that are told anew by what became of their codes are the same, and so is what others have brought about since. */
function ofOrder(
  order: Order,
  known: Contents,
  now: Contents,
  { input, lines }: { input: PlaceOrder; lines: Line[] },
): Differing[] {
  const found: Differing[] = [];
  if (known.lines !== now.lines && !isSameBasket(lines, order.lines)) {
    found.push({ field: 'lines', ...onlyOnes(lines, order.lines) });
  }
  const isPaid = order.paidAt !== null;
  if (known.paid !== input.paid && isPaid !== input.paid) {
    found.push({ field: 'paid', got: input.paid, expected: isPaid });
  }
  const { siteId, promiseBy } = input;
  if (siteId !== undefined && siteId !== order.siteId) {
    found.push({ field: 'siteId', got: siteId, expected: order.siteId });
  }
  if (known.promiseBy !== now.promiseBy && promiseBy?.getTime() !== order.promiseBy.getTime()) {
    found.push({ field: 'promiseBy', got: promiseBy ?? 'absent', expected: order.promiseBy });
  }
  return found;
}

const meant = ({ itemId, code, ordered }: Line) => [itemId ?? code, ordered];
const isSameBasket = (some: Line[], others: Line[]) =>
  JSON.stringify(sorted(some.map(meant))) === JSON.stringify(sorted(others.map(meant)));

/** Of an order of five hundred lines those that differ, and of these enough to find the mistake. */
const MOST_SHOWN = 20;

function onlyOnes(got: Line[], expected: Line[]): Pick<Differing, 'got' | 'expected'> {
  const only = (some: Line[], others: Line[]) => {
    const left = sorted(others.map(meant));
    const own = some.filter((line) => {
      const at = left.indexOf(JSON.stringify(meant(line)));
      if (at !== -1) left.splice(at, 1);
      return at === -1;
    });
    return own.slice(0, MOST_SHOWN).map(({ itemId, code, ordered: quantity }) => {
      return itemId === null ? { code, quantity } : { itemId, quantity };
    });
  };
  return { got: only(got, expected), expected: only(expected, got) };
}

const masks = { name: maskName, phone: maskPhone, address: maskAddress };
/** Two digits of a degree are a quarter of a town, as whoever loads a van sees it. */
const quarter = ({ lat, lon }: { lat: number; lon: number }) => `${lat.toFixed(2)}, ${lon.toFixed(2)}`;

/** Who gets it is told in the masked forms, which any list shows. */
async function ofPerson(
  work: Work,
  order: Order,
  others: readonly (keyof typeof masks | 'spot')[],
  { shipTo }: PlaceOrder,
): Promise<Differing[]> {
  if (others.length === 0) return [];
  const masked = order.recipient === null ? undefined : await maskedRecipientOf(work, order);
  const known = masked === undefined || masked.refused ? undefined : masked.value;
  const to = shipTo?.address === undefined ? undefined : shipTo;
  const [spot] = await recipientSpots(work.tx, [order.orderId]);
  return others.map((part) => {
    if (part === 'spot') {
      const { lat, lon } = to ?? {};
      const got = lat === undefined || lon === undefined ? 'absent' : quarter({ lat, lon });
      return { field: 'shipTo.lat', got, expected: spot === undefined ? 'absent' : quarter(spot) };
    }
    const told = to?.[part];
    const got = told === undefined ? 'absent' : masks[part](told);
    return { field: `shipTo.${part}`, got, expected: known?.[part] ?? 'absent' };
  });
}
