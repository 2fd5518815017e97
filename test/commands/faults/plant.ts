/** A fault of rows, planted behind the back of the product, and what the audit has to say of it. */
export interface Fault {
  /** module/number_name of the audit file. */
  audit: string;
  what: string;
  /** Read in the text of an offending row. */
  says: RegExp;
  sql: string;
}

/** Takes the guards of a table off: its checks, keys other than the primary one, and unique indexes. */
export const unguard = (...tables: string[]) =>
  tables
    .map(
      (table) => `
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype IN ('c','f','u') LOOP
    EXECUTE format('ALTER TABLE ${table} DROP CONSTRAINT %I CASCADE', c.conname);
  END LOOP;
  FOR c IN SELECT indexrelid::regclass AS index FROM pg_index
            WHERE indrelid = '${table}'::regclass AND indisunique AND NOT indisprimary LOOP
    EXECUTE format('DROP INDEX %s', c.index);
  END LOOP;
END $$;`,
    )
    .join('');

/** One row of a table. */
export const one = (table: string, where = 'true') => `ctid = (SELECT ctid FROM ${table} WHERE ${where} LIMIT 1)`;

/** Units in a place where the ledger never put them. */
export const units = (place: string, { quantity = 3, serial = '' } = {}) => `
INSERT INTO balance (site_id, place, item_id, lot, serial, condition, seller_id, quantity, legs)
SELECT site_id, ${place}, item_id, lot, '${serial}', 'sellable', seller_id, ${quantity}, 1 FROM balance LIMIT 1
    ON CONFLICT (site_id, place, item_id, lot, serial, condition) DO UPDATE SET quantity = excluded.quantity;`;
