import { ownerOf } from '../link/owners.ts';
import type { Found } from '../link/wire.ts';
import { Icon, type DeskIconName } from '../parts/Icon.tsx';
import { Chip } from '../parts/Page.tsx';
import { number, when } from '../parts/time.ts';
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
  lot: 'stock',
  seller: 'home',
  vehicle: 'load',
};

/** The page of a hit, or of what it holds, where whoever asks has that place. */
export function leadsTo({
  kind,
  code,
  orderId,
  shipmentId,
  waveId,
  itemId,
  sellerId,
  vehicleId,
}: Hit): string | undefined {
  const pages: [PlaceName, ...path: (string | undefined)[]][] = [
    ['orders', orderId],
    ['inbound', shipmentId],
    ['waves', waveId],
    ['stock', ...(kind === 'bin' ? ['bins', code] : [itemId])],
    ['routes', 'vehicles', vehicleId],
    ['settings', 'sellers', kind === 'seller' ? sellerId : undefined],
  ];
  const page = pages.find(([place, ...path]) => mine.value.includes(place) && !path.includes(undefined));
  return page && href(...(page as string[]));
}

interface RowProps {
  hit: Hit;
  sought: string;
  index: number;
  isAt: boolean;
  onOpen: () => void;
}

export function FoundRow({ hit, sought, index, isAt, onOpen }: RowProps) {
  const { kind, code, place, state, at, sellerId } = hit;
  const aside = [
    inside(hit),
    hit.units !== undefined && t('find.units', { n: number(hit.units) }),
    hit.expiry && t('find.until', { day: hit.expiry }),
    kind !== 'seller' && ownerOf(sellerId),
    place && t('find.at', { place }),
    at && when(at),
  ];
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
        {aside.some(Boolean) && <span class="soft">{aside.filter(Boolean).join(' · ')}</span>}
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
