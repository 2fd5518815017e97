import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

/** English messages, so that causes can be told apart, and no PG* variable of the caller reaches the server. */
export const plainEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

export interface Ending {
  /** undefined where the program could not be started at all. */
  code: number | null | undefined;
  output: string;
}

/** Runs a program to its end, as `account` where given, from `/`, which every account can enter. */
export function run(program: string, args: string[], more: { account?: Account | undefined; input?: string } = {}) {
  return new Promise<Ending>((resolve) => {
    const child = spawn(program, args, { ...more.account, cwd: '/', env: plainEnvironment, windowsHide: true });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => resolve({ code: undefined, output: error.message }));
    child.on('close', (code) => resolve({ code, output: Buffer.concat(output).toString().trim() }));
    // a program that ends before it has read its input closes the pipe; its exit code tells why
    child.stdin.on('error', () => undefined);
    child.stdin.end(more.input ?? '');
  });
}
