import { readNews, shiftNews } from '../link/shiftNews.ts';
import { Icon } from '../look/icons.tsx';
import { t } from '../words/t.ts';
import { clockOf, dayOf } from './siteTime.ts';

/** The desk took a shift from this driver, or gave it back: over whatever he does, until he has read it. */
export function ShiftTold() {
  const [news] = shiftNews.value;
  if (!news) return null;
  const { siteId, fromAt, toAt } = news.shift;
  return (
    <div class="over told" role="alertdialog" aria-label={t(`shift.${news.what}`)} data-told={news.what}>
      <div class="inside">
        <Icon name={news.what === 'takenBack' ? 'warning' : 'check'} size={64} />
        <h2>{t(`shift.${news.what}`)}</h2>
        <p class="hours">
          {dayOf(siteId, fromAt)}
          <b>
            {clockOf(siteId, fromAt)}–{clockOf(siteId, toAt)}
          </b>
        </p>
        <p>{t(`shift.${news.what}Hint`)}</p>
      </div>
      <footer class="foot">
        <button class="key main" type="button" data-do="read" onClick={() => readNews(news)}>
          {t('refused.close')}
        </button>
      </footer>
    </div>
  );
}
