import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of a request under a key: it looks whether the key was used, does what is asked, and writes the key down. */
export async function answerNaively(db: Database, { key, asked }: { key: string; asked: string }): Promise<string> {
  const { rows } = (await db.raw('SELECT answer FROM naive_key WHERE key = ?', [key])) as {
    rows: { answer: string }[];
  };
  if (rows[0] !== undefined) return rows[0].answer;
  await db.raw('SELECT pg_sleep(0.002)');
  await db.raw('INSERT INTO naive_effect (asked) VALUES (?)', [asked]);
  await db.raw('INSERT INTO naive_key (key, answer) VALUES (?, ?)', [key, asked]);
  return asked;
}
