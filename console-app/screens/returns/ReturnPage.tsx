import { href } from '../../frame/route.ts';
import { useAsk } from '../../link/ask.ts';
import { itemOf } from '../../link/items.ts';
import { useSellers } from '../../link/people.ts';
import { isManager, isSeller, role } from '../../link/session.ts';
import type { ReturnShown } from '../../link/wire.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { number } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { Judge } from './Judge.tsx';
import { Refund } from './Refund.tsx';
import { isDecided, returnTone, unitTone } from './tones.ts';

/** One return: what came back, what becomes of each unit, and the money. */
export function ReturnPage({ returnId }: { returnId: string }) {
  const asked = useAsk<ReturnShown>(`/v1/returns/${returnId}`, { topics: ['returns.'] });
  const one = asked.value;
  const sellers = useSellers();
  return (
    <Page
      title={one?.code ?? t('returns.code')}
      back={{ to: href('returns'), title: t('place.returns') }}
      lead={
        one && (
          <>
            <Chip tone={returnTone[one.state]}>{t(`return.${one.state}`)}</Chip>
            <span>{said('returnReason', one.reason)}</span>
            {!isSeller.value && <span>{sellers.find(({ sellerId }) => sellerId === one.sellerId)?.name}</span>}
          </>
        )
      }
      actions={
        one && (
          <a class="key" href={href('orders', one.orderId)}>
            <Icon name="orders" size={18} />
            <span>{t('returns.order')}</span>
          </a>
        )
      }
    >
      <Answer asked={asked} rows={5}>
        {(shown) => <Shown one={shown} again={asked.again} />}
      </Answer>
    </Page>
  );
}

function Shown({ one, again }: { one: ReturnShown; again: () => void }) {
  const mayJudge = isManager.value || role.value === 'receiver';
  return (
    <>
      <Card>
        <div class="figures">
          <Figure label={t('returns.units')} value={number(one.units.length)} />
          <Figure
            label={t('return.decided')}
            value={t('driven.stopsOf', { done: one.units.filter(isDecided).length, n: one.units.length })}
          />
          <Figure
            label={t('returns.refund')}
            value={one.refund ? `₩${number(one.refund.amount_krw)}` : t('returns.noRefund')}
            note={one.refund && t(`refund.${one.refund.state}`)}
          />
        </div>
        {(isManager.value || isSeller.value) && <Refund one={one} again={again} />}
      </Card>
      <Card title={t('returns.unitList')} flush={one.units.length > 0}>
        {one.units.length === 0 ? (
          <Empty icon="return" title={t('returns.notBack')} hint={t('returns.notBackHint')} />
        ) : (
          <ul class="return-units">
            {one.units.map((unit) => (
              <li key={unit.unitId} data-unit={unit.state}>
                <span class="grow">
                  <b>{itemOf(unit.itemId)?.name ?? '…'}</b>
                  <small class="soft">
                    {[
                      itemOf(unit.itemId)?.code,
                      unit.lot,
                      unit.serial,
                      t('returns.bin', { bin: unit.binCode }),
                      unit.grade && t(`grade.${unit.grade}`),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                <Chip tone={unitTone[unit.state]}>{t(`unitState.${unit.state}`)}</Chip>
                {mayJudge && !isDecided(unit) && <Judge unit={unit} siteId={one.siteId} again={again} />}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}
