import { layoutOf } from '../layout/index.ts';
import { parcelsById } from '../packing/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import { eventsOf, trackingByToken, type Tracking } from './store.ts';
import type { ParcelEvent } from './rules.ts';
import { words, type Language } from './words.ts';

const TOKEN = /^[\w-]{22,100}$/;

/**
 * The page that a customer sees without signing in, for whoever holds the token: where the parcel is and when it comes.
 * Of the person it shows the masked name, and nothing else.
 */
export async function trackParcel(
  work: Work,
  input: { token: string; lang?: Language | undefined },
): Promise<Outcome<Download>> {
  const language = input.lang ?? work.actor.language;
  const tracking = TOKEN.test(input.token) ? await trackingByToken(work.tx, input.token) : undefined;
  if (tracking === undefined) {
    return done(new Download('text/html; charset=utf-8', page(language, `<p>${words[language].unknown}</p>`)), 404);
  }
  const { timeZone } = await layoutOf(work.tx, tracking.siteId);
  const events = await eventsOf(work.tx, tracking.siteId, [tracking.parcelId]);
  const [parcel] = await parcelsById(work.tx, tracking.siteId, [tracking.parcelId]);
  const holdReason = parcel?.holdReason ?? null;
  return done(
    new Download(
      'text/html; charset=utf-8',
      page(language, storyOf({ ...tracking, holdReason }, events, { language, timeZone })),
    ),
  );
}

interface Reader {
  language: Language;
  timeZone: string;
}

function storyOf(tracking: Tracking & { holdReason: string | null }, events: ParcelEvent[], reader: Reader): string {
  const say = words[reader.language];
  const wrong = new Set(events.map(({ corrects }) => corrects));
  const lines = events
    .filter(({ eventId }) => !wrong.has(eventId))
    .map(
      ({ kind, happenedAt }) =>
        `<li><time datetime="${happenedAt.toISOString()}">${dayAndTime(happenedAt, reader)}</time> ${say.states[kind]}</li>`,
    )
    .reverse();
  const { holdReason } = tracking;
  const next = holdReason === null ? say.comesAgain : holdReason === 'address_asked' ? say.asked : say.held;
  const comesLater = tracking.state === 'failed' && holdReason === null && tracking.etaFrom === null;
  return [
    `<p class="state ${tracking.state}">${tracking.state === 'failed' ? next : say.states[tracking.state]}</p>`,
    `<p>${say.forName(escape(tracking.maskedName))}</p>`,
    comesLater ? `<p class="eta">${say.timeFollows}</p>` : etaOf(tracking, reader),
    `<h2>${say.history}</h2><ol>${lines.join('')}</ol>`,
  ].join('\n');
}

function etaOf({ etaFrom, etaTo, state }: Tracking, reader: Reader): string {
  if (etaFrom === null || etaTo === null || ['arriving', 'delivered', 'returning', 'returned', 'lost'].includes(state))
    return '';
  const day = etaFrom.toLocaleDateString(reader.language, { timeZone: reader.timeZone, month: 'long', day: 'numeric' });
  return `<p class="eta">${words[reader.language].expected(day, clock(etaFrom, reader), clock(etaTo, reader))}</p>`;
}

const clock = (at: Date, { language, timeZone }: Reader) =>
  at.toLocaleTimeString(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const dayAndTime = (at: Date, reader: Reader) =>
  `${at.toLocaleDateString(reader.language, { timeZone: reader.timeZone, month: 'short', day: 'numeric' })} ${clock(at, reader)}`;

const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function page(language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${words[language].title}</title>
<style>
body{font:17px/1.55 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1.2rem;color:#1c2430;background:#fff}
.state{font-size:1.9rem;font-weight:700;margin:.2rem 0}.delivered{color:#0b6b3a}.failed,.lost{color:#a11212}
.eta{font-size:1.15rem}ol{list-style:none;padding:0}li{padding:.5rem 0;border-top:1px solid #dfe4ea}
time{color:#4a5563;margin-right:.8rem;font-variant-numeric:tabular-nums}h2{font-size:1rem;margin-top:2rem}
@media(prefers-color-scheme:dark){body{background:#12161c;color:#e8ecf2}time{color:#a8b3c2}.delivered{color:#5fd49a}.failed,.lost{color:#ff8d8d}li{border-color:#2a323d}}
</style></head><body><h1>${words[language].title}</h1>
${body}
</body></html>`;
}
