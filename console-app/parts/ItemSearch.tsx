import { useSignal } from '@preact/signals';
import { useAsk, withQuery } from '../link/ask.ts';
import { meetItems } from '../link/items.ts';
import type { Item, Items } from '../link/wire.ts';
import { t } from '../words/t.ts';
import { Search } from './Search.tsx';
import { Trouble } from './Trouble.tsx';

interface ItemSearchProps {
  sellerId?: string | undefined;
  onChoose: (item: Item) => void;
  label?: string;
}

/** Finds an item by code, name or barcode; arrows and Enter choose. */
export function ItemSearch({ sellerId, onChoose, label = t('stock.search') }: ItemSearchProps) {
  const text = useSignal('');
  const at = useSignal(0);
  const asked = useAsk<Items>(text.value ? withQuery('/v1/items', { sellerId, search: text.value, limit: 8 }) : null);
  const found = text.value ? (asked.value?.items ?? []) : [];
  const take = (item: Item | undefined): void => {
    if (!item) return;
    meetItems([item]);
    onChoose(item);
    text.value = '';
    at.value = 0;
  };
  const walk = (event: KeyboardEvent): void => {
    if (found.length === 0) return;
    if (event.key === 'ArrowDown') at.value = (at.value + 1) % found.length;
    else if (event.key === 'ArrowUp') at.value = (at.value + found.length - 1) % found.length;
    else if (event.key === 'Enter') take(found[at.value]);
    else return;
    event.preventDefault();
  };
  return (
    <div class="item-search" onKeyDown={walk}>
      <Search label={label} value={text.value} rest_ms={200} onSearch={(value) => (text.value = value)} />
      {text.value && (
        <ul class="found" role="listbox">
          {asked.trouble && <Trouble error={asked.trouble} />}
          {asked.value && found.length === 0 && <li class="soft none">{t('stock.noItem')}</li>}
          {found.map((item, index) => (
            <li key={item.itemId} role="option" aria-selected={index === at.value}>
              <button type="button" class={index === at.value ? 'at' : ''} onClick={() => take(item)}>
                <b>{item.name}</b>
                <span class="soft code">{item.code}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
