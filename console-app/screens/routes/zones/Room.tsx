import { useAsk, withQuery } from '../../../link/ask.ts';
import type { Promises } from '../../../link/wire.ts';
import { Card, Chip } from '../../../parts/Page.tsx';
import { ago, number, when } from '../../../parts/time.ts';
import { Answer } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';

const shown = 4;

/** What an order of now is promised, and how many more each delivery holds. */
export function Room({ siteId }: { siteId: string }) {
  const asked = useAsk<Promises>(withQuery('/v1/delivery-promises', { siteId }), {
    topics: ['layout.', 'orders.'],
    every_ms: 15_000,
  });
  return (
    <Card title={t('room.title')}>
      <Answer asked={asked} rows={3}>
        {({ cutOffs, promise }) =>
          cutOffs.length === 0 ? (
            <p class="soft">{t('room.none')}</p>
          ) : (
            <ul class="zones">
              {cutOffs
                .slice(0, shown)
                .map(({ cutOffId, name, orderBy, deliverBy, full, room, limitedBy, reckonedAt }) => (
                  <li key={`${cutOffId} ${deliverBy}`} data-cutoff={name}>
                    <span class="grow">
                      <b>{name}</b>
                      <span>{t('room.until', { at: when(deliverBy) })}</span>
                      <small class="soft">
                        {t('room.orderBy', { at: when(orderBy) })}
                        {limitedBy && ` · ${said('limit', limitedBy)}`}
                        {reckonedAt && ` · ${ago(reckonedAt)}`}
                      </small>
                    </span>
                    {deliverBy === promise?.deliverBy && <Chip tone="good">{t('room.now')}</Chip>}
                    <Chip tone={full ? 'stop' : 'plain'}>
                      {room === null ? t('room.open') : full ? t('room.full') : t('room.left', { n: number(room) })}
                    </Chip>
                  </li>
                ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  );
}
