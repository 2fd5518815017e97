import type { ComponentChildren } from 'preact';
import { href } from '../../frame/route.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { itemOf } from '../../link/items.ts';
import { ownerOf } from '../../link/owners.ts';
import type {
  Adjustments,
  Checkouts,
  Counts,
  FailedDoors,
  OpenTasks,
  OrderHead,
  Orders,
  PutBacks,
  Returns,
} from '../../link/wire.ts';
import { Icon, type DeskIconName } from '../../parts/Icon.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { ago, now_ms, number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { Empty, Wait } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { AdjustmentRow } from '../approvals/AdjustmentRow.tsx';

interface Exception {
  key: string;
  /** Oldest first; what has no time of its own comes first. */
  at: string;
  row: ComponentChildren;
}

/** Everything that waits for a person, oldest first, each with its remedy. */
export function Inbox({ siteId }: { siteId: string }) {
  const here = { siteId };
  const adjustments = useAsk<Adjustments>(withQuery('/v1/stock/adjustments', here), { topics: ['inventory.'] });
  const counts = useAsk<Counts>(withQuery('/v1/counts', here), { topics: ['waves.'] });
  const putBacks = useAsk<PutBacks>(withQuery('/v1/put-backs', here), { topics: ['waves.', 'orders.'] });
  const openings = useAsk<OpenTasks>(withQuery('/v1/open-parcel-tasks', here), { topics: ['packing.', 'orders.'] });
  const unmapped = useStuck(siteId, 'unmapped');
  const short = useStuck(siteId, 'shortfall');
  const addressless = useStuck(siteId, 'awaiting_address');
  const back = useAsk<Returns>(withQuery('/v1/returns', { ...here, state: 'received', limit: 20 }), {
    topics: ['returns.'],
  });
  const doors = useAsk<FailedDoors>(withQuery('/v1/failed-doors', here), { topics: ['dispatch.', 'packing.'] });
  const paid = useAsk<Checkouts>(withQuery('/v1/checkouts', { ...here, limit: 1 }), { topics: ['inventory.'] });
  const all = [back, adjustments, counts, paid, putBacks, openings, doors, unmapped, short, addressless];
  const stuck = [unmapped, short, addressless].flatMap(({ value }) => value?.orders ?? []);
  const list: Exception[] = [
    ...(adjustments.value?.adjustments ?? []).map((row) => ({
      key: row.adjustmentId,
      at: row.at,
      row: <AdjustmentRow adjustment={row} again={adjustments.again} />,
    })),
    ...stuck.map((order) => ({ key: order.orderId, at: order.placedAt, row: <StuckOrder order={order} /> })),
    ...(doors.value?.doors ?? []).map((door) => ({
      key: door.stopId,
      at: door.failedAt,
      row: <DoorRow door={door} />,
    })),
    ...silent(paid.value).map(({ promiseId, confirmedAt }) => ({
      key: promiseId,
      at: confirmedAt,
      row: <CheckoutRow since={confirmedAt} n={paid.value!.total} />,
    })),
    ...(counts.value?.counts ?? []).map((row) => ({ key: row.countId, at: row.at, row: <CountRow count={row} /> })),
    ...(openings.value?.tasks ?? []).map((row) => ({ key: row.taskId, at: row.at, row: <OpeningRow task={row} /> })),
    ...(back.value?.returns ?? []).map((row) => ({ key: row.returnId, at: '', row: <ReturnRow one={row} /> })),
    ...(putBacks.value?.putBacks ?? []).map((row) => ({ key: row.putBackId, at: '', row: <PutBackRow task={row} /> })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  const isWaiting = all.every((asked) => asked.isWaiting);
  return (
    <Card title={t('inbox.title')} note={list.length > 0 && t('inbox.count', { n: list.length })}>
      <Trouble error={all.find(({ trouble }) => trouble)?.trouble} />
      {isWaiting && <Wait rows={5} />}
      {!isWaiting && list.length === 0 && <Empty icon="check" title={t('inbox.none')} hint={t('inbox.noneHint')} />}
      <ul class="inbox">
        {list.slice(0, 60).map(({ key, row }) => (
          <li key={key}>{row}</li>
        ))}
      </ul>
    </Card>
  );
}

/** An order comes within minutes of its payment; after an hour somebody looks for it. */
const SILENT_MS = 3_600_000;

/** The oldest of the paid checkouts without an order, where it is that old: the list of them is under Checks. */
const silent = (paid: Checkouts | undefined): Checkouts['checkouts'] =>
  (paid?.checkouts ?? []).filter(({ confirmedAt }) => now_ms.value - Date.parse(confirmedAt) > SILENT_MS);

function useStuck(siteId: string, state: string) {
  return useAsk<Orders>(withQuery('/v1/orders', { siteId, state, limit: 20 }), { topics: ['orders.'] });
}

interface LineProps {
  icon: DeskIconName;
  kind: string;
  title: ComponentChildren;
  note: ComponentChildren;
  children?: ComponentChildren;
}

export function ExceptionLine({ icon, kind, title, note, children }: LineProps) {
  return (
    <>
      <span class="round">
        <Icon name={icon} size={18} />
      </span>
      <span class="grow">
        <Chip>{kind}</Chip> <b>{title}</b>
        <small class="soft">{note}</small>
      </span>
      <span class="remedies">{children}</span>
    </>
  );
}

function StuckOrder({ order }: { order: OrderHead }) {
  const page = href('orders', order.orderId);
  return (
    <ExceptionLine
      icon="orders"
      kind={said('order', order.state)}
      title={order.externalId}
      note={`${order.channel} · ${ago(order.placedAt)}`}
    >
      <a class="key small" href={page}>
        {said('inbox.remedy', order.state)}
      </a>
    </ExceptionLine>
  );
}

/** The board of routes decides, where the doors of all vehicles stand beside each other. */
function DoorRow({ door }: { door: FailedDoors['doors'][number] }) {
  return (
    <ExceptionLine
      icon="routes"
      kind={t('inbox.door.kind')}
      title={t('failed.stop', { n: door.position, vehicle: door.vehicle })}
      note={`${said('fail', door.reason)} · ${ago(door.failedAt)}`}
    >
      <a class="key small" href={`${href('routes')}?side=failed`}>
        {t('inbox.door.remedy')}
      </a>
    </ExceptionLine>
  );
}

function CheckoutRow({ since, n }: { since: string; n: number }) {
  return (
    <ExceptionLine
      icon="orders"
      kind={t('inbox.checkout.kind')}
      title={t('inbox.checkout.title', { n: number(n) })}
      note={t('inbox.checkout.note', { ago: ago(since) })}
    >
      <a class="key small" data-do="to-checkouts" href={href('approvals', 'checkouts')}>
        {t('inbox.checkout.remedy')}
      </a>
    </ExceptionLine>
  );
}

function CountRow({ count }: { count: Counts['counts'][number] }) {
  const item = itemOf(count.itemId);
  return (
    <ExceptionLine
      icon="count"
      kind={t('inbox.count.kind')}
      title={<a href={href('stock', 'bins', count.binCode)}>{count.binCode}</a>}
      note={[said('cause', count.cause), item?.name ?? t('inbox.wholeBin'), ownerOf(item?.sellerId), ago(count.at)]
        .filter(Boolean)
        .join(' · ')}
    >
      {count.itemId && (
        <a class="key small" href={href('stock', count.itemId)}>
          {t('inbox.seeStock')}
        </a>
      )}
    </ExceptionLine>
  );
}

function OpeningRow({ task }: { task: OpenTasks['tasks'][number] }) {
  return (
    <ExceptionLine
      icon="pack"
      kind={t('inbox.opening.kind')}
      title={<span class="code">{task.sscc}</span>}
      note={`${said('cause', task.reason)} · ${ago(task.at)}`}
    />
  );
}

function ReturnRow({ one }: { one: Returns['returns'][number] }) {
  return (
    <ExceptionLine
      icon="return"
      kind={t('inbox.return.kind')}
      title={<span class="code">{one.code}</span>}
      note={`${said('returnReason', one.reason)} · ${t('unit.units', { n: one.units.length })}`}
    >
      <a class="key small" href={href('returns', one.returnId)}>
        {t('inbox.return.remedy')}
      </a>
    </ExceptionLine>
  );
}

function PutBackRow({ task }: { task: PutBacks['putBacks'][number] }) {
  return (
    <ExceptionLine
      icon="return"
      kind={t('inbox.putBack.kind')}
      title={itemOf(task.itemId)?.name ?? '…'}
      note={[
        t('inbox.putBack.note', { n: number(task.quantity - task.put), tote: task.toteCode }),
        ownerOf(task.sellerId),
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      <a class="key small" href={href('orders', task.orderId)}>
        {t('orders.order')}
      </a>
    </ExceptionLine>
  );
}
