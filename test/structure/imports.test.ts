import { describe, expect, it } from 'vitest';
import { moduleOf, sourcesUnder, street, type Source } from './tree.ts';

const src = sourcesUnder('src');
const shared = (path: string) => path.endsWith('.shared.ts');

/** Each forbidden import as one line, so that a failure names it. */
function found(sources: Source[], forbidden: (from: Source, to: string) => boolean): string[] {
  return sources.flatMap((from) =>
    from.imports.filter((to) => forbidden(from, to)).map((to) => `${from.path} → ${to}`),
  );
}

describe('who may import whom', () => {
  it('keeps the solvers to themselves', () => {
    const solvers = sourcesUnder('solver');
    expect(found(solvers, (_, to) => !to.startsWith('solver/'))).toEqual([]);
    const libraries = solvers.flatMap((file) => file.packages.map((name) => `${file.path} → ${name}`));
    expect(libraries.filter((line) => !/→ (javascript-lp-solver)$/.test(line))).toEqual([]);
  });

  it('lets only the worker and the commands import a solver', () => {
    const reaches = found(src, (_, to) => to.startsWith('solver/'));
    const allowed = /^src\/(platform\/solveWorker\.ts|commands\/)/;
    expect(reaches.filter((line) => !allowed.test(line))).toEqual([]);
  });

  it('lets the platform know no module', () => {
    const platform = src.filter(({ path }) => path.startsWith('src/platform/'));
    expect(found(platform, (_, to) => moduleOf(to) !== undefined)).toEqual([]);
  });

  it('lets a module import only the front doors of modules before it on the street', () => {
    const wrong = found(src, (from, to) => {
      const [mine, theirs] = [moduleOf(from.path), moduleOf(to)];
      if (mine === undefined || theirs === undefined || mine === theirs) return false;
      return !to.endsWith(`/${theirs}/index.ts`) || street.indexOf(theirs) >= street.indexOf(mine);
    });
    expect(wrong).toEqual([]);
  });

  it('lets routes reach verbs and shapes, never the store', () => {
    const routes = src.filter(({ path }) => path.endsWith('/routes.ts') && moduleOf(path));
    expect(found(routes, (_, to) => /\/store(\.ts|\/)/.test(to))).toEqual([]);
  });

  it('keeps rules and shared files pure: they import no store, no database and no verb', () => {
    const pure = src.filter(({ path }) => (path.endsWith('/rules.ts') && moduleOf(path)) || shared(path));
    const impure = (to: string) => /\/store(\.ts|\/)|platform\/(sql|database|transact|outbox|ids|clock)\.ts/.test(to);
    const wrong = pure.flatMap((from) => from.runtimeImports.filter(impure).map((to) => `${from.path} → ${to}`));
    expect(wrong).toEqual([]);
    expect(
      pure.filter(({ code }) => /\bawait\b|Date\.now|Math\.random|new Date\(\)/.test(code)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('lets the apps import shapes as types, solvers and shared files, and nothing else of the server', () => {
    const apps = sourcesUnder('scanner-app', 'console-app');
    const wrong = found(apps, (from, to) => {
      if (!to.startsWith('src/')) return false;
      const asType = new RegExp(`import type [^;]*${to.split('/').at(-1)!.replaceAll('.', '\\.')}`).test(from.text);
      return !shared(to) && !(to.endsWith('/schema.ts') && asType);
    });
    expect(wrong).toEqual([]);
  });
});

describe('effects', () => {
  const server = src.filter(({ path }) => !path.startsWith('src/commands/'));
  const using = (sources: Source[], pattern: RegExp, except: RegExp) =>
    sources.filter(({ path, code }) => pattern.test(code) && !except.test(path)).map(({ path }) => path);

  it('reads the environment in one place', () => {
    expect(using(server, /process\.env/, /^src\/platform\/(config\.ts|embedded\/)/)).toEqual([]);
  });

  it('asks the clock in one place', () => {
    expect(using(server, /new Date\(\)|Date\.now\(/, /^src\/platform\/(clock\.ts|embedded\/)/)).toEqual([]);
    expect(using(server, /performance\.now/, /^src\/platform\/(clock\.ts|solveWorker\.ts|embedded\/)/)).toEqual([]);
  });

  it('draws randomness in one place', () => {
    expect(using([...server, ...sourcesUnder('solver')], /Math\.random/, /^$/)).toEqual([]);
    expect(
      using(server, /random(Bytes|UUID|Int)\(/, /^src\/platform\/(ids|crypto|config)\.ts|^src\/platform\/embedded\//),
    ).toEqual([]);
  });

  it('asks no time of the database: a transaction has one moment, that of its work', () => {
    const sql = src.filter(({ text }) => /(?<![.\w])(now\(\)|clock_timestamp\(\)|current_timestamp)/i.test(text));
    expect(sql.map(({ path }) => path).filter((path) => moduleOf(path))).toEqual([]);
  });
});
