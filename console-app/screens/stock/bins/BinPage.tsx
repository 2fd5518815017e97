import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAct } from '../../../link/act.ts';
import { useAsk } from '../../../link/ask.ts';
import { isManager } from '../../../link/session.ts';
import type { BinShown } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card, Chip, Figure, Page } from '../../../parts/Page.tsx';
import { Rows } from '../../../parts/Rows.tsx';
import { ago, number, weight } from '../../../parts/time.ts';
import { Trouble } from '../../../parts/Trouble.tsx';
import { told } from '../../../parts/Undo.tsx';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { askForCount } from '../../approvals/CountList.tsx';
import { BinSpot } from './BinSpot.tsx';
import { contentColumns, countColumns, moveColumns, pickColumns } from './columns.tsx';
import { usePeople } from '../../../link/people.ts';

/** One bin: what lies there and whose it is, what is held, counted and to be picked, and what happened there last. */
export function BinPage({ binCode }: { binCode: string }) {
  const { siteId } = site.value!;
  const asked = useAsk<BinShown>(`/v1/sites/${siteId}/bins/${encodeURIComponent(binCode)}`, {
    topics: ['inventory.', 'waves.', 'layout.'],
  });
  const shown = asked.value;
  return (
    <Page
      title={t('bin.title', { bin: binCode })}
      back={{ to: href('stock'), title: t('place.stock') }}
      lead={shown && <Lead bin={shown.bin} />}
      actions={shown && isManager.value && <AskCount binCode={binCode} again={asked.again} />}
    >
      <Answer asked={asked} rows={6}>
        {(bin) => (
          <>
            <Sums shown={bin} />
            <Contents shown={bin} />
            {bin.holds.length > 0 && <Holds holds={bin.holds} />}
            <Picks picks={bin.picks} />
            <Counts counts={bin.counts} />
            <Moves moves={bin.moves} place={`bin/${bin.bin.binCode}`} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function Lead({ bin }: { bin: BinShown['bin'] }) {
  return (
    <>
      <Chip>{said('binKind', bin.kind)}</Chip>
      {bin.state !== 'open' && <Chip tone="stop">{said('bin', bin.state)}</Chip>}
      <span>{said('temperature', bin.temperature)}</span>
      <span>
        {t('bin.room', { weight: weight(bin.maxWeight_g), litres: number(Math.round(bin.maxVolume_cm3 / 1000)) })}
      </span>
      {bin.oneSeller && <Chip>{t('bin.oneSeller')}</Chip>}
    </>
  );
}

function AskCount({ binCode, again }: { binCode: string; again: () => void }) {
  const act = useAct();
  const ask = async (): Promise<void> => {
    if ((await act.run('count', () => askForCount(binCode))) === undefined) return;
    told({ text: t('counts.added', { bin: binCode }) });
    again();
  };
  return (
    <>
      <Trouble error={act.trouble.value} />
      <Key icon="count" name="count" act={act} data-do="count-bin" onPress={() => void ask()}>
        {t('counts.add')}
      </Key>
    </>
  );
}

function Sums({ shown }: { shown: BinShown }) {
  const sum = (of: (row: BinShown['contents'][number]) => number): number =>
    shown.contents.reduce((total, row) => total + of(row), 0);
  const off = sum((row) => (row.condition === 'sellable' ? 0 : row.quantity));
  return (
    <Card>
      <div class="bin-head">
        <div class="figures">
          <Figure label={t('stock.quantity')} value={number(sum((row) => row.quantity))} />
          <Figure label={t('stock.allocated')} value={number(sum((row) => row.allocated))} note={t('bin.toPick')} />
          <Figure
            label={t('stock.held')}
            value={number(off)}
            tone={off > 0 ? 'stop' : undefined}
            note={t('stock.heldNote')}
          />
        </div>
        <BinSpot bin={shown.bin} />
      </div>
    </Card>
  );
}

function Contents({ shown }: { shown: BinShown }) {
  return (
    <Card title={t('bin.contents')} flush>
      {shown.contents.length === 0 ? (
        <Empty icon="stock" title={t('bin.empty')} />
      ) : (
        <Rows
          label={t('bin.contents')}
          rows={shown.contents}
          columns={contentColumns()}
          keyOf={(row) => [row.itemId, row.lot, row.serial, row.condition].join(' ')}
        />
      )}
    </Card>
  );
}

function Holds({ holds }: { holds: BinShown['holds'] }) {
  return (
    <Card title={t('hold.standing')}>
      <ul class="plain-list">
        {holds.map((hold) => (
          <li key={hold.holdId}>
            <Chip tone="notice">{said('hold.of', hold.scope)}</Chip>
            <span>
              {[said('cause', hold.reason), t('bin.heldUnits', { n: number(hold.units) }), ago(hold.at)].join(' · ')}
            </span>
            {isManager.value && <a href={href('approvals', 'holds', hold.holdId)}>{t('bin.toHold')}</a>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Picks({ picks }: { picks: BinShown['picks'] }) {
  const nameOf = usePeople();
  return (
    <Card title={t('bin.picks')} note={t('bin.picksNote')} flush>
      {picks.length === 0 ? (
        <Empty icon="pick" title={t('bin.noPicks')} />
      ) : (
        <Rows label={t('bin.picks')} rows={picks} columns={pickColumns(nameOf)} keyOf={({ taskId }) => taskId} />
      )}
    </Card>
  );
}

function Counts({ counts }: { counts: BinShown['counts'] }) {
  const nameOf = usePeople();
  return (
    <Card title={t('bin.counts')} flush>
      {counts.length === 0 ? (
        <Empty icon="count" title={t('bin.noCounts')} />
      ) : (
        <Rows label={t('bin.counts')} rows={counts} columns={countColumns(nameOf)} keyOf={({ countId }) => countId} />
      )}
    </Card>
  );
}

function Moves({ moves, place }: { moves: BinShown['moves']; place: string }) {
  const nameOf = usePeople();
  return (
    <Card title={t('bin.moves')} note={t('stock.ledgerNote')} flush>
      {moves.length === 0 ? (
        <Empty icon="move" title={t('stock.noMoves')} />
      ) : (
        <Rows
          label={t('bin.moves')}
          rows={moves}
          columns={moveColumns(nameOf, place)}
          keyOf={(leg) => `${leg.movementId} ${leg.leg}`}
        />
      )}
    </Card>
  );
}
