import { useEffect } from 'preact/hooks';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { session } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { faultCode, refusedUnseen, unsent } from '../queue/drain.ts';
import { others } from '../queue/others.ts';
import { type Row, ownerOf } from '../queue/storage.ts';
import { markSeen, openTray, sendAgain, setAside, setAsideCode, tray } from '../queue/tray.ts';
import { en } from '../words/en.ts';
import { t } from '../words/t.ts';
import { Bar, age } from './Bar.tsx';
import { OthersWait, nameOf } from './OthersWait.tsx';

/** Nothing vanishes: each scan that the server refused, with its reason, until somebody has seen it. */
export function Tray() {
  // what is refused while somebody looks stands here at once
  useEffect(() => void openTray(), [refusedUnseen.value]);
  useEar({ scan: () => tell('refused') });
  const rows = tray.value;
  const unseen = rows.filter((row) => !row.refusal?.seen);
  const waiting = unsent.value.count;
  return (
    <div class="screen">
      <Bar title={t('tray.title')} back="home" />
      <main class="body">
        {waiting > 0 && (
          <p class="notice">
            <Icon name="clock" />
            {t('tray.waiting', { n: waiting })}
          </p>
        )}
        <OthersWait />
        {maySetAside() &&
          others.value.map((left) => (
            <button
              key={left.userId}
              class="key"
              type="button"
              data-do="set-aside"
              onClick={() => void setAside(left.userId)}
            >
              <Icon name="tray" />
              <span>{t('others.setAside', { n: left.count, who: nameOf(left) })}</span>
            </button>
          ))}
        {rows.length === 0 && (
          <div class="empty">
            <span class="seal">
              <Icon name="check" size={64} />
            </span>
            <h2>{t('tray.empty')}</h2>
            <p class="soft">{t('tray.emptyHint')}</p>
          </div>
        )}
        {rows.map((row) => (
          <RefusedRow key={row.seq} row={row} />
        ))}
      </main>
      <footer class="foot">
        {unseen.length > 1 && (
          <button class="key main" type="button" onClick={() => void markSeen(unseen)}>
            <Icon name="check" />
            <span>{t('tray.allSeen')}</span>
          </button>
        )}
      </footer>
    </div>
  );
}

const maySetAside = (): boolean => ['manager', 'admin'].includes(session.value?.user.role || '');

function RefusedRow({ row }: { row: Row }) {
  const { scan, refusal } = row;
  if (!refusal) return null;
  // what nobody can read any more is shown all the same
  const at = Date.parse(scan.at);
  const isOwn = ownerOf(row) === session.value?.user.id;
  const own: Record<string, string> = { [faultCode]: t('tray.fault'), [setAsideCode]: t('others.wasSetAside') };
  const reason = own[refusal.code] || refusal.message;
  return (
    <article class={refusal.seen ? 'card refusedRow' : 'card refusedRow unseen'}>
      <header>
        <span class="code">{scan.code || scan.answer?.choice}</span>
        {Number.isFinite(at) && <span class="soft">{age(Date.now() - at)}</span>}
      </header>
      <p>{reason || t('refused.customer', { code: refusal.code })}</p>
      {!isOwn && <p class="soft">{nameOf(row.worker || { login: '' })}</p>}
      {`flow.${scan.flow}` in en && <p class="soft">{t(`flow.${scan.flow}`)}</p>}
      {!refusal.seen && (
        <div class="two">
          {refusal.canSendAgain && isOwn && (
            <button class="key main" type="button" onClick={() => void sendAgain(row)}>
              {t('tray.again')}
            </button>
          )}
          <button class="key" type="button" onClick={() => void markSeen([row])}>
            {t('tray.seen')}
          </button>
        </div>
      )}
    </article>
  );
}
