import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { itemOf } from '../../link/items.ts';
import { ownerOf } from '../../link/owners.ts';
import { usePeople } from '../../link/people.ts';
import { user } from '../../link/session.ts';
import type { Adjustment } from '../../link/wire.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Chip } from '../../parts/Page.tsx';
import { PlaceLink } from '../../parts/PlaceName.tsx';
import { ago, number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { said, t } from '../../words/t.ts';
import { BreaksSaid, useForeseen } from './Breaks.tsx';

/** A correction above the limit. The one who asked for it cannot be the one who allows it. */
export function AdjustmentRow({ adjustment, again }: { adjustment: Adjustment; again: () => void }) {
  const nameOf = usePeople();
  const act = useAct();
  const path = `/v1/stock/adjustments/${adjustment.adjustmentId}`;
  const foreseen = useForeseen(`${path}/preview`);
  const breaks = foreseen.of({});
  const decide = (approve: boolean) => (): void => {
    const may = async () => !approve || adjustment.quantity > 0 || foreseen.may({});
    void act
      .run(String(approve), async () => ((await may()) ? post(`${path}/decide`, { approve }) : undefined))
      .then((answer) => answer !== undefined && again());
  };
  const withdraw = (): void => {
    void act.run('withdraw', () => post(`${path}/withdraw`, {})).then((answer) => answer !== undefined && again());
  };
  const isOwn = adjustment.askedBy === user.value?.id;
  const { quantity, there, held } = adjustment;
  const isPossible = there === null || there >= -quantity;
  return (
    <>
      <span class="round">
        <Icon name="approve" size={18} />
      </span>
      <span class="grow">
        <Chip tone="notice">{t('approvals.kind')}</Chip>{' '}
        <b>{`${quantity > 0 ? '+' : '−'}${number(Math.abs(quantity))} × ${itemOf(adjustment.itemId)?.name ?? '…'}`}</b>
        <small class="soft">
          <PlaceLink place={adjustment.place} />
          {[
            ownerOf(adjustment.sellerId),
            adjustment.lot,
            adjustment.serial,
            adjustment.condition !== null &&
              adjustment.condition !== 'sellable' &&
              said('condition', adjustment.condition),
            said('cause', adjustment.reason),
            t('approvals.by', { name: nameOf(adjustment.askedBy) }),
            ago(adjustment.at),
          ]
            .filter(Boolean)
            .map((part) => ` · ${part as string}`)
            .join('')}
        </small>
        {held > 0 && <small class="soft">{t('approvals.held', { n: number(held) })}</small>}
        {!isPossible && <small class="problem">{t('approvals.impossible', { n: number(there) })}</small>}
        <BreaksSaid breaks={breaks} />
        <Trouble error={act.trouble.value} />
      </span>
      <span class="remedies">
        {isOwn ? (
          <>
            <span class="soft">{t('approvals.own')}</span>
            <Key small name="withdraw" act={act} data-do="withdraw" onPress={withdraw}>
              {t('approvals.withdraw')}
            </Key>
          </>
        ) : (
          <>
            <Key small name="false" act={act} onPress={decide(false)}>
              {t('approvals.refuse')}
            </Key>
            {isPossible && (
              <Key small kind="main" name="true" act={act} data-do="approve" onPress={decide(true)}>
                {t(breaks ? 'breaks.goOn' : 'approvals.approve')}
              </Key>
            )}
          </>
        )}
      </span>
    </>
  );
}
