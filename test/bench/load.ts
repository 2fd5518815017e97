import { fork } from 'node:child_process';
import { makeRandom } from '../../src/commands/day/random.ts';
import { programOf } from '../../src/platform/program.ts';
import { profiling, stopped } from './ground.ts';

/** What callers did in one stretch of time. */
export interface Driven {
  /** Calls that had their effect. */
  done: number;
  /** Calls that were answered with something else. */
  failed: number;
  /** One answer of these, to say what went wrong. */
  failure?: string;
  seconds: number;
  /** Milliseconds from the call to its answer. */
  waits_ms: number[];
  /** User and system seconds of the process that called. */
  cpu_s: number;
}

/** A process that puts load on something, so that what it costs to ask is not counted as what it costs to answer. */
export interface Load<Stretch> {
  /** What it told once it was set up. */
  ready: unknown;
  drive(stretch: Stretch): Promise<Driven>;
  stop(): Promise<void>;
}

export async function startLoad<Stretch>(name: string, setup: object, profile?: string): Promise<Load<Stretch>> {
  const program = programOf(`test/bench/loads/${name}.ts`);
  const child = fork(program.at(-1)!, {
    execArgv: [...profiling(profile), ...program.slice(0, -1)],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const hear = <Heard>(sent: unknown) =>
    new Promise<Heard>((heard, fail) => {
      const ended = (code: number | null) => fail(new Error(`the load ${name} ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (message: { failed?: string; value?: Heard }) => {
        child.off('exit', ended);
        if (message.failed === undefined) heard(message.value!);
        else fail(new Error(`${name}: ${message.failed}`));
      });
      child.send(sent as object);
    });
  const ready = await hear({ setup });
  return { ready, drive: (stretch) => hear<Driven>({ stretch }), stop: () => stopped(child) };
}

/** What a load is once it has been set up. */
interface Opened {
  /** For whoever started the load. */
  ready?: unknown;
  drive(stretch: never): Promise<Driven>;
  close(): Promise<void>;
}

/** The other side, in the process of the load. */
export function serveLoad(open: (setup: never) => Promise<Opened>): void {
  let opened: Opened | undefined;
  const answer = async (message: { setup?: unknown; stretch?: unknown }): Promise<unknown> => {
    if (message.setup === undefined) return opened!.drive(message.stretch as never);
    opened = await open(message.setup as never);
    return opened.ready;
  };
  process.on('message', (message) => {
    answer(message as object).then(
      (value) => process.send!({ value }),
      (error: unknown) => process.send!({ failed: error instanceof Error ? (error.stack ?? error.message) : error }),
    );
  });
  const end = () => void (opened?.close() ?? Promise.resolve()).finally(() => process.exit(0));
  process.on('SIGTERM', end);
  process.on('disconnect', end);
}

/** Callers that call again as soon as they were answered. `once` answers what went wrong, or nothing. */
export function callFor(
  { callers, seconds }: { callers: number; seconds: number },
  once: (caller: number) => Promise<string | undefined>,
): Promise<Driven> {
  return counted(async (call) => {
    const until = performance.now() + seconds * 1000;
    const goOn = async (caller: number) => {
      for (let now = performance.now(); now < until; now = performance.now()) await call(now, () => once(caller));
    };
    await Promise.all(Array.from({ length: callers }, (_, caller) => goOn(caller)));
  });
}

/**
 * Calls that become due by themselves, as a Poisson process: who has to wait for a free caller has waited all the same.
 */
export function arriveFor(
  { callers, seconds, perSecond, seed }: { callers: number; seconds: number; perSecond: number; seed: number },
  once: (caller: number) => Promise<string | undefined>,
): Promise<Driven> {
  const random = makeRandom(seed);
  return counted(async (call) => {
    const free = Array.from({ length: callers }, (_, caller) => caller);
    const waiting: number[] = [];
    const served: Promise<void>[] = [];
    const serve = async (caller: number) => {
      for (let since = waiting.shift(); since !== undefined; since = waiting.shift()) {
        await call(since, () => once(caller));
      }
      free.push(caller);
    };
    const began = performance.now();
    const until = began + seconds * 1000;
    for (let due = began + random.wait(1000 / perSecond); due < until;) {
      await tick();
      // timers come late by up to a millisecond, which is no wait of the caller's
      for (const now = performance.now(); due <= now && due < until; due += random.wait(1000 / perSecond))
        waiting.push(now);
      while (free.length > 0 && waiting.length > 0) served.push(serve(free.shift()!));
    }
    await Promise.all(served);
  });
}

const tick = () => new Promise<void>((done) => setTimeout(done, 1));

/** Runs calls and counts them; `since` is when a call became due. */
async function counted(
  run: (call: (since: number, once: () => Promise<string | undefined>) => Promise<void>) => Promise<void>,
): Promise<Driven> {
  const waits_ms: number[] = [];
  const wrong: string[] = [];
  let failed = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  await run(async (since, once) => {
    const failure = await once();
    if (failure === undefined) {
      waits_ms.push(performance.now() - since);
    } else {
      failed += 1;
      if (wrong.length === 0) wrong.push(failure);
    }
  });
  const { user, system } = process.cpuUsage(cpu);
  return {
    done: waits_ms.length,
    failed,
    ...(wrong[0] === undefined ? {} : { failure: wrong[0] }),
    seconds: (performance.now() - began) / 1000,
    waits_ms,
    cpu_s: (user + system) / 1e6,
  };
}
