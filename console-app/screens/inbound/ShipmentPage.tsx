import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { choose, href, place } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { download } from '../../link/download.ts';
import type { Shipment } from '../../link/wire.ts';
import { Legend, type Part, PartBar } from '../../parts/Bar.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { OwnerName } from '../../parts/ItemName.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { clock, day, noonOf, number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { Answer } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { Differences } from './Differences.tsx';
import { unkept } from './keepBoxes.ts';
import { mayReceive, ReceiptList } from './ReceiptList.tsx';
import { ShipmentActions } from './ShipmentActions.tsx';
import { shipmentTone, stageAt, stages } from './stages.ts';

/** The tracker: where a shipment is, and its counts as the boxes are scanned. */
export function ShipmentPage({ shipmentId }: { shipmentId: string }) {
  const asked = useAsk<Shipment>(`/v1/inbound-shipments/${shipmentId}`, { topics: ['inbound.'], every_ms: 15_000 });
  const shipment = asked.value;
  // said once: whoever loads the page again, or comes back to it, was told
  const isNew = useSignal(place.peek().query.has('booked'));
  useEffect(() => {
    if (isNew.peek()) choose('booked', null);
  }, []);
  return (
    <Page
      title={shipment?.asn ?? t('inbound.shipment')}
      back={{ to: href('inbound'), title: t('place.inbound') }}
      lead={
        shipment && (
          <>
            <Chip tone={shipmentTone[shipment.state]}>{t(`shipment.${shipment.state}`)}</Chip>
            <span>
              {shipment.slotAt
                ? [`${day(shipment.slotAt)} ${clock(shipment.slotAt)}`, shipment.dockCode].filter(Boolean).join(' · ')
                : day(noonOf(shipment.expectedOn))}
            </span>
            <OwnerName sellerId={shipment.sellerId} />
            {(shipment.carrier || shipment.tracking) && (
              <span>{[shipment.carrier, shipment.tracking].filter(Boolean).join(' · ')}</span>
            )}
          </>
        )
      }
      actions={shipment && <ShipmentActions shipment={shipment} again={asked.again} />}
    >
      <Answer asked={asked}>
        {(shown) => (
          <>
            {isNew.value && stageAt(shown.state) === 0 && <BookedNotice shipment={shown} />}
            {isNew.value && <Unkept shipmentId={shipmentId} />}
            {stageAt(shown.state) >= 0 && <Stages shipment={shown} />}
            {shown.reason && <p class="notice">{said('short', shown.reason)}</p>}
            {shown.state === 'counted' && <Differences shipment={shown} again={asked.again} />}
            <Counts shipment={shown} />
            {mayReceive() && counted.includes(shown.state) && <ReceiptList shipment={shown} again={asked.again} />}
            {shown.boxes.length > 0 && <Boxes shipment={shown} />}
          </>
        )}
      </Answer>
    </Page>
  );
}

/** From the first scan on; what was taken back stays to be seen. */
const counted: Shipment['state'][] = ['receiving', 'counted', 'closed'];

function BookedNotice({ shipment }: { shipment: Shipment }) {
  return (
    <div class="booked" role="status">
      <span class="round">
        <Icon name="check" size={26} />
      </span>
      <span class="grow">
        <h2>{t('inbound.booked')}</h2>
        <p>{t(shipment.boxes.length > 0 ? 'inbound.bookedLabels' : 'inbound.bookedLoose')}</p>
      </span>
      {shipment.boxes.length > 0 && <Labels shipment={shipment} />}
    </div>
  );
}

/** The booking stands; what it was to teach the catalogue does not. */
function Unkept({ shipmentId }: { shipmentId: string }) {
  if (unkept.value?.shipmentId !== shipmentId) return null;
  return unkept.value.said.map((text) => (
    <p key={text} class="notice" role="alert">
      {text}
    </p>
  ));
}

function Labels({ shipment }: { shipment: Shipment }) {
  const act = useAct();
  const fetch = (kind: 'pdf' | 'zpl') => (): void => {
    void act.run(kind, () =>
      download(`/v1/inbound-shipments/${shipment.shipmentId}/labels.${kind}`, `${shipment.asn}.${kind}`),
    );
  };
  return (
    <>
      <Trouble error={act.trouble.value} />
      <Key icon="download" name="pdf" act={act} data-do="pdf" onPress={fetch('pdf')}>
        {t('inbound.labelsPdf')}
      </Key>
      <Key icon="download" name="zpl" act={act} data-do="zpl" onPress={fetch('zpl')}>
        {t('inbound.labelsZpl')}
      </Key>
    </>
  );
}

function Stages({ shipment }: { shipment: Shipment }) {
  const at = stageAt(shipment.state);
  return (
    <ol class="stages">
      {stages.map(([name], index) => (
        <li
          key={name}
          class={index < at ? 'done' : index === at ? 'at' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          <i>{index < at || (index === at && name === 'sellable') ? <Icon name="check" size={14} /> : null}</i>
          <span>{t(`stage.${name}`)}</span>
        </li>
      ))}
    </ol>
  );
}

const conditions = ['good', 'inspect', 'hold', 'damaged'] as const;

const partsOf = (count: Record<(typeof conditions)[number], number>): Part[] =>
  conditions.map((name) => ({ tone: name, value: count[name], title: t(`inbound.${name}`) }));

function Counts({ shipment }: { shipment: Shipment }) {
  const sum = (name: (typeof conditions)[number]): number =>
    shipment.lines.reduce((total, line) => total + line[name], 0);
  const total = { good: sum('good'), inspect: sum('inspect'), hold: sum('hold'), damaged: sum('damaged') };
  return (
    <Card title={t('inbound.counts')} note={['receiving', 'arrived'].includes(shipment.state) && t('inbound.liveNote')}>
      <div class="figures">
        <Figure label={t('inbound.expectedUnits')} value={number(shipment.expected)} />
        <Figure
          label={t('inbound.received')}
          value={number(shipment.received)}
          tone={shipment.received > 0 ? 'good' : undefined}
        />
        <Figure label={t('inbound.missing')} value={number(shipment.missing)} />
        {shipment.surplus > 0 && <Figure label={t('inbound.surplus')} value={number(shipment.surplus)} tone="stop" />}
      </div>
      <div class="gap" />
      <PartBar tall parts={partsOf(total)} whole={shipment.received + shipment.missing} />
      <Legend parts={partsOf(total)} />
      <ul class="order-lines">
        {shipment.lines.map((line) => (
          <li key={line.lineNo} data-line={line.code}>
            <span class="count">{`${number(line.received)}/${number(line.expected)}`}</span>
            <span class="grow">
              <b>{line.name}</b>
              <span class="soft">
                <span class="code">{line.code}</span>
                {line.lot && ` · ${line.lot}`}
                {line.expiry && ` · ${line.expiry}`}
                {line.shortReason && ` · ${said('short', line.shortReason)}`}
              </span>
              <PartBar parts={partsOf(line)} whole={line.expected} />
            </span>
            <Chip
              tone={
                line.state === 'complete' ? 'good' : line.state === 'short' || line.state === 'over' ? 'stop' : 'plain'
              }
            >
              {t(`line.${line.state}`)}
            </Chip>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const fewBoxes = 12;

function Boxes({ shipment }: { shipment: Shipment }) {
  const isWhole = useSignal(false);
  const shown = isWhole.value ? shipment.boxes : shipment.boxes.slice(0, fewBoxes);
  return (
    <Card title={t('inbound.boxes')} note={number(shipment.boxes.length)} actions={<Labels shipment={shipment} />}>
      <ul class="box-list">
        {shown.map((box) => (
          <li key={box.boxNo} class={box.state}>
            <b>{box.boxNo}</b>
            <span class="code">{box.sscc}</span>
            <span class="soft">
              {box.contents
                .map(({ line, quantity }) => `${quantity} × ${shipment.lines[line - 1]?.code ?? ''}`)
                .join(', ')}
            </span>
            <Chip tone={box.state === 'closed' ? 'good' : box.state === 'open' ? 'busy' : 'plain'}>
              {t(`box.${box.state}`)}
            </Chip>
          </li>
        ))}
      </ul>
      {shown.length < shipment.boxes.length && (
        <Key small onPress={() => (isWhole.value = true)}>
          {t('inbound.allBoxes', { n: shipment.boxes.length })}
        </Key>
      )}
    </Card>
  );
}
