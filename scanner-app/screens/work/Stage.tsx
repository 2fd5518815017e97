import type { Step } from '../../../src/scans/step.shared.ts';
import { Icon } from '../../look/icons.tsx';
import { Picture } from '../../look/picture.tsx';
import { useFit } from '../../look/fit.ts';
import { t } from '../../words/t.ts';
import { NumberPad } from './NumberPad.tsx';
import { ProofTiles } from './Proof.tsx';
import { Slots } from './Slots.tsx';
import { take, wasChanged } from './floor.ts';

/** Large while it is looked for, small once it is in the hand. */
const sizes: Partial<Record<Step['expect'], string>> = {
  item: 'large',
  quantity: 'small',
  tote: 'small',
  carton: 'small',
  proof: 'small',
};

const padded = new Set(['quantity', 'weight', 'expiry']);

/** What the step shows, largest first; only the thing that is asked now is large. */
export function Stage({ step }: { step: Step }) {
  const { show, expect } = step;
  const hasPad = padded.has(expect);
  const isTight = hasPad || expect === 'proof';
  return (
    <main class="stage">
      {wasChanged.value && <Notice text={t('work.changed')} />}
      {show.notice && <Notice text={show.notice} />}
      {expect === 'none' && !show.big && <AllDone />}
      {show.big && (
        <Sign
          big={show.big}
          why={isTight ? undefined : show.why}
          size_rem={signSize(step, isTight)}
          isSmall={isTight}
        />
      )}
      {!show.big && show.why && <p class="soft">{show.why}</p>}
      {(show.item || show.quantity) && <Item show={show} size={sizes[hasPad ? 'quantity' : expect] || ''} />}
      {show.slots && !isTight && <Slots {...show.slots} />}
      {show.lines && show.lines.length > 0 && <Lines lines={show.lines} />}
      {hasPad && <NumberPad key={expect} kind={expect} remaining={remaining(step)} onEnter={enter} />}
      {expect === 'proof' && <ProofTiles />}
      {show.next && !isTight && <Next text={show.next} />}
    </main>
  );
}

const enter = (code: string): void => take({ code, source: 'typed' });

function remaining({ expect, show }: Step): number | undefined {
  if (expect !== 'quantity' || !show.quantity) return undefined;
  const left = show.quantity.asked - show.quantity.done;
  return left > 0 ? left : undefined;
}

function Notice({ text }: { text: string }) {
  return (
    <p class="notice" role="status">
      <Icon name="info" />
      {text}
    </p>
  );
}

/** A bin fills the sign; beside a cart's picture or a number pad it leaves them their place. */
function signSize({ show }: Step, isTight: boolean): number {
  if (isTight) return 2.25;
  if (show.slots) return 3.75;
  return show.big && show.big.length <= 3 ? 8 : 5.5;
}

function Sign(props: { big: string; why: string | undefined; size_rem: number; isSmall: boolean }) {
  const { big, why, isSmall } = props;
  const ref = useFit<HTMLDivElement>(big, props.size_rem);
  return (
    <section class={isSmall ? 'sign small' : 'sign'}>
      <div ref={ref} class="big">
        {big}
      </div>
      {why && <p class="why">{why}</p>}
    </section>
  );
}

/** The picture, the name, and how many to take now: large what is left, small how far along where some are done. */
function Item({ show: { item, quantity }, size }: { show: Step['show']; size: string }) {
  const pack = quantity?.pack;
  const isUnderWay = quantity && quantity.done > 0;
  return (
    <section class={`item ${size}`}>
      <div class="face">{item && <Picture {...item} />}</div>
      <div>
        {item && <p class="name">{item.name}</p>}
        {item && <p class="code soft">{item.code}</p>}
        {pack && <p class="packs">{t('work.packs', { ...pack, n: pack.packs * pack.units })}</p>}
      </div>
      {quantity && (
        <div class="amount">
          <b>{Math.max(0, quantity.asked - quantity.done) || quantity.done}</b>
          {isUnderWay && (
            <small class="soft">{t('work.progress', { done: quantity.done, total: quantity.asked })}</small>
          )}
        </div>
      )}
    </section>
  );
}

function Lines({ lines }: { lines: { label: string; value: string }[] }) {
  return (
    <dl class="lines">
      {lines.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
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

function AllDone() {
  return (
    <div class="empty">
      <span class="seal">
        <Icon name="check" size={64} />
      </span>
      <h2>{t('work.done')}</h2>
      <p class="soft">{t('work.doneHint')}</p>
    </div>
  );
}
