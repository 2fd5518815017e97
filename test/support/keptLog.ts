import { makeLog, type Log } from '../../src/platform/log.ts';

/** Of the latest lines; a storm in its long form logs more. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

export interface KeptLog {
  log: Log;
  /** Every line since the start, of every level, as far as they are kept. */
  text(): string;
}

/** What an app logs, kept to be searched; shown, too, from the level on that LOG_LEVEL names. */
export function keepLog(): KeptLog {
  let [lines, size]: [string[], number] = [[], 0];
  const shown = makeLog(process.env['LOG_LEVEL'] ?? 'silent');
  const write = (line: string) => {
    lines.push(line);
    size += line.length;
    if (size > MOST_CHARACTERS) {
      lines = lines.slice(lines.length / 2);
      size = lines.reduce((sum, { length }) => sum + length, 0);
    }
    if (shown.level !== 'silent') show(line);
  };
  const show = (line: string) => {
    const { level } = JSON.parse(line) as { level: number };
    if (level >= shown.levelVal) process.stdout.write(line);
  };
  return { log: makeLog('trace', { write }), text: () => lines.join('') };
}
