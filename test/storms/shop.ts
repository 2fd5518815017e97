import type { Floor } from './floor.ts';

/** A shop that promises one unit after the other, each request under a key of its own until it is answered. */
export interface Shop {
  answered: number;
  repeats: number;
  /** Answers that say so: the first sending had been committed. */
  alreadyCommitted: number;
  /** Units that were promised, by the answers. */
  promised: number;
  pull(): Promise<void>;
  /** At any moment, also in the middle of its work: what had been answered by then is stored. */
  judgeAnswered(): Promise<string[]>;
  /** Units promised must be those of the promises that were answered, less those given back. */
  judge(): Promise<string[]>;
}

const PATIENCE_MS = 300_000;
let shops = 0;

/** Every third promise is released, so that stock never runs out in the fast form. */
export function openShop(url: () => string, floor: Floor): Shop {
  shops += 1;
  const name = `storm-${shops}`;
  const held: string[] = [];
  const live = new Set<string>();
  const released = new Set<string>();
  let asked = 0;
  const post = async (path: string, body: object): Promise<{ status: number; json: { promiseId?: string } }> => {
    asked += 1;
    const headers = {
      authorization: `Bearer ${floor.shop.token}`,
      'content-type': 'application/json',
      'idempotency-key': `${name}-${asked}`,
    };
    for (const began = performance.now(); ; await new Promise((rest) => setTimeout(rest, 20))) {
      const answer = await fetch(url() + path, { method: 'POST', headers, body: JSON.stringify(body) })
        .then(async (response) => ({ response, json: (await response.json()) as { promiseId?: string } }))
        .catch(() => undefined);
      const code = (answer?.json as { error?: { code: string } } | undefined)?.error?.code;
      if (answer !== undefined && answer.response.status < 500 && code !== 'idempotency_in_progress') {
        shop.answered += 1;
        shop.alreadyCommitted += Number(answer.response.headers.get('idempotency-replayed') === 'true');
        return { status: answer.response.status, json: answer.json };
      }
      if (answer?.response.status === 500) throw new Error(`${path}: ${JSON.stringify(answer.json)}`);
      if (performance.now() - began > PATIENCE_MS) throw new Error(`${path} was never answered`);
      shop.repeats += 1;
    }
  };
  const shop: Shop = {
    answered: 0,
    repeats: 0,
    alreadyCommitted: 0,
    promised: 0,
    async pull() {
      if (held.length >= 2) {
        const promiseId = held.shift()!;
        const { status } = await post(`/v1/promises/${promiseId}/release`, {});
        if (status !== 200) throw new Error(`released: ${status}`);
        live.delete(promiseId);
        released.add(promiseId);
        return;
      }
      const lines = [{ itemId: floor.shop.itemId, quantity: 1 }];
      const body = { channel: 'mall', externalId: `${name}-${asked}`, lines, expiresInSeconds: 86_400 };
      const { status, json } = await post('/v1/promises', body);
      if (status !== 201) throw new Error(`promised: ${status} ${JSON.stringify(json)}`);
      held.push(json.promiseId!);
      live.add(json.promiseId!);
      shop.promised += 1;
    },
    async judgeAnswered() {
      const [told, givenBack] = [[...live, ...released], [...released]];
      const { rows } = (await floor.db.raw('SELECT promise_id AS id, state FROM promise WHERE external_id LIKE ?', [
        `${name}-%`,
      ])) as { rows: { id: string; state: string }[] };
      const states = new Map(rows.map(({ id, state }) => [id, state]));
      const lost = told.filter((id) => !states.has(id));
      const kept = givenBack.filter((id) => states.get(id) === 'open');
      return [
        ...(lost.length > 0 ? [`${lost.length} promises were answered and are not stored`] : []),
        ...(kept.length > 0 ? [`${kept.length} promises were given back and are open`] : []),
      ];
    },
    async judge() {
      const { rows } = (await floor.db.raw(
        `SELECT promise_id AS id FROM promise WHERE state = 'open' AND external_id LIKE ?`,
        [`${name}-%`],
      )) as { rows: { id: string }[] };
      const stored = new Set(rows.map(({ id }) => id));
      const lost = [...live].filter((id) => !stored.has(id));
      const extra = [...stored].filter((id) => !live.has(id));
      return [
        ...(lost.length > 0 ? [`${lost.length} promises were answered and are not stored`] : []),
        ...(extra.length > 0 ? [`${extra.length} promises are stored that nobody was told of`] : []),
      ];
    },
  };
  return shop;
}
