import { spawn, type ChildProcess } from 'node:child_process';
import { built } from './built.ts';

export interface Ended {
  code: number | null;
  out: string;
  told: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts what `npm run <command>` starts, with this environment beside the process's own. */
export function startCommand(command: string, args: string[], environment: Record<string, string>): Running {
  const child = spawn(process.execPath, [...built(`src/commands/${command}.ts`), ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolveEnd, fail) => {
    let [out, told] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => resolveEnd({ code, out, told }));
  });
  return { child, ended };
}

/** The last line, which `--json` makes the figures. */
// oxlint-disable-next-line no-explicit-any -- tests read whatever came
export function figuresOf({ out }: Ended): any {
  return JSON.parse(out.trim().split('\n').at(-1)!);
}

/** The secret of the servers of the tests. */
export const SECRET_KEY = '07'.repeat(32);

export function backUp(folder: string, url: string, environment: Record<string, string> = {}): Running {
  return startCommand('backup', [folder, '--json'], { DATABASE_URL: url, SECRET_KEY, ...environment });
}

export function restore(args: string[], url: string, environment: Record<string, string> = {}): Running {
  return startCommand('restore', [...args, '--json'], { DATABASE_URL: url, SECRET_KEY, ...environment });
}
