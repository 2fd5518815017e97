import type { Found } from '../link/wire.ts';
import { Icon, type DeskIconName } from '../parts/Icon.tsx';
import { Chip } from '../parts/Page.tsx';
import { when } from '../parts/time.ts';
import { said, t } from '../words/t.ts';
import { mine, type PlaceName } from './places.ts';
import { href } from './route.ts';

export type Hit = Found['found'][number];

const icons: Record<Hit['kind'], DeskIconName> = {
  order: 'orders',
  parcel: 'box',
  shipment: 'receive',
  tote: 'tray',
  cart: 'pick',
  lpn: 'putAway',
  bin: 'pin',
  item: 'stock',
};

/** The page of a hit, or of what it holds, where whoever asks has that place. */
export function leadsTo({ orderId, shipmentId, waveId, itemId }: Hit): string | undefined {
  const pages: [PlaceName, string | undefined][] = [
    ['orders', orderId],
    ['inbound', shipmentId],
    ['waves', waveId],
    ['stock', itemId],
  ];
  const page = pages.find(([place, id]) => id !== undefined && mine.value.includes(place));
  return page && href(page[0], page[1]!);
}

interface RowProps {
  hit: Hit;
  sought: string;
  index: number;
  isAt: boolean;
  onOpen: () => void;
}

export function FoundRow({ hit, sought, index, isAt, onOpen }: RowProps) {
  const { kind, code, place, state, at } = hit;
  const aside = [inside(hit), place && t('find.at', { place }), at && when(at)].filter(Boolean).join(' · ');
  return (
    <li
      id={`found-${index}`}
      role="option"
      aria-selected={isAt}
      class={[isAt && 'at', leadsTo(hit) && 'link'].filter(Boolean).join(' ')}
      onClick={onOpen}
    >
      <Icon name={icons[kind]} size={18} />
      <span class="what">
        <small class="soft">{t(`find.${kind}`)}</small>
        <b class="code">
          <Marked code={code} sought={sought} />
        </b>
        {aside && <span class="soft">{aside}</span>}
      </span>
      {state && kind !== 'item' && <Chip tone="idle">{said(kind, state)}</Chip>}
    </li>
  );
}

function inside({ kind, name, others = 0 }: Hit): string | undefined {
  if (kind === 'bin' && name === undefined) return t('find.emptyBin');
  return name !== undefined && others > 0 ? t('find.andOthers', { name, n: others }) : name;
}

/** The part of a code that was typed. */
function Marked({ code, sought }: { code: string; sought: string }) {
  const from = code.toUpperCase().lastIndexOf(sought.toUpperCase());
  if (from < 0 || sought === '') return <>{code}</>;
  return (
    <>
      {code.slice(0, from)}
      <mark>{code.slice(from, from + sought.length)}</mark>
      {code.slice(from + sought.length)}
    </>
  );
}
