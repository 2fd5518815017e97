import pg, { type Connection } from 'pg';

export interface Statement {
  text: string;
  /** Prepared once a connection under this name. */
  name?: string;
  values?: unknown[];
}

export interface Answer {
  rows: Record<string, unknown>[];
  rowCount: number | null;
  command: string;
}

type Columns = { name: string; read: (text: string) => unknown }[];

/** Of what a connection has prepared, how its rows are read: asked once, not with every answer. */
const known = new WeakMap<Connection, Map<string, Columns>>();

interface Member {
  statement: Statement;
  values: Wired[];
  columns: Columns | undefined;
  answer: Answer;
  fulfil(answer: Answer): void;
  fail(error: unknown): void;
}

/** What the driver's own queries know and its types do not tell. */
interface Wire extends Connection {
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
}
type Wired = string | Buffer | null;
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): Wired } }).utils;

/**
 * Statements that go out together: the database answers all of them in one piece and wakes this process once. One that fails
 * fails all behind it, which the database passes over.
 */
export class Packet extends pg.Query {
  readonly #members: Member[] = [];
  /** How many have been answered. */
  #at = 0;
  #wire: Wire | undefined;
  #shapes = new Map<string, Columns>();
  /** The driver's own, which ends its patience. */
  declare callback: ((error: unknown) => void) | undefined;

  constructor() {
    super({ text: '' });
  }

  get size(): number {
    return this.#members.length;
  }

  add(statement: Statement): Promise<Answer> {
    // before anything is on the wire: a value may refuse
    const values = (statement.values ?? []).map((value) => prepareValue(value));
    return new Promise((fulfil, fail) => {
      const answer = { rows: [], rowCount: null, command: '' };
      this.#members.push({ statement, values, columns: undefined, answer, fulfil, fail });
    });
  }

  override submit = (connection: Connection): void => {
    const wire = connection as Wire;
    const shapes = known.get(wire) ?? new Map<string, Columns>();
    known.set(wire, shapes);
    this.#wire = wire;
    this.#shapes = shapes;
    wire.stream.cork();
    for (const member of this.#members) this.#send(wire, member);
    wire.sync();
    wire.stream.uncork();
    this.#goOn();
  };

  #send(wire: Wire, member: Member): void {
    const { name = '', text } = member.statement;
    const isParsed = name in wire.parsedStatements || name in wire.submittedNamedStatements;
    if (name === '' || !isParsed) wire.parse({ name, text, types: [] }, true);
    if (name !== '' && !isParsed) wire.submittedNamedStatements[name] = text;
    wire.bind({ statement: name, values: member.values }, true);
    member.columns = this.#shapes.get(name);
    if (member.columns === undefined) wire.describe({ type: 'P' }, true);
    wire.execute(null, true);
  }

  /** The driver keeps what is parsed under the name of the query that is being answered. */
  #goOn(): void {
    const { name, text } = this.#members[this.#at]?.statement ?? { text: '' };
    Object.assign(this, { name, text });
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#members[this.#at]!.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      read: pg.types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown,
    }));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { columns, answer } = this.#members[this.#at]!;
    const row: Record<string, unknown> = {};
    for (let at = 0; at < fields.length; at++) {
      const { name, read } = columns![at]!;
      const text = fields[at]!;
      row[name] = text === null ? null : read(text);
    }
    answer.rows.push(row);
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { statement, columns = [], answer, fulfil } = this.#members[this.#at]!;
    if (statement.name !== undefined) this.#shapes.set(statement.name, columns);
    // INSERT 0 5, UPDATE 5, BEGIN
    const words = text.split(' ');
    answer.command = words[0]!;
    if (words.length > 1) answer.rowCount = Number(words.at(-1));
    this.#at += 1;
    this.#goOn();
    fulfil(answer);
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleError(error: unknown): void {
    for (const { statement, fail } of this.#members.slice(this.#at)) {
      // it was passed over, and is not prepared
      if (statement.name !== undefined) delete this.#wire?.submittedNamedStatements[statement.name];
      fail(error);
    }
    this.#at = this.#members.length;
    this.callback?.(error);
  }

  handleReadyForQuery(): void {
    this.callback?.(null);
  }
}
