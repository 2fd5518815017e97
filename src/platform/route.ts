import type { z } from 'zod';
import type { Outcome } from './errors.ts';
import type { SetVerb } from './gather.ts';
import type { Role, Work } from './work.ts';

type Shape = z.ZodType;

/** One door: method, path, who may, what comes in, what goes out, and the verb behind it. */
export interface Route {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** Koa form: /v1/items/:itemId */
  path: string;
  summary: string;
  /** `anyone`: no token needed. */
  roles: readonly Role[] | 'anyone';
  params?: Shape;
  query?: Shape;
  /** JSON by default; `bytes` hands the verb `{ bytes, contentType }`. */
  body?: Shape | 'bytes';
  answer: Shape;
  /** Of a success; 200 where absent. */
  status?: number;
  /** Runs outside a transaction of its own: for verbs that open several, or none, and end with `conclude` what they do. */
  ownTransaction?: boolean;
  /** It may show whom something is for, and leaves a record of who looked in a transaction with what it shows. */
  records?: boolean;
  /** The verb knows what it has done already by numbers of its own: no answer is kept under a key. */
  knowsRepeats?: boolean;
  /** The verb judges text that no database keeps by itself: a scanner may read such from a damaged label. */
  anyText?: boolean;
  /** Secrets are guessed at it: an address gets few wrong answers a minute. */
  guessed?: boolean;
  /** It keeps a processor busy for long: a token gets few a second. */
  costly?: boolean;
  /** The verb for many: requests that come at the same time are answered by one transaction. */
  together?: SetVerb<never, unknown>;
  verb: (work: Work, input: never) => Promise<Outcome<unknown>>;
}

/** Whether the answer to a request is kept under its `Idempotency-Key`. */
export const takesKeys = ({ method, roles, knowsRepeats }: Route): boolean =>
  method !== 'get' && roles !== 'anyone' && knowsRepeats !== true;

type Input<S> = S extends z.ZodType ? z.output<S> : unknown;

interface Door<P, Q, B> extends Omit<Route, 'params' | 'query' | 'body' | 'verb' | 'together'> {
  params?: P;
  query?: Q;
  body?: B;
  together?: SetVerb<Given<P, Q, B>, unknown>;
  verb: (work: Work, input: Given<P, Q, B>) => Promise<Outcome<unknown>>;
}

type Given<P, Q, B> = Input<P> & Input<Q> & (B extends 'bytes' ? { bytes: Buffer; contentType: string } : Input<B>);

/** Checks that the verb takes what the shapes let in; params, query and body arrive merged into one input. */
export function route<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | 'bytes' | undefined = undefined,
>(door: Door<P, Q, B>): Route {
  return door as unknown as Route;
}

/** A verb may answer with a document instead of JSON. */
export class Download {
  readonly contentType: string;
  readonly bytes: Buffer | string;
  readonly fileName: string | undefined;
  /** Where the next part of it begins: told as the address of that part, in the header `Link`. */
  readonly next: string | undefined;
  constructor(contentType: string, bytes: Buffer | string, fileName?: string, next?: string) {
    this.contentType = contentType;
    this.bytes = bytes;
    this.fileName = fileName;
    this.next = next;
  }
}
