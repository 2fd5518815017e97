import { makeRandom } from '../../../src/commands/day/random.ts';
import { newId } from '../../../src/platform/ids.ts';
import { callFor, serveLoad } from '../load.ts';
import { Wire } from './wire.ts';

/** A channel that hands over paid orders, each of so many lines with one unit, and with somebody to bring it to. */
export interface OrderSetup {
  url: string;
  token: string;
  siteId: string;
  itemIds: string[];
  lines: number;
  seed: number;
}

export interface OrderStretch {
  callers: number;
  seconds: number;
}

serveLoad((setup: OrderSetup) => {
  const random = makeRandom(setup.seed);
  const order = () => {
    const items = new Set<string>();
    while (items.size < setup.lines) items.add(random.pick(setup.itemIds));
    return JSON.stringify({
      channel: 'bench',
      siteId: setup.siteId,
      externalId: newId(),
      paid: true,
      lines: Array.from(items, (itemId) => ({ itemId, quantity: 1 })),
      shipTo: {
        name: '김하늘',
        phone: `010-${1000 + random.int(9000)}-${1000 + random.int(9000)}`,
        address: `경기도 김포시 아침로 ${1 + random.int(400)}, ${1 + random.int(30)}층`,
        lat: 37.55 + random.float() / 10,
        lon: 126.7 + random.float() / 10,
      },
    });
  };
  return Promise.resolve({
    async drive({ callers, seconds }: OrderStretch) {
      const wires = await Promise.all(Array.from({ length: callers }, () => Wire.open(setup.url)));
      try {
        return await callFor({ callers, seconds }, async (caller) => {
          const answer = await wires[caller]!.post('/v1/orders', setup.token, order());
          return answer.status === 201 ? undefined : `${answer.status} ${answer.body}`;
        });
      } finally {
        for (const wire of wires) wire.close();
      }
    },
    close: () => Promise.resolve(),
  });
});
