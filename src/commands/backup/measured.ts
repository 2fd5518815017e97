import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

const NEWLINE = 10;

/** Lets bytes through and knows afterwards how many, of how many lines, and their SHA-256. */
export interface Measured extends Transform {
  bytes: number;
  lines: number;
  digest(): string;
}

export function measured(onLines: (lines: number) => void = () => undefined): Measured {
  const hash = createHash('sha256');
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      stream.bytes += chunk.length;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) stream.lines += 1;
      onLines(stream.lines);
      next(undefined, chunk);
    },
  }) as Measured;
  stream.bytes = 0;
  stream.lines = 0;
  stream.digest = () => hash.digest('hex');
  return stream;
}

/** The options of a pipeline that a signal may end. */
export function stoppable(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
