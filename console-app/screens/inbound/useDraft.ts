import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { href, place, settle } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { get, patch, post } from '../../link/http.ts';
import { user } from '../../link/session.ts';
import type { Booked, Shipment } from '../../link/wire.ts';
import { calendarDay, daysAfter } from '../../parts/time.ts';
import { bodyOf } from './booking.ts';
import { withCatalogue } from './paste.ts';
import { type Draft, draftOf, keepDraft, keptDraft, newDraft, newKey } from './draft.ts';

export interface Drafting {
  draft: Signal<Draft | null>;
  trouble: Signal<Error | null>;
  change(more: Partial<Draft>): void;
  /** Saves on the server what it can keep; from the first time on the address names the shipment. */
  push(boxes?: 'whole' | 'all'): Promise<Draft>;
  /** Forgets what this browser has and takes the server's. */
  reload(): void;
}

/** Two days ahead there is a slot almost always. */
const lead_days = 2;

export function useDraft(key: string | undefined): Drafting {
  const draft = useSignal<Draft | null>(null);
  const trouble = useSignal<Error | null>(null);
  /** The name under which the draft that is shown is kept; it changes when the server gives it a better one. */
  const keptAs = useRef<string | undefined>(undefined);
  const rename = (name: string, step: string): void => {
    keptAs.current = name;
    settle(href('inbound', 'book', name, step));
  };
  const change = (more: Partial<Draft>): void => {
    draft.value = { ...draft.peek()!, ...more };
    keepDraft(keptAs.current!, draft.value);
  };
  const load = async (): Promise<void> => {
    trouble.value = null;
    try {
      if (key === undefined || key === 'new') return begin();
      keptAs.current = key;
      const known = keptDraft(key) ?? draftOf(await get<Shipment>(`/v1/inbound-shipments/${key}`));
      // what a draft was kept without, or the server does not tell with it
      const isBare = known.lines.some(({ itemId, unit }) => itemId !== null && unit === undefined);
      draft.value = isBare ? { ...known, lines: await withCatalogue(known.lines) } : known;
    } catch (error) {
      trouble.value = error as Error;
    }
  };
  const begin = (): void => {
    const expectedOn = daysAfter(calendarDay(Date.now()), lead_days);
    const fresh = newDraft({ sellerId: user.peek()?.sellerId ?? '', siteId: site.peek()!.siteId, expectedOn });
    draft.value = fresh;
    rename(newKey(), 'what');
  };
  useEffect(() => {
    if (key === keptAs.current && draft.peek() !== null) return;
    draft.value = null;
    void load();
  }, [key]);
  return {
    draft,
    trouble,
    change,
    async push(boxes = 'whole') {
      const now = draft.peek()!;
      const body = bodyOf(now, boxes);
      if (now.shipmentId !== null) {
        const { version } = await patch<Booked>(`/v1/inbound-shipments/${now.shipmentId}`, {
          version: now.version,
          ...body,
        });
        change({ version });
      } else {
        const asn = now.asn.trim();
        const head = { siteId: now.siteId, sellerId: now.sellerId, draft: true, ...(asn && { asn }) };
        const booked = await post<Booked>('/v1/inbound-shipments', { ...head, ...body });
        keepDraft(keptAs.current!, null);
        rename(booked.shipmentId, place.peek().path[3] ?? 'what');
        change({ shipmentId: booked.shipmentId, version: booked.version, asn: booked.asn });
      }
      return draft.peek()!;
    },
    reload() {
      keepDraft(keptAs.current!, null);
      draft.value = null;
      void load();
    },
  };
}
