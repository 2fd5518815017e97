import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Kills a PostgreSQL server with -9: its main process, so that it starts no others, and then all its children. */
export async function killServer(postmaster: number): Promise<void> {
  const children = await childrenOf(postmaster);
  for (const pid of [postmaster, ...children]) end(pid);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // a child that saw its parent die was faster
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const all = process.platform === 'linux' ? await listedByLinux() : await listedByPs();
  return all.filter((one) => one.parent === parent).map(({ pid }) => pid);
}

interface Listed {
  pid: number;
  parent: number;
}

async function listedByLinux(): Promise<Listed[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const listed = pids.map(async (pid) => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // the name, in parentheses, may hold blanks
    return { pid, parent: Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) };
  });
  return Promise.all(listed);
}

async function listedByPs(): Promise<Listed[]> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return { pid: pid!, parent: parent! };
    });
}
