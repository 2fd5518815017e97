import { type DeskNews, deskNews, readNews } from '../link/deskNews.ts';
import { Icon } from '../look/icons.tsx';
import { t } from '../words/t.ts';
import { clockOf, dayOf } from './siteTime.ts';

/** The desk took a shift or a route from this driver, gave it to another, or gave it back: over whatever he does, until he has read it. */
export function DeskTold() {
  const [news] = deskNews.value;
  if (!news) return null;
  const { kind, what } = news;
  const about = news.kind === 'route' ? (`route.${news.what}` as const) : (`shift.${news.what}` as const);
  const title = t(about);
  const { siteId, fromAt, toAt } = timesOf(news);
  return (
    <div class="over told" role="alertdialog" aria-label={title} data-told={what} data-of={kind}>
      <div class="inside">
        <Icon name={what === 'putBack' ? 'check' : 'warning'} size={64} />
        <h2>{title}</h2>
        <p class="hours">
          {news.kind === 'route' && <span>{t('offers.route', { vehicle: news.route.vehicle })}</span>}
          {dayOf(siteId, fromAt)}
          <b>
            {clockOf(siteId, fromAt)}–{clockOf(siteId, toAt)}
          </b>
        </p>
        <p>{t(`${about}Hint`)}</p>
      </div>
      <footer class="foot">
        <button class="key main" type="button" data-do="read" onClick={() => readNews(news)}>
          {t('refused.close')}
        </button>
      </footer>
    </div>
  );
}

function timesOf(news: DeskNews): { siteId: string; fromAt: string; toAt: string } {
  if (news.kind === 'shift') return news.shift;
  const { siteId, departAt, endAt } = news.route;
  return { siteId, fromAt: departAt, toAt: endAt };
}
