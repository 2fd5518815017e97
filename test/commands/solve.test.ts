import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { built } from '../support/built.ts';

const problem = {
  vehicles: [{ id: 1, start: [127.02, 37.5], end: [127.02, 37.5] }],
  jobs: [
    { id: 1, location: [127.03, 37.51] },
    { id: 2, location: [127.04, 37.52] },
  ],
};

function solve(input: string) {
  const of = [...built('src/commands/solve.ts'), 'routes', '--seconds', '0.1', '--seed', '1'];
  const { status, stdout, stderr } = spawnSync(process.execPath, of, { input, encoding: 'utf8' });
  const answers = stdout.split('\n').filter((line) => line !== '');
  return { status, served: answers.map((line) => (JSON.parse(line) as { routes: object[] }).routes.length), stderr };
}

it('solves a problem over many lines, as people write them, and problems one a line', () => {
  expect(solve(`\n${JSON.stringify(problem)}\n${JSON.stringify(problem)}\n`)).toMatchObject({
    status: 0,
    served: [1, 1],
  });
  expect(solve(JSON.stringify(problem, null, 2))).toMatchObject({ status: 0, served: [1] });
});

it('names the line that is no problem', () => {
  const [first, second] = ['{"vehicles":', `${JSON.stringify(problem)}\nnot one`].map(solve);
  expect(first).toMatchObject({ status: 1, served: [], stderr: expect.stringContaining('line 1: got {"vehicles":') });
  expect(second).toMatchObject({ status: 1, served: [], stderr: expect.stringContaining('line 2: got not one') });
});
