import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An address of this machine at which nothing of ours has any business, and who asked there all the same. */
export interface Bait {
  /** One for each door, so that whoever comes tells who sent him. */
  for(door: string): string;
  /** Doors whose bait was taken. */
  taken: Set<string>;
  close(): void;
}

export async function layBait(): Promise<Bait> {
  const taken = new Set<string>();
  const server = createServer((request, response) => {
    taken.add(decodeURIComponent(request.url!.slice(1)));
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    for: (door) => `${url}/${encodeURIComponent(door)}`,
    taken,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
