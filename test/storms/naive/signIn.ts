import { verifyPassword } from '../../../src/platform/crypto.ts';
import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a sign-in: it looks whether there is such a login first, and is quick to say that there is none. */
export async function signInNaively(
  db: Database,
  { login, secret, kept }: { login: string; secret: string; kept: 'password_hash' | 'pin_hash' },
): Promise<number> {
  const { rows } = (await db.raw('SELECT ?? AS hash FROM user_account WHERE login = ?', [kept, login])) as {
    rows: { hash: string | null }[];
  };
  const hash = rows[0]?.hash;
  if (hash === undefined || hash === null) return 401;
  return (await verifyPassword(hash, secret)) ? 200 : 401;
}
