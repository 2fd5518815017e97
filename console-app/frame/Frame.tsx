import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import icon from '../../scanner-app/public/icon.svg';
import { isLive } from '../link/news.ts';
import { notHeard, useNotHeard } from '../link/parked.ts';
import { role, user } from '../link/session.ts';
import { Icon } from '../parts/Icon.tsx';
import { useKeys } from '../parts/keys.ts';
import { UndoLine } from '../parts/Undo.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { said, t } from '../words/t.ts';
import { Account } from './Account.tsx';
import { Find, finding } from './Find.tsx';
import { KeyList } from './KeyList.tsx';
import { type PlaceName, keyOfPlace, mine, places } from './places.ts';
import { go, href, place } from './route.ts';
import { SiteChoice } from './SiteChoice.tsx';

/** Tabs that a thumb reaches; what is beyond goes behind "More". */
const thumbTabs = 4;

export function Frame({ children }: { children: ComponentChildren }) {
  const isAccountOpen = useSignal(false);
  const isHelpOpen = useSignal(false);
  const isChord = useSignal(false);
  const names = mine.value;
  const jumps = Object.fromEntries(names.map((name, at) => [keyOfPlace(at), () => isChord.value && go(href(name))]));
  useNotHeard();
  useEffect(() => onCtrlK(() => (finding.value = '')), []);
  useKeys({
    ...jumps,
    f: () => (finding.value = ''),
    g: () => {
      isChord.value = true;
      setTimeout(() => (isChord.value = false), 1_500);
    },
    '?': () => (isHelpOpen.value = true),
    '/': () => document.querySelector<HTMLInputElement>('[data-search]')?.focus(),
  });
  const openAccount = (): void => {
    isAccountOpen.value = true;
  };
  return (
    <div class="frame">
      <a class="skip" href="#content" onClick={skip}>
        {t('frame.skip')}
      </a>
      <nav class="side" aria-label={t('app.name')}>
        <a class="brand" href={href(names[0] ?? '')}>
          <img src={icon} alt="" width={32} height={32} />
          <span>{t('app.name')}</span>
        </a>
        <SiteChoice />
        <button class="tab find-key" type="button" aria-haspopup="dialog" onClick={() => (finding.value = '')}>
          <Icon name="look" size={20} />
          <span>{t('find.title')}</span>
          <kbd>F</kbd>
        </button>
        <Tabs names={names} />
        <button class="who" type="button" aria-haspopup="dialog" onClick={openAccount}>
          <span class={isLive.value ? 'face live' : 'face'} title={t(isLive.value ? 'frame.live' : 'frame.notLive')}>
            {(user.value?.login ?? '?').slice(0, 1).toUpperCase()}
          </span>
          <span class="name">
            <b>{user.value?.login}</b>
            <small>{said('role', role.value)}</small>
          </span>
          <Icon name="gear" size={18} />
        </button>
      </nav>
      {children}
      <UndoLine />
      <nav class="thumb" aria-label={t('place.more')}>
        <Tabs names={names.slice(0, names.length > thumbTabs + 1 ? thumbTabs : thumbTabs + 1)} />
        <button class="tab" type="button" onClick={openAccount}>
          <Icon name="menu" size={22} />
          <span>{t('place.more')}</span>
          {names.includes('records') && <Waiting n={notHeard.value} title={saidNotHeard()} />}
        </button>
      </nav>
      {isAccountOpen.value && (
        <Account
          onClose={() => (isAccountOpen.value = false)}
          onKeys={() => {
            isAccountOpen.value = false;
            isHelpOpen.value = true;
          }}
        />
      )}
      {finding.value !== null && <Find />}
      {isHelpOpen.value && <KeyList onClose={() => (isHelpOpen.value = false)} />}
    </div>
  );
}

/** `#content` would be taken for the name of a page. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

const saidNotHeard = (): string => t('records.waits', { n: notHeard.value });

/** Also while somebody types, as elsewhere. */
function onCtrlK(find: () => void): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    if (document.querySelector('dialog[open]')) return;
    event.preventDefault();
    find();
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}

function Tabs({ names }: { names: PlaceName[] }) {
  const at = place.value.path[0] ?? names[0];
  return (
    <div class="tabs">
      {names.map((name) => (
        <a key={name} class="tab" href={href(name)} aria-current={at === name ? 'page' : undefined}>
          <Icon name={places[name].icon} size={22} />
          <span>{t(`place.${name}`)}</span>
          {name === 'records' && <Waiting n={notHeard.value} title={saidNotHeard()} />}
        </a>
      ))}
    </div>
  );
}
