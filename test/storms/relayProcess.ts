import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { wallClock } from '../../src/platform/clock.ts';
import { connect } from '../../src/platform/database.ts';
import { makeLog } from '../../src/platform/log.ts';
import { startRelay, type Consumer } from '../../src/platform/relay.ts';

export const KIND = 'storm.counted';
export const CONSUMERS = ['storm.first', 'storm.second'];
/** By which its sessions are told from others, to be ended in the middle of something. */
export const RELAY = 'storm relay';

/** A process that does nothing but hear, and writes down what it hears in a table that takes everything twice. */
export async function startRelayProcess(databaseUrl: string): Promise<ChildProcess> {
  const url = new URL(databaseUrl);
  url.searchParams.set('application_name', RELAY);
  const child = fork(fileURLToPath(import.meta.url), [url.href], {
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
  async hear(work, fact) {
    const { n } = fact.body as { n: number };
    await work.tx.raw(`INSERT INTO heard (consumer, aggregate, n) VALUES ('${name}', '${fact.subject}', ${n})`);
  },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  startRelay(connect(process.argv[2]!, 4), wallClock, makeLog('silent'), CONSUMERS.map(consumerOf));
  process.on('disconnect', () => process.exit(0));
  process.send!('hearing');
}
