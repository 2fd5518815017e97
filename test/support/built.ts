import { join } from 'node:path';
import { inject } from 'vitest';

/**
 * What node is given to run a module, named from the project's folder, as `npm start` runs the app. The run of tests has it
 * built at its beginning: a process that reads the sources takes 1.5 s of processor time more to start.
 */
export function built(module: `${string}.ts`): string[] {
  return ['--enable-source-maps', join(inject('testServer').built, module.replace(/ts$/, 'js'))];
}
