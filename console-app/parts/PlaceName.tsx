import { href } from '../frame/route.ts';
import { mine } from '../frame/places.ts';
import { isSeller } from '../link/session.ts';
import { said } from '../words/t.ts';

/** `bin/A-01-1` as the floor calls it. */
export function placeName(place: string): string {
  const [kind = '', code] = place.split('/');
  if (code === undefined) return said('place', kind);
  // parcels and routes go by ids, of which the last letters tell them apart
  return `${said('place', kind)} ${code.length === 36 ? `…${code.slice(-6)}` : code}`;
}

/** The same, and of a bin the way to its page, for whoever has one. */
export function PlaceLink({ place }: { place: string }) {
  const [kind, code = ''] = place.split('/');
  if (kind !== 'bin' || isSeller.value || !mine.value.includes('stock'))
    return <span class="unbroken">{placeName(place)}</span>;
  return (
    <a class="unbroken" href={href('stock', 'bins', code)}>
      {placeName(place)}
    </a>
  );
}
