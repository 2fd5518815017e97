import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { wallClock } from '../../src/platform/clock.ts';
import { connect } from '../../src/platform/database.ts';
import { makeLog } from '../../src/platform/log.ts';
import { startRelay, type Consumer } from '../../src/platform/relay.ts';
import { ringAfar } from '../../src/platform/ringAfar.ts';

export const KIND = 'storm.counted';
export const CONSUMERS = ['storm.first', 'storm.second'];
/** By which its sessions are told from others, to be ended in the middle of something. */
export const RELAY = 'storm relay';

/** A process that does nothing but hear, and writes down what it hears in a table that takes everything twice. */
export async function startRelayProcess(databaseUrl: string, poll_ms?: number): Promise<ChildProcess> {
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', RELAY);
  const child = fork(fileURLToPath(import.meta.url), [url.href, JSON.stringify({ poll_ms })], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

export async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const consumerOf = (name: string): Consumer => ({
  name,
  kinds: [KIND],
  ...(name === CONSUMERS[0] ? { together: true } : {}),
  async hear(work, fact) {
    const { n } = fact.body as { n: number };
    await work.tx.raw(`INSERT INTO heard (consumer, aggregate, n) VALUES ('${name}', '${fact.subject}', ${n})`);
  },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const db = connect(process.argv[2]!, 4);
  const log = makeLog('silent');
  const options = JSON.parse(process.argv[3]!) as { poll_ms?: number };
  startRelay({ db, clock: wallClock, log, consumers: CONSUMERS.map(consumerOf), ...options });
  ringAfar(db, log);
  process.on('disconnect', () => process.exit(0));
  process.send!('hearing');
}
