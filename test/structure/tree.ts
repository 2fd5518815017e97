import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Source {
  /** From the root, with forward slashes. */
  path: string;
  text: string;
  /** The text without comments. */
  bare: string;
  /** The text without comments and string contents: for looking at code alone. */
  code: string;
  /** Relative imports, resolved to paths from the root. */
  imports: string[];
  /** Of these, the ones that are more than types. */
  runtimeImports: string[];
  /** Names of imported packages. */
  packages: string[];
}

/** The street, lowest first; channels and billing have their places kept. */
export const street = [
  'auth',
  'sellers',
  'catalogue',
  'layout',
  'inventory',
  'slotting',
  'inbound',
  'orders',
  'waves',
  'packing',
  'shipping',
  'dispatch',
  'returns',
  'channels',
  'billing',
  'scans',
  'realtime',
];

export function sourcesUnder(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    filesUnder(folder)
      .filter((path) => /\.(ts|tsx)$/.test(path))
      .map(read),
  );
}

export function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const bare = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/[^\n]*/g, '$1');
  const names = [...bare.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
  const place = (name: string) => relative(root, resolve(root, dirname(path), name)).replaceAll('\\', '/');
  const typesOnly = new Set([...bare.matchAll(/import type [^;]*?from '([^']+)'/g)].map((match) => match[1]!));
  const local = names.filter((name) => name.startsWith('.'));
  return {
    path,
    text,
    bare,
    code: bare.replace(/'(?:[^'\\\n]|\\.)*'/g, "''"),
    imports: local.map(place),
    runtimeImports: local.filter((name) => !typesOnly.has(name)).map(place),
    packages: names.filter((name) => !name.startsWith('.')),
  };
}

/** src/orders/place.ts → orders */
export function moduleOf(path: string): string | undefined {
  const match = /^src\/([a-zA-Z]+)\//.exec(path);
  return match !== null && street.includes(match[1]!) ? match[1] : undefined;
}
