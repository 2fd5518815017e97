import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a cap a customer: it looks at what he has, decides in the program, and writes one more. */
export async function shareNaively(
  db: Database,
  of: { customer: string; cap: number },
): Promise<'sold' | 'flash_cap_reached'> {
  return db.transaction(async (tx) => {
    const { rows } = (await tx.raw('SELECT count(*)::int AS had FROM naive_share WHERE customer = ?', [
      of.customer,
    ])) as { rows: { had: number }[] };
    if (rows[0]!.had >= of.cap) return 'flash_cap_reached';
    // the payment is asked here
    await tx.raw('SELECT pg_sleep(0.002)');
    await tx.raw('INSERT INTO naive_share (customer) VALUES (?)', [of.customer]);
    return 'sold';
  });
}
