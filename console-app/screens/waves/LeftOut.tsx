import { href } from '../../frame/route.ts';
import { itemOf } from '../../link/items.ts';
import { ownerOf } from '../../link/owners.ts';
import type { WaveShown } from '../../link/wire.ts';
import { Card, Chip } from '../../parts/Page.tsx';
import { said, t } from '../../words/t.ts';

/** With its seller: one wave picks for many. */
function named(itemId: string): string {
  const item = itemOf(itemId);
  return [item?.name ?? '…', ownerOf(item?.sellerId)].filter(Boolean).join(' · ');
}

/** Orders that were due and could not go along, and why. */
export function LeftOut({ left }: { left: WaveShown['leftOut'] }) {
  return (
    <Card title={t('waves.leftOut')} note={t('unit.orders', { n: left.length })}>
      <ul class="left-out">
        {left.slice(0, 50).map(({ orderId, reason, items }) => (
          <li key={orderId}>
            <Chip tone="stop">{said('leftOut', reason)}</Chip>
            <a href={href('orders', orderId)}>{t('waves.openOrder')}</a>
            <span class="soft">{items.map(named).join(', ')}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
