import { resolve } from 'node:path';

const fromSources = import.meta.url.endsWith('.ts');
const modules = resolve(import.meta.dirname, '../..');

/** The folder of the project: of the sources, and of the folder in `dist` that `npm run build:server` makes of them. */
export const PROJECT = fromSources ? modules : resolve(modules, '../..');

/** What node is given to run a module, named from the project's folder, as the caller runs: from its source or its build. */
export function programOf(module: `${string}.ts`): [...options: string[], path: string] {
  const path = resolve(modules, module);
  return fromSources ? ['--import', 'tsx', path] : ['--enable-source-maps', path.replace(/ts$/, 'js')];
}
