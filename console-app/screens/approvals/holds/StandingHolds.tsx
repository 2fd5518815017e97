import { href } from '../../../frame/route.ts';
import type { Asked } from '../../../link/ask.ts';
import { itemOf } from '../../../link/items.ts';
import { usePeople, useSellers } from '../../../link/people.ts';
import type { Hold, Holds } from '../../../link/wire.ts';
import { OwnerName } from '../../../parts/ItemName.tsx';
import { Card, Chip } from '../../../parts/Page.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { ago, number } from '../../../parts/time.ts';
import { Answer } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { subjectOf } from './subject.ts';

/** Holds that stand until somebody lifts them; nothing where there is none. */
export function StandingHolds({ asked }: { asked: Asked<Holds> }) {
  const sellers = useSellers();
  const nameOf = usePeople();
  const columns: Column<Hold>[] = [
    {
      title: t('hold.what'),
      kind: 'lead',
      cell: (hold) => (
        <>
          <Chip>{t(`hold.of.${hold.scope}`)}</Chip> {subjectOf(hold, sellers)}
          {hold.itemId !== null && <OwnerName sellerId={itemOf(hold.itemId)?.sellerId} />}
        </>
      ),
    },
    { title: t('counts.cause'), cell: ({ reason }) => said('cause', reason) },
    { title: t('hold.units'), kind: 'number', cell: ({ units }) => number(units) },
    { title: t('hold.orders'), kind: 'number', cell: ({ orders }) => number(orders) },
    {
      title: t('hold.short'),
      kind: 'number',
      cell: ({ short }) => (short > 0 ? <Chip tone="stop">{number(short)}</Chip> : number(0)),
    },
    { title: t('hold.since'), kind: 'end', cell: ({ at, openedBy }) => `${ago(at)} · ${nameOf(openedBy)}` },
  ];
  return (
    <Answer asked={asked} rows={2}>
      {({ holds }) =>
        holds.length > 0 && (
          <Card title={t('hold.standing')} flush>
            <Rows
              label={t('hold.standing')}
              rows={holds}
              columns={columns}
              keyOf={({ holdId }) => holdId}
              to={({ holdId }) => href('approvals', 'holds', holdId)}
            />
          </Card>
        )
      }
    </Answer>
  );
}
