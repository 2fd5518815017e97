import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  status: number;
  body: string;
}

/** The app itself gives up long before. */
const PATIENCE_MS = 60_000;

/**
 * One kept-alive connection, one request at a time. fetch takes several times the processor time of this, which on a
 * small machine would be taken from the server that is measured.
 */
export class Wire {
  readonly #socket: Socket;
  readonly #host: string;
  #received: Buffer = Buffer.alloc(0);
  #gone: Error | undefined;
  #waiting: { answered: (answer: WireAnswer) => void; failed: (error: Error) => void } | undefined;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.setTimeout(PATIENCE_MS, () => this.#fail(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server hung up')));
  }

  static open(url: string): Promise<Wire> {
    const { hostname, port, host } = new URL(url);
    return new Promise((opened, failed) => {
      const socket = connect(Number(port), hostname);
      socket.once('error', failed);
      socket.once('connect', () => {
        socket.off('error', failed);
        opened(new Wire(socket, host));
      });
    });
  }

  post(path: string, token: string, body: string): Promise<WireAnswer> {
    return new Promise((answered, failed) => {
      if (this.#gone !== undefined) return failed(this.#gone);
      this.#waiting = { answered, failed };
      this.#socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nAuthorization: Bearer ${token}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    this.#gone ??= error;
    this.#socket.destroy();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.failed(error);
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#fail(new Error(`an answer without its length: ${head}`));
    const whole = end + 4 + Number(length);
    if (this.#received.length < whole) return;
    const body = this.#received.toString('utf8', end + 4, whole);
    this.#received = this.#received.subarray(whole);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.answered({ status: Number(head.slice(9, 12)), body });
  }
}
