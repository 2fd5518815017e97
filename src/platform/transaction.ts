import type { Client } from 'pg';
import type { Database } from './database.ts';
import { Packet, type Answer, type Statement } from './packet.ts';

/** SQLSTATE in_failed_sql_transaction; invalid_sql_statement_name and invalid_savepoint of what was passed over with it. */
const ABORTED = new Set(['25P02', '26000', '3B001']);

/**
 * A transaction on a connection of its own. Statements go out as they come, without waiting for the answers to those
 * before (PostgreSQL answers in order), and those of one tick in one packet. A failed one fails all behind it up to its
 * savepoint, and the commit.
 */
export class Transaction {
  readonly #client: Client;
  #packet: Packet | undefined;
  #savepoints = 0;
  #isOver = false;
  /** Of statements whose answers nobody waits for yet. */
  #sent: Promise<unknown>[] = [];
  /** What failed first: answers come in order. */
  #failed: unknown;

  constructor(client: Client) {
    this.#client = client;
  }

  query(statement: Statement): Promise<Answer> {
    // an arm that ran on beside the one that failed: the connection is somebody else's by now
    if (this.#isOver) return Promise.reject(new Error('the transaction is over'));
    if (this.#packet === undefined) {
      this.#packet = new Packet();
      process.nextTick(() => this.#flush());
    }
    return this.#heard(this.#packet.add(statement));
  }

  /** Text as it is, without parameters: one statement or several. */
  raw(text: string): Promise<Answer> {
    this.#flush();
    return this.#heard(this.#client.query(text));
  }

  #flush(): void {
    const packet = this.#packet;
    this.#packet = undefined;
    if (packet !== undefined) this.#client.query(packet);
  }

  #heard(answered: Promise<Answer>): Promise<Answer> {
    const heard = answered.catch((error: unknown) => {
      this.#failed ??= error;
      // from here on it leads to whoever waits for it
      Error.captureStackTrace(error as Error);
      throw error;
    });
    // a failure that nobody waits for is told by the commit
    heard.catch(() => {});
    return heard;
  }

  /** A message of its own: behind a failure in the same packet it would be passed over, and leave the connection aborted. */
  async rollBack(): Promise<void> {
    this.#flush();
    this.#isOver = true;
    await this.#client.query('ROLLBACK');
  }

  /** Its failure is told by the commit, or by the end of the savepoint that it stands in. */
  send(statement: Statement): void {
    this.#sent.push(this.query(statement));
  }

  /** Runs a part whose effects are undone where it throws. */
  async transaction<T>(part: (tx: this) => Promise<T>): Promise<T> {
    const before = this.#sent;
    this.#sent = [];
    const name = `part_${++this.#savepoints}`;
    try {
      this.send({ text: `SAVEPOINT ${name}` });
      const result = await part(this);
      this.send({ text: `RELEASE SAVEPOINT ${name}` });
      await this.answers();
      return result;
    } catch (error) {
      const cause = this.causeOf(error);
      await this.raw(`ROLLBACK TO SAVEPOINT ${name}`);
      this.#failed = undefined;
      throw cause;
    } finally {
      this.#sent = before;
    }
  }

  /** What a later statement is refused for where one that was sent before it had failed already. */
  causeOf(error: unknown): unknown {
    return ABORTED.has((error as { code?: string }).code ?? '') ? (this.#failed ?? error) : error;
  }

  /** Waits for what was sent; throws what failed first. */
  async answers(): Promise<void> {
    const sent = this.#sent;
    this.#sent = [];
    for (const answered of sent) await answered;
  }
}

/** Runs a part in a transaction of its own: committed when it answers, rolled back when it throws. */
export async function inTransaction<T>(
  db: Database,
  begin: 'BEGIN' | 'BEGIN READ ONLY',
  part: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return withConnection(db, async (client) => {
    const tx = new Transaction(client);
    try {
      tx.send({ text: begin, name: begin });
      const result = await part(tx);
      const ended = tx.query({ text: 'COMMIT', name: 'COMMIT' });
      await tx.answers();
      const { command } = await ended;
      // a statement whose failure was swallowed: PostgreSQL has rolled back
      if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
      return result;
    } catch (error) {
      const cause = tx.causeOf(error);
      // a connection that is gone has rolled back by itself
      await tx.rollBack().catch(() => {});
      throw cause;
    }
  });
}

/** Runs a part in the transaction that is open, or else in one of its own: all of it is done, or nothing. */
export function asOne<W extends { tx: Transaction | Database }, T>(work: W, part: (work: W) => Promise<T>): Promise<T> {
  const { tx } = work;
  return tx instanceof Transaction ? part(work) : inTransaction(tx, 'BEGIN', (own) => part({ ...work, tx: own }));
}

interface Lender {
  client: { acquireConnection(): Promise<Client>; releaseConnection(client: Client): Promise<void> };
}

/** Lends a connection of the pool; of a transaction of knex, that transaction's own. */
export async function withConnection<T>(db: Database, use: (client: Client) => Promise<T>): Promise<T> {
  const { client: pool } = db as unknown as Lender;
  const client = await pool.acquireConnection();
  try {
    return await use(client);
  } finally {
    await pool.releaseConnection(client);
  }
}
