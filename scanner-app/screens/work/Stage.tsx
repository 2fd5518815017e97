import type { Step } from '../../../src/scans/step.shared.ts';
import { Icon, type IconName } from '../../look/icons.tsx';
import { useFit } from '../../look/fit.ts';
import { t } from '../../words/t.ts';
import { Item } from './Item.tsx';
import { NumberPad } from './NumberPad.tsx';
import { ProofTiles } from './Proof.tsx';
import { Slots } from './Slots.tsx';
import { take, wasChanged } from './floor.ts';
import { padOf } from './pad.ts';

/** Large while it is looked for, small once it is in the hand. */
const sizes: Partial<Record<Step['expect'], string>> = {
  item: 'large',
  tote: 'small',
  carton: 'small',
  proof: 'small',
};

/** The cart's picture belongs to the moment when something is put on it. */
const beforeCart = new Set<string>(['bin', 'item', 'lot', 'lpn']);

/** What the step shows, largest first; only the thing that is asked now is large. */
export function Stage({ step }: { step: Step }) {
  const { show, expect } = step;
  const pad = padOf(step);
  // At the cart the slot is the datum; the bin is behind the picker.
  const big = expect === 'tote' && show.slots ? String(show.slots.active) : show.big;
  const isTight = pad !== null || expect === 'proof';
  // what was counted so far stands beside the item, with what is left
  const isTold = pad === 'quantity' && big === String(show.quantity?.done);
  const isIdle = expect === 'none' && !show.big && !(step.choices && step.choices.length);
  const lines = show.lines && show.lines.length > 0 && <Lines lines={show.lines} isAside={isShort(show.lines)} />;
  return (
    <main class="stage">
      {wasChanged.value && !show.notice && <Notice text={t('work.changed')} />}
      {show.notice && <Notice text={show.notice} />}
      {isIdle && <AllDone />}
      {big && !isTold && (
        <Sign
          big={big}
          why={isTight ? undefined : show.why}
          size_rem={signSize(step, isTight)}
          kind={isTight ? (show.item ? 'sign small spare' : 'sign small') : 'sign'}
        />
      )}
      {!big && !isIdle && <Hero step={step} />}
      {show.quantity && !show.item && <Tally {...show.quantity} />}
      {show.item && <Item show={show} size={pad ? 'small counted' : sizes[expect] || ''} />}
      {show.slots && !isTight && !beforeCart.has(expect) && <Slots {...show.slots} />}
      {!isTight && lines}
      {pad && <NumberPad key={pad} kind={pad} whole={pad === 'quantity' ? show.quantity : undefined} onEnter={enter} />}
      {expect === 'proof' && <ProofTiles />}
      {isTight && lines}
      {show.next && !isTight && <Next text={show.next} />}
    </main>
  );
}

const enter = (code: string): void => take({ code, source: 'typed' });

function Notice({ text }: { text: string }) {
  return (
    <p class="notice" role="status">
      <Icon name="info" />
      {text}
    </p>
  );
}

/** A bin fills the sign; beside a cart's picture or a number pad it leaves them their place. */
function signSize({ show, expect }: Step, isTight: boolean): number {
  if (isTight) return 2.25;
  if (show.slots && !beforeCart.has(expect)) return 3.75;
  return show.big && show.big.length <= 3 ? 8 : 5.5;
}

function Sign(props: { big: string; why: string | undefined; size_rem: number; kind: string }) {
  const { big, why, kind } = props;
  const ref = useFit<HTMLDivElement>(big, props.size_rem);
  return (
    <section class={kind}>
      <div ref={ref} class="big">
        {big}
      </div>
      {why && <p class="why">{why}</p>}
    </section>
  );
}

function Tally({ done, asked }: { done: number; asked: number }) {
  return <p class="tally">{t('work.progress', { done, total: asked })}</p>;
}

const isShort = (lines: { label: string; value: string }[]): boolean =>
  lines.length <= 3 && lines.every(({ label, value }) => label.length + value.length <= 28);

/** A parcel's number is read as one: it is not broken. */
const isLong = (value: string): boolean => /^\d{12,}$/.test(value);

/** A few facts beside the item stand in one row; a list stands as a list. */
function Lines({ lines, isAside }: { lines: NonNullable<Step['show']['lines']>; isAside: boolean }) {
  return (
    <dl class={isAside ? 'lines aside' : 'lines'}>
      {lines.map(({ label, value, call }, index) => (
        <div key={`${index}${label}`} class={call ? 'call' : isLong(value) ? 'long' : undefined}>
          <dt>{label}</dt>
          <dd>{call ? <a href={`tel:${value.replace(/[^+\d]/g, '')}`}>{value}</a> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Next({ text }: { text: string }) {
  return (
    <p class="nextStrip">
      <span>{t('work.next')}</span>
      <span>{text}</span>
      <Icon name="next" size={22} />
    </p>
  );
}

const looks: Partial<Record<Step['expect'], IconName>> = {
  shipment: 'receive',
  lpn: 'pack',
  bin: 'putAway',
  cart: 'pick',
  tote: 'tray',
  lane: 'next',
  carton: 'pack',
  vehicle: 'load',
  parcel: 'pack',
  any: 'look',
};

/** Where there is no datum yet, a picture of what to scan. */
function Hero({ step: { expect, show } }: { step: Step }) {
  const look = looks[expect];
  if (!look || show.item) return show.why ? <p class="soft">{show.why}</p> : null;
  return (
    <div class="empty">
      <span class="seal">
        <Icon name={look} size={64} />
      </span>
      {show.why && <p>{show.why}</p>}
    </div>
  );
}

function AllDone() {
  return (
    <div class="empty">
      <span class="seal">
        <Icon name="check" size={64} />
      </span>
      <h2>{t('work.done')}</h2>
    </div>
  );
}
