import { Picture } from '../../scanner-app/look/picture.tsx';
import { itemOf } from '../link/items.ts';
import { t } from '../words/t.ts';
import { ItemSearch } from './ItemSearch.tsx';
import { Key } from './Key.tsx';

interface ItemChoiceProps {
  label: string;
  /** Empty: none is chosen yet. */
  itemId: string;
  problem?: string | undefined;
  onChoose: (itemId: string) => void;
}

/** One item: searched for, then shown, and to be changed. */
export function ItemChoice({ label, itemId, problem, onChoose }: ItemChoiceProps) {
  const item = itemOf(itemId || null);
  return (
    <div class={problem ? 'field wrong' : 'field'}>
      <span>{label}</span>
      {item ? (
        <div class="chosen-item">
          <span class="thumb-picture">
            <Picture code={item.code} name={item.name} />
          </span>
          <span class="grow">
            <b>{item.name}</b>
            <small class="code soft">{item.code}</small>
          </span>
          <Key small onPress={() => onChoose('')}>
            {t('flash.otherItem')}
          </Key>
        </div>
      ) : (
        <ItemSearch onChoose={(chosen) => onChoose(chosen.itemId)} />
      )}
      {problem && <span class="problem">{problem}</span>}
    </div>
  );
}
