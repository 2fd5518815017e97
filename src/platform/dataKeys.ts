import { decrypt, encrypt, newKey } from './crypto.ts';
import { newId } from './ids.ts';
import { openFirstLayout, rereadSecrets, unwrap, wrap, wrappingKey, type Wrapped } from './secret.ts';
import { change, maybe, rows } from './sql.ts';
import type { Tx, Work } from './work.ts';

/**
 * `answer`: kept answers of requests; `step`: screens of scans; `phone`: the index of phones, and `order`: what orders were
 * sent with, one key each for ever.
 */
export type Purpose = 'answer' | 'step' | 'phone' | 'order';

export interface DataKey {
  dataKeyId: string;
  key: Buffer;
}

interface Row extends Wrapped {
  dataKeyId: string;
  purpose: Purpose;
}

const ROW = `data_key_id AS "dataKeyId", purpose, key_id AS "keyId", wrapped`;
const contextOf = ({ dataKeyId, purpose }: Pick<Row, 'dataKeyId' | 'purpose'>) => `data_key ${dataKeyId} ${purpose}`;
const opened = (row: Row): DataKey => ({ dataKeyId: row.dataKeyId, key: unwrap(row, contextOf(row)) });

/** The day of keys that are for ever. */
export const ALWAYS = '1970-01-01';

/** By its day or its id. Requests ask for one by its name, since a seller's reads no table of keys; scans are the staff's. */
function rowOf(tx: Tx, purpose: Purpose, { day, id }: { day?: string; id?: string }): Promise<Row | undefined> {
  const from =
    purpose === 'step'
      ? `data_key WHERE purpose = :purpose AND (day = :day::date OR data_key_id = :id::uuid)`
      : `request_key(:purpose, :day::date, :id::uuid)`;
  return maybe(tx, `SELECT ${ROW} FROM ${from}`, { purpose, day, id });
}

const STEP_KEPT = `INSERT INTO data_key (data_key_id, purpose, day, key_id, wrapped)
  SELECT :dataKeyId::uuid, :purpose, :day::date, :keyId, :wrapped::bytea
   WHERE NOT EXISTS (SELECT 1 FROM retired_key WHERE key_id = :keyId)
  ON CONFLICT (purpose, day) DO NOTHING`;
const KEPT = `SELECT keep_request_key(:dataKeyId::uuid, :purpose, :day::date, :keyId, :wrapped::bytea)`;

/** The key of a purpose and day, made at its first use. */
export async function dataKeyFor(work: Work, purpose: Purpose, day: string): Promise<DataKey> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const known = await rowOf(work.tx, purpose, { day });
    if (known !== undefined) return opened(known);
    const dataKeyId = newId();
    const key = newKey();
    const kept = { dataKeyId, purpose, day, ...wrap(key, contextOf({ dataKeyId, purpose })) };
    const made = await change(work.tx, purpose === 'step' ? STEP_KEPT : KEPT, kept);
    if (made === 1) return { dataKeyId, key };
    // a twin made it, or this process has not heard of a newer secret
    rereadSecrets();
  }
  throw new Error('this process wraps with a key that was retired');
}

const LAYOUT = 2;

/** The key of the day that a work is done on. */
export const dayKey = (work: Work, purpose: Purpose): Promise<DataKey> =>
  dataKeyFor(work, purpose, work.at.toISOString().slice(0, 10));

/**
 * Layout version(1) data key(16) box. `context` names the row that the value is kept in: moved to another one it does not
 * open.
 */
export function sealWith({ dataKeyId, key }: DataKey, context: string, value: unknown): string {
  const id = Buffer.from(dataKeyId.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.from([LAYOUT]), id, encrypt(key, JSON.stringify(value), context)]).toString('base64');
}

export async function sealForDay(work: Work, purpose: Purpose, context: string, value: unknown): Promise<string> {
  return sealWith(await dayKey(work, purpose), context, value);
}

/** What was sealed; nothing where its key has been destroyed, or is one that nobody has any more. */
export async function openSealed(
  tx: Tx,
  purpose: Purpose,
  context: string,
  sealed: string,
): Promise<{ value: unknown } | undefined> {
  const box = Buffer.from(sealed, 'base64');
  if (box[0] !== LAYOUT) {
    const text = openFirstLayout(box);
    return text === undefined ? undefined : { value: JSON.parse(text) };
  }
  const dataKeyId = box.subarray(1, 17).toString('hex');
  const row = await rowOf(tx, purpose, { id: dataKeyId });
  if (row === undefined) return undefined;
  return { value: JSON.parse(decrypt(opened(row).key, box.subarray(17), context).toString('utf8')) };
}

/** Destroys the keys of the days before a moment, and with them everything that they sealed. */
export function destroyDataKeys(tx: Tx, before: Date): Promise<number> {
  return change(tx, `DELETE FROM data_key WHERE day > :always::date AND day < :before::date`, {
    always: ALWAYS,
    before: before.toISOString().slice(0, 10),
  });
}

/** Wraps up to `limit` keys anew that are not under the present wrapping key. @returns how many */
export async function rewrapDataKeys(tx: Tx, limit: number): Promise<number> {
  const { keyId } = wrappingKey();
  const found = await rows<Row>(
    tx,
    `SELECT ${ROW} FROM data_key WHERE key_id <> :keyId ORDER BY data_key_id LIMIT :limit FOR UPDATE`,
    { keyId, limit },
  );
  const anew = found.map((row) => {
    const { keyId, wrapped } = wrap(opened(row).key, contextOf(row));
    return { dataKeyId: row.dataKeyId, keyId, wrapped: wrapped.toString('base64') };
  });
  return change(
    tx,
    `UPDATE data_key k SET key_id = n."keyId", wrapped = decode(n.wrapped, 'base64')
       FROM jsonb_to_recordset(:anew::jsonb) AS n("dataKeyId" uuid, "keyId" text, wrapped text)
      WHERE k.data_key_id = n."dataKeyId"`,
    { anew: JSON.stringify(anew) },
  );
}

/** Nothing is wrapped by these keys from here on, by whatever process. The caller holds the tables against writers. */
export async function retireKeys(work: Work, keyIds: string[]): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO retired_key (key_id, at) SELECT unnest(:keyIds::text[]), :at ON CONFLICT DO NOTHING`,
    { keyIds, at: work.at },
  );
}
