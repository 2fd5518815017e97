import type { Client } from 'pg';

/** What would slow down or forbid loading: taken off before, put on again after, in the same transaction. */
export interface PutAside {
  back(): Promise<void>;
}

/**
 * Foreign keys (their tables come in no order, and checked at once they cost a fraction) and indexes that guard no
 * constraint (built at once instead of row by row).
 */
export async function putAside(client: Client): Promise<PutAside> {
  const { rows } = await client.query<{ off: string; on: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS off,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS on
      FROM pg_constraint
     WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('i', 'I') AND NOT c.relispartition
       AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)`);
  for (const { off } of rows) await client.query(off);
  return {
    async back() {
      for (const { on } of rows.toReversed()) await client.query(on);
    },
  };
}
