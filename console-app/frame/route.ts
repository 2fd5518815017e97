import { computed, signal } from '@preact/signals';

/** The address names the screen and what is chosen on it, so that a link, a reload and "back" all lead to the same view. */
const hash = signal(location.hash);

export interface Place {
  /** `#/orders/0190…?state=picking` → ['orders', '0190…'] */
  path: string[];
  query: URLSearchParams;
}

export const place = computed<Place>(() => {
  const [path = '', query = ''] = hash.value.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
});

export const href = (...path: string[]): string => `#/${path.map(encodeURIComponent).join('/')}`;

export function go(to: string): void {
  location.hash = to;
}

/** Replaces the view without a step in the history: for what a screen settles by itself, such as a draft's id. */
export function settle(to: string): void {
  history.replaceState(null, '', to);
  hash.value = location.hash;
}

/** Changes one word of the address after `?`; null takes it away. */
export function choose(name: string, value: string | null): void {
  const query = new URLSearchParams(place.peek().query);
  if (value === null || value === '') query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  settle(href(...place.peek().path) + (text ? `?${text}` : ''));
}

export function followAddress(): void {
  addEventListener('hashchange', () => {
    hash.value = location.hash;
  });
}
