import { callFor, serveLoad } from '../load.ts';
import { askedBy, type PromiseSetup, type PromiseStretch } from './asked.ts';
import { Wire } from './wire.ts';

/** Checkouts at the door: each keeps its connection, and asks again as soon as it was answered. */
export interface PromiseHttp extends PromiseSetup {
  url: string;
  token: string;
}

serveLoad((setup: PromiseHttp) => {
  const asked = askedBy(setup);
  return Promise.resolve({
    async drive({ spread, callers, seconds }: PromiseStretch) {
      // anew each time: the app hangs up on connections that have said nothing for a few seconds
      const wires = await Promise.all(Array.from({ length: callers }, () => Wire.open(setup.url)));
      try {
        return await callFor({ callers, seconds }, async (caller) => {
          const answer = await wires[caller]!.post('/v1/promises', setup.token, JSON.stringify(asked(spread)));
          return answer.status === 201 ? undefined : `${answer.status} ${answer.body}`;
        });
      } finally {
        for (const wire of wires) wire.close();
      }
    },
    close: () => Promise.resolve(),
  });
});
