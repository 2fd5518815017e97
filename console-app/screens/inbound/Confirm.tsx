import { sites } from '../../frame/site.ts';
import { Icon, type DeskIconName } from '../../parts/Icon.tsx';
import { Card } from '../../parts/Page.tsx';
import { clock, day, noonOf, number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { boxCount, unitCount } from './booking.ts';
import { loadSaid } from './loadSaid.ts';
import { HoldClock } from './HoldClock.tsx';
import type { Step } from './steps.ts';
import { href } from '../../frame/route.ts';
import type { StepProps } from './Wizard.tsx';

/** Everything on one page before it counts, and what happens when it comes otherwise. */
export function Confirm({ draft, drafting }: StepProps) {
  const site = sites.value?.find(({ siteId }) => siteId === draft.siteId);
  const parts: [Step, DeskIconName, string, string][] = [
    [
      'what',
      'orders',
      t('booking.itemsNote', { lines: draft.lines.length, units: number(unitCount(draft)) }),
      draft.lines
        .slice(0, 4)
        .map(({ quantity, name, code }) => `${number(quantity)} × ${name || code}`)
        .join(', '),
    ],
    [
      'packed',
      'box',
      draft.packing === 'loose' ? t('booking.packing.loose') : t('booking.boxes', { n: number(boxCount(draft)) }),
      loadSaid(draft),
    ],
    [
      'when',
      'calendar',
      draft.slot
        ? [day(draft.slot.startsAt), clock(draft.slot.startsAt), draft.slot.dockCode].filter(Boolean).join(' · ')
        : day(noonOf(draft.expectedOn)),
      `${site?.name ?? ''}${draft.slot ? '' : ` · ${t('booking.noSlot')}`}`,
    ],
    [
      'transport',
      'load',
      t(`booking.transport.${draft.transport}`),
      [draft.carrier, draft.tracking].filter(Boolean).join(' · ') || t('booking.transportLater'),
    ],
  ];
  return (
    <>
      {draft.slot?.heldUntil && (
        <HoldClock
          heldUntil={draft.slot.heldUntil}
          onTakeAgain={() => (location.hash = stepLink(draft.shipmentId, 'when'))}
        />
      )}
      <Card flush>
        <ul class="summary">
          {parts.map(([step, icon, title, note]) => (
            <li key={step}>
              <span class="round">
                <Icon name={icon} />
              </span>
              <span class="grow">
                <b>{title}</b>
                <small class="soft">{note}</small>
              </span>
              <a href={stepLink(draft.shipmentId, step)}>{t('booking.edit')}</a>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('booking.otherwise')}>
        <dl class="terms">
          {(['over', 'short', 'damage', 'window'] as const).map((name) => (
            <div key={name}>
              <dt>{t(`booking.terms.${name}`)}</dt>
              <dd>{t(`booking.termsText.${name}`)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      {drafting.draft.value?.packing === 'loose' && <p class="notice">{t('booking.looseNotice')}</p>}
    </>
  );
}

const stepLink = (shipmentId: string | null, step: Step): string => href('inbound', 'book', shipmentId ?? 'new', step);
