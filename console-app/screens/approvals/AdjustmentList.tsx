import { site } from '../../frame/site.ts';
import { useAsk, withQuery, type Asked } from '../../link/ask.ts';
import { usePeople } from '../../link/people.ts';
import type { Adjustment, Adjustments } from '../../link/wire.ts';
import { ItemName } from '../../parts/ItemName.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { PlaceLink } from '../../parts/PlaceName.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number, when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { AdjustmentRow } from './AdjustmentRow.tsx';

/** Adjustments that wait for a second person, and under them those of before, with who asked and who decided. */
export function AdjustmentList({ asked }: { asked: Asked<Adjustments> }) {
  return (
    <>
      <Card>
        <Answer asked={asked}>
          {({ adjustments }) =>
            adjustments.length === 0 ? (
              <Empty icon="approve" title={t('approvals.none')} hint={t('approvals.noneHint')} />
            ) : (
              <ul class="inbox">
                {adjustments.map((row) => (
                  <li key={row.adjustmentId}>
                    <AdjustmentRow adjustment={row} again={asked.again} />
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Card>
      <Decided />
    </>
  );
}

function Decided() {
  const query = { siteId: site.value!.siteId, limit: 50 };
  const topics = ['inventory.'];
  const useState = (state: Adjustment['state']) =>
    useAsk<Adjustments>(withQuery('/v1/stock/adjustments', { ...query, state }), { topics });
  const posted = useState('posted');
  const refused = useState('refused');
  const superseded = useState('superseded');
  const withdrawn = useState('withdrawn');
  const nameOf = usePeople();
  const rows = [posted, refused, superseded, withdrawn]
    .flatMap(({ value }) => value?.adjustments ?? [])
    .toSorted((a, b) => decidedAt(b).localeCompare(decidedAt(a)))
    .slice(0, 50);
  return (
    <Card title={t('approvals.before')} note={t('approvals.beforeNote')} flush>
      <Answer asked={posted} rows={3}>
        {() =>
          rows.length === 0 ? (
            <Empty icon="move" title={t('approvals.noneBefore')} />
          ) : (
            <Rows
              label={t('approvals.before')}
              rows={rows}
              columns={columnsOf(nameOf)}
              keyOf={({ adjustmentId }) => adjustmentId}
            />
          )
        }
      </Answer>
    </Card>
  );
}

const decidedAt = (row: Adjustment): string => row.decidedAt ?? row.at;

const columnsOf = (nameOf: (userId: string | null) => string): Column<Adjustment>[] => [
  { title: t('stock.when'), cell: (row) => when(decidedAt(row)) },
  {
    title: t('stock.item'),
    kind: 'lead',
    cell: ({ itemId }) => <ItemName itemId={itemId} />,
  },
  { title: t('stock.place'), cell: ({ place }) => <PlaceLink place={place} /> },
  { title: t('stock.lot'), cell: ({ lot, serial }) => lot || serial },
  {
    title: t('stock.reason'),
    kind: 'wide',
    cell: (row) => (
      <>
        {said('cause', row.reason)}
        {row.state === 'refused' && <Chip tone="stop">{t('approvals.refused')}</Chip>}
        {row.state === 'withdrawn' && <Chip>{t('approvals.withdrawn')}</Chip>}
        {row.state === 'superseded' && <Chip>{t('approvals.superseded')}</Chip>}
      </>
    ),
  },
  {
    title: t('approvals.who'),
    cell: ({ askedBy, decidedBy }) =>
      decidedBy === null || decidedBy === askedBy
        ? nameOf(askedBy)
        : t('approvals.both', { asked: nameOf(askedBy), decided: nameOf(decidedBy) }),
  },
  {
    title: t('stock.difference'),
    kind: 'end',
    cell: ({ quantity }) => <b>{`${quantity > 0 ? '+' : '−'}${number(Math.abs(quantity))}`}</b>,
  },
];
