import { createServer } from 'node:http';
import type { Database } from '../../../src/platform/database.ts';

/** The wrong twin of an offer: its door looks whether the shift is still free, thinks, and writes down who asked. */
export async function openNaiveOffers(db: Database): Promise<{ url: string; close(): Promise<void> }> {
  await db.raw('CREATE TABLE naive_offer (offer int PRIMARY KEY, driver text)');
  const take = async (offer: string, driver: string): Promise<number> => {
    const { rows } = (await db.raw('SELECT driver FROM naive_offer WHERE offer = ?', [offer])) as {
      rows: { driver: string | null }[];
    };
    if (rows[0]?.driver != null) return 409;
    // the driver's other shifts are looked up here
    await db.raw('SELECT pg_sleep(0.002)');
    await db.raw('UPDATE naive_offer SET driver = ? WHERE offer = ?', [driver, offer]);
    return 200;
  };
  const server = createServer((request, response) => {
    const [, offer = '', driver = ''] = request.url!.split('/');
    void take(offer, driver).then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await db.raw('DROP TABLE naive_offer');
    },
  };
}
