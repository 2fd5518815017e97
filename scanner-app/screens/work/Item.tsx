import type { Step } from '../../../src/scans/step.shared.ts';
import { Picture } from '../../look/picture.tsx';
import { t } from '../../words/t.ts';

/** The picture, the name, and how many to take now: large what is left, small how far along where some are done. */
export function Item({ show: { item, quantity }, size }: { show: Step['show']; size: string }) {
  const pack = quantity?.pack;
  const isUnderWay = quantity && quantity.done > 0;
  const left = quantity ? Math.max(0, quantity.asked - quantity.done) : 0;
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
          <b>{left || quantity.done}</b>
          {isUnderWay && left > 0 && <small>{t('work.left')}</small>}
          {isUnderWay && (
            <small class="soft">{t('work.progress', { done: quantity.done, total: quantity.asked })}</small>
          )}
        </div>
      )}
    </section>
  );
}
