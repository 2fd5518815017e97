import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/platform/route.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Answer } from '../support/server.ts';

/** `POST /v1/items/:itemId/barcodes` */
export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method.toUpperCase()} ${path}`;

export const takesBody = ({ method }: Route) => method !== 'get';

/** What stands in a path where it is no id. */
const codes: Record<string, string> = { binCode: 'A-01-1', lpnCode: 'LPN0000001', boxNo: '1' };

/** The path with an id of nothing in each place. */
export function pathOf({ path }: Pick<Route, 'path'>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => codes[name] ?? newId());
}

export const guardedRoutes = allRoutes.filter(({ roles }) => roles !== 'anyone');

export interface Asking {
  token?: string;
  body?: string | Uint8Array;
  contentType?: string;
}

/** One request at a door. */
export async function knock(url: string, door: Route, { token, body, contentType }: Asking = {}): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = contentType ?? 'application/json';
  const response = await fetch(url + pathOf(door), {
    method: door.method.toUpperCase(),
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
