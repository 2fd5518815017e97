import { t } from '../../words/t.ts';

/** A picture of this cart as one stands before it: where the goods in hand belong. Slots count from 1, top left. */
export function Slots({ count, active, filled }: { count: number; active: number; filled: number[] }) {
  const columns = count <= 3 ? count : count <= 8 && count % 2 === 0 && count !== 6 ? count / 2 : count <= 9 ? 3 : 4;
  const numbers = Array.from({ length: Math.min(count, 48) }, (_, index) => index + 1);
  return (
    <div class="slots" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {numbers.map((number) => (
        <span
          key={number}
          class={`slot${filled.includes(number) ? ' filled' : ''}${number === active ? ' active' : ''}`}
          aria-label={t('work.slot', { n: number })}
          aria-current={number === active}
        >
          {number}
        </span>
      ))}
    </div>
  );
}
