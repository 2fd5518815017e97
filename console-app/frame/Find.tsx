import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { isEnoughToFind } from '../../src/scans/findText.shared.ts';
import { useAsk, withQuery } from '../link/ask.ts';
import type { Found } from '../link/wire.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Answer, Empty } from '../parts/Wait.tsx';
import { t } from '../words/t.ts';
import { FindByPhone } from './FindByPhone.tsx';
import { FoundRow, leadsTo, type Hit } from './FoundRow.tsx';
import { go } from './route.ts';
import { site } from './site.ts';

/** What is being looked for, from wherever on the desk; null: nothing. */
export const finding = signal<string | null>(null);

const rest_ms = 250;

/** Anything that has a code, by how it begins or ends. */
export function Find() {
  const text = useSignal(finding.value ?? '');
  const sought = useSignal(text.value);
  const at = useSignal(0);
  const byPhone = useSignal<{ end: string; found: Hit[] } | null>(null);
  const isEntered = useSignal(false);
  const list = useRef<HTMLUListElement>(null);
  // at once: an effect may come after the Enter of a scanner that types
  const type = (typed: string): void => {
    text.value = typed;
    byPhone.value = null;
    at.value = 0;
    isEntered.value = false;
  };
  useEffect(() => {
    const timer = setTimeout(() => (sought.value = text.value.trim()), rest_ms);
    return () => clearTimeout(timer);
  }, [text.value]);
  const isLong = isEnoughToFind(sought.value);
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
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={walk}
        />
      </form>
      <div class="find-body">
        {!isLong && <p class="soft">{t('find.hint')}</p>}
        <FindByPhone text={text.value} onFound={(found) => (byPhone.value = found)} />
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
                    <FoundRow
                      key={`${hit.kind} ${hit.code} ${hit.orderId ?? hit.itemId ?? hit.shipmentId}`}
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
