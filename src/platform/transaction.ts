import type { Client, QueryResult } from 'pg';
import type { Database } from './database.ts';

export interface Statement {
  text: string;
  /** Prepared once a connection under this name. */
  name?: string;
  values?: unknown[];
}

/** SQLSTATE in_failed_sql_transaction. */
const ABORTED = '25P02';

interface Corkable {
  cork(): void;
  uncork(): void;
}

/**
 * A transaction on a connection of its own. Statements go out as they come, without waiting for the answers to those
 * before (PostgreSQL answers in order), and those of one tick in one packet: writing to the socket costs more than most
 * statements. A failed one fails all behind it up to its savepoint, and the commit.
 */
export class Transaction {
  readonly #client: Client;
  readonly #stream: Corkable;
  #corked = false;
  #savepoints = 0;
  /** Of statements whose answers nobody waits for yet. */
  #sent: Promise<unknown>[] = [];

  constructor(client: Client) {
    this.#client = client;
    this.#stream = (client as unknown as { connection: { stream: Corkable } }).connection.stream;
  }

  query(statement: Statement): Promise<QueryResult> {
    if (!this.#corked) {
      this.#corked = true;
      this.#stream.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#stream.uncork();
      });
    }
    return this.#client.query(statement);
  }

  /** Text as it is, without parameters. */
  raw(text: string): Promise<QueryResult> {
    return this.query({ text });
  }

  /** Its failure is told by the commit, or by the end of the savepoint that it stands in. */
  send(statement: Statement): void {
    const answered = this.query(statement);
    answered.catch(() => {});
    this.#sent.push(answered);
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
      const cause = await this.causeOf(error);
      await this.raw(`ROLLBACK TO SAVEPOINT ${name}`);
      throw cause;
    } finally {
      this.#sent = before;
    }
  }

  /** What a later statement is refused for where one that was sent before it had failed already. */
  async causeOf(error: unknown): Promise<unknown> {
    if ((error as { code?: string }).code !== ABORTED) return error;
    return this.answers().then(
      () => error,
      (first: unknown) => first,
    );
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
      tx.send({ text: begin });
      const result = await part(tx);
      const ended = tx.raw('COMMIT');
      ended.catch(() => {});
      await tx.answers();
      const { command } = await ended;
      // a statement whose failure was swallowed: PostgreSQL has rolled back
      if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
      return result;
    } catch (error) {
      const cause = await tx.causeOf(error);
      // a connection that is gone has rolled back by itself
      await tx.raw('ROLLBACK').catch(() => {});
      throw cause;
    }
  });
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
