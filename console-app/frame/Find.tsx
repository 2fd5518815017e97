import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useAct } from '../link/act.ts';
import { useAsk, withQuery } from '../link/ask.ts';
import { get } from '../link/http.ts';
import { isManager, isSeller, role } from '../link/session.ts';
import type { Found, Orders } from '../link/wire.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Icon, type DeskIconName } from '../parts/Icon.tsx';
import { Key } from '../parts/Key.tsx';
import { Chip } from '../parts/Page.tsx';
import { when } from '../parts/time.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { Answer, Empty } from '../parts/Wait.tsx';
import { said, t } from '../words/t.ts';
import { go, href } from './route.ts';
import { site } from './site.ts';

type Hit = Found['found'][number];

/** What is being looked for, from wherever on the desk; null: nothing. */
export const finding = signal<string | null>(null);

const icons: Record<Hit['kind'], DeskIconName> = {
  order: 'orders',
  parcel: 'box',
  tote: 'pick',
  lpn: 'putAway',
  item: 'stock',
};
const shortest = 3;
const rest_ms = 250;

/** Anything that has a code, by how it begins or ends. */
export function Find() {
  const text = useSignal(finding.value ?? '');
  const sought = useSignal(text.value);
  const at = useSignal(0);
  const byPhone = useSignal<{ end: string; found: Hit[] } | null>(null);
  const isEntered = useSignal(false);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    byPhone.value = null;
    at.value = 0;
    isEntered.value = false;
    const timer = setTimeout(() => (sought.value = text.value.trim()), rest_ms);
    return () => clearTimeout(timer);
  }, [text.value]);
  const isLong = sought.value.length >= shortest;
  const query = { siteId: site.value?.siteId, text: sought.value };
  const asked = useAsk<Found>(isLong ? withQuery('/v1/find', query) : null, { every_ms: 300_000 });
  const hits = byPhone.value?.found ?? asked.value?.found ?? [];
  // a scanner at the desk ends with Enter before anything is found
  useEffect(() => {
    if (isEntered.value && hits.length === 1) open(hits[0]);
  }, [asked.value]);
  const close = (): void => {
    finding.value = null;
  };
  const open = (hit: Hit | undefined): void => {
    const to = hit && leadsTo(hit);
    if (!to) return;
    close();
    go(to);
  };
  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    at.value = Math.max(0, Math.min(hits.length - 1, at.value + by));
    list.current?.children[at.value]?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Dialog title={t('find.title')} onClose={close}>
      <form
        class="search find"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (sought.value === text.value.trim() && hits.length > 0) return open(hits[at.value]);
          sought.value = text.value.trim();
          isEntered.value = true;
        }}
      >
        <Icon name="look" size={18} />
        <input
          class="input"
          type="text"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="found"
          aria-activedescendant={hits.length > 0 ? `found-${at.value}` : undefined}
          aria-label={t('find.what')}
          placeholder={t('find.what')}
          autocomplete="off"
          spellcheck={false}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={walk}
        />
      </form>
      <div class="find-body">
        {!isLong && <p class="soft">{t('find.hint')}</p>}
        <ByPhone text={text.value} onFound={(found) => (byPhone.value = found)} />
        {byPhone.value && <p class="soft">{t('phone.found', { end: byPhone.value.end })}</p>}
        {(isLong || byPhone.value) && (
          <Answer
            asked={byPhone.value ? { ...asked, value: { found: [], more: false }, isWaiting: false } : asked}
            rows={3}
          >
            {({ more }) => (
              <>
                {hits.length === 0 && <Empty icon="look" title={t('find.none')} hint={t('find.noneHint')} />}
                <ul ref={list} id="found" role="listbox" class="found-codes" aria-label={t('find.title')}>
                  {hits.map((hit, index) => (
                    <Row
                      key={`${hit.kind} ${hit.code} ${hit.orderId ?? hit.itemId}`}
                      hit={hit}
                      sought={sought.value}
                      index={index}
                      isAt={index === at.value}
                      onOpen={() => open(hit)}
                    />
                  ))}
                </ul>
                {more && <p class="soft">{t('find.more')}</p>}
              </>
            )}
          </Answer>
        )}
      </div>
    </Dialog>
  );
}

function leadsTo({ orderId, itemId }: Hit): string | undefined {
  if (orderId !== undefined) return href('orders', orderId);
  return itemId === undefined ? undefined : href('stock', itemId);
}

interface RowProps {
  hit: Hit;
  sought: string;
  index: number;
  isAt: boolean;
  onOpen: () => void;
}

function Row({ hit, sought, index, isAt, onOpen }: RowProps) {
  const { kind, code, name, place, state, at } = hit;
  const aside = [name, place && t('find.at', { place }), at && when(at)].filter(Boolean).join(' · ');
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

/** A whole number finds its customer's orders; each such search is recorded, so nobody makes it by typing. */
function ByPhone({ text, onFound }: { text: string; onFound: (found: { end: string; found: Hit[] }) => void }) {
  const act = useAct();
  const digits = text.replace(/\D/g, '');
  const mayAsk = isManager.value || isSeller.value || role.value === 'dispatcher';
  if (!mayAsk || digits.length < 9 || digits.length > 15 || /[^\d\s()+.-]/.test(text)) return null;
  const end = digits.slice(-4);
  const ask = async (): Promise<void> => {
    const answer = await act.run('phone', () =>
      get<Orders>(withQuery('/v1/orders', { phone: text.trim(), limit: 50 })),
    );
    if (answer === undefined) return;
    const found = answer.orders.map(({ orderId, sellerId, externalId, state, placedAt }): Hit => {
      return { kind: 'order', code: externalId, state, sellerId, orderId, at: placedAt };
    });
    onFound({ end, found });
  };
  return (
    <>
      <Key small icon="person" name="phone" act={act} onPress={() => void ask()}>
        {t('find.phone', { end })}
      </Key>
      <Trouble error={act.trouble.value} />
    </>
  );
}
