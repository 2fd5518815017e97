import { signal } from '@preact/signals';
import { post, Refused } from '../../link/http.ts';
import { textOf } from '../../parts/refused.ts';
import { t } from '../../words/t.ts';
import { newBoxes } from './booking.ts';
import type { Draft } from './draft.ts';

/** What the catalogue did not take of the boxes of the booking that was made last, in words. */
export const unkept = signal<{ shipmentId: string; said: string[] } | null>(null);

/** The next booking begins with them; this one has its boxes anyhow. The name is the server's, who writes it in no language. */
export async function keepBoxes(draft: Draft): Promise<void> {
  const said: string[] = [];
  for (const { itemId, code, ...box } of newBoxes(draft)) {
    try {
      await post(`/v1/items/${itemId}/packs`, box);
    } catch (error) {
      const why = error instanceof Refused ? textOf(error) : t('trouble.away');
      said.push(t('booking.boxUnkept', { code, n: box.quantity, why }));
    }
  }
  unkept.value = said.length > 0 ? { shipmentId: draft.shipmentId!, said } : null;
}
