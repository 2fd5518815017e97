import { Dialog } from '../parts/Dialog.tsx';
import { t } from '../words/t.ts';
import { keyOfPlace, mine, places } from './places.ts';
import { place } from './route.ts';

export function KeyList({ onClose }: { onClose: () => void }) {
  const keys: [string, string][] = [
    ...mine.value.map((name, at): [string, string] => [
      t('keys.press', { first: 'G', second: keyOfPlace(at) }),
      t('keys.go', { place: t(`place.${name}`) }),
    ]),
    ['F', t('keys.find')],
    ['/', t('keys.search')],
    ['J  K', t('keys.move')],
    ['Enter', t('keys.open')],
    ...((place.value.path[0] ?? mine.value[0]) === 'routes' && places.routes ? routeKeys() : []),
    ['U', t('keys.undo')],
    ['Esc', t('keys.close')],
    ['?', t('keys.help')],
  ];
  return (
    <Dialog title={t('frame.keys')} onClose={onClose}>
      <dl class="key-list">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const routeKeys = (): [string, string][] => [
  ['N  P', t('keys.stops')],
  ['L', t('keys.lock')],
  ['Shift L', t('keys.lockPlace')],
  ['O', t('keys.plan')],
  ['R', t('keys.improve')],
  ['M', t('keys.moveStops')],
  ['D', t('keys.failed')],
  ['A  T  W  Q', t('keys.decide')],
  ['B', t('keys.takeBack')],
];
