import type { Missed } from './missedDoor.ts';
import { missedNews, missedSteps } from './missedPage.ts';
import type { EventKind, FailReason } from './rules.ts';
import { clock, day, escape, stepLine, timed, windowSaid, type Reader } from './trackTimes.ts';
import { stages, words, type Language, type Stage } from './words.ts';

/** What a customer may know of a parcel. */
export interface Story {
  state: EventKind;
  stateAt: Date;
  missed: Missed;
  maskedName: string;
  /** Whom the customer bought it from, and the order's number there: what to say and to whom. */
  shop: string;
  orderNo: string;
  eta: { from: Date; to: Date } | undefined;
  /** Doors before this one, while it is driven. */
  stopsBefore: number | undefined;
  promisedBy: Date;
  reached: { [S in Stage]?: Date | undefined };
  events: { kind: EventKind; at: Date; reason?: FailReason | undefined }[];
}

/** On its way to the door, as far as anybody knows. */
const COMING: readonly EventKind[] = ['packed', 'loaded', 'out'];
/** The last that was told is a door that did not open, or what came of it. */
const MISSED: readonly EventKind[] = ['failed', 'back', 'returning', 'returned'];
const ENDED: readonly EventKind[] = ['delivered', 'returned', 'lost'];
/** On the road things change by the minute. */
const REFRESH_S = { road: 30, quiet: 180 };

export function storyPage(story: Story, reader: Reader): string {
  const say = words[reader.language];
  const { state, maskedName, shop, orderNo } = story;
  const lines = story.events.map(({ kind, at, reason }) => {
    const why = reason === undefined ? '' : `: ${say.why[reason]}`;
    return `<li>${timed(at, reader)} ${say.states[kind]}${why}</li>`;
  });
  const every_s = ENDED.includes(state) ? 0 : ['out', 'arriving'].includes(state) ? REFRESH_S.road : REFRESH_S.quiet;
  const body = [
    `<p class="for">${say.forName(escape(maskedName))}<br><small>${say.ofOrder(escape(shop), escape(orderNo))}</small></p>`,
    `<h1 class="state ${state}" role="status">${titleOf(story, reader)}</h1>`,
    ...newsOf(story, reader).map((line) => `<p class="news">${line}</p>`),
    progressOf(story, reader),
    `<h2>${say.history}</h2><ol class="history">${lines.reverse().join('')}</ol>`,
    `<p class="asof">${say.asOf(clock(reader.now, reader))}</p>`,
  ];
  return page(reader.language, body.join('\n'), every_s);
}

function titleOf({ state, missed: { follows, backAt } }: Story, { language }: Reader): string {
  const say = words[language];
  const isBack = state === 'returning' && backAt !== undefined;
  if (!isBack && state !== 'failed' && state !== 'back') return say.states[state];
  if (follows === 'sentBack' && backAt === undefined) return say.states.returning;
  return { again: say.comesAgain, asked: say.asked, held: say.held, sentBack: say.sentBack }[follows];
}

/** What is to be said besides the state: when it comes, who is before, when it came. */
function newsOf(story: Story, reader: Reader): string[] {
  const { state, stateAt, stopsBefore, eta, promisedBy } = story;
  const say = words[reader.language];
  if (state === 'delivered') return [say.deliveredAt(day(stateAt, reader), clock(stateAt, reader))];
  if (MISSED.includes(state)) return missedNews(story, reader);
  const before = stopsBefore === undefined || !['out', 'arriving'].includes(state) ? [] : [say.before(stopsBefore)];
  // what is held or cancelled is promised for no time
  if (story.missed.follows !== 'again' || !COMING.includes(state)) return before;
  const isLate = (eta?.to ?? reader.now) > promisedBy;
  const sorry = isLate ? [say.late(day(promisedBy, reader), clock(promisedBy, reader))] : [];
  if (eta === undefined || eta.to < reader.now) {
    return isLate
      ? [...sorry, ...before]
      : [say.promised(day(promisedBy, reader), clock(promisedBy, reader)), ...before];
  }
  return [windowSaid(eta, reader), ...sorry, ...before];
}

/** Five steps, the last reached one marked, or those after a door that did not open; none where the parcel is lost. */
function progressOf(story: Story, reader: Reader): string {
  const { state, reached } = story;
  if (state === 'lost') return '';
  const say = words[reader.language];
  const listed = (lines: string[]) => `<ol class="steps" aria-label="${say.progress}">${lines.join('')}</ol>`;
  if (MISSED.includes(state)) return listed(missedSteps(story, reader));
  const last = stages.findLastIndex((stage) => reached[stage] !== undefined);
  const steps = stages.map((stage, at) => {
    const done = reached[stage];
    const looks = at < last || state === 'delivered' ? 'done' : at === last ? 'now' : 'ahead';
    return stepLine(looks, say.stages[stage], done, reader);
  });
  return listed(steps);
}

/** For whoever has no parcel here: the address says nothing about others. */
export const unknownPage = (language: Language): string =>
  page(language, `<h1 class="state">${words[language].unknown}</h1>`, 0);

function page(language: Language, body: string, every_s: number): string {
  const say = words[language];
  const others = (['ko', 'en'] as const)
    .map(
      (one) =>
        `<a href="?lang=${one}" lang="${one}"${one === language ? ' aria-current="true"' : ''}>${say.named[one]}</a>`,
    )
    .join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${say.title}</title>
${every_s === 0 ? '' : `<noscript><meta http-equiv="refresh" content="${2 * every_s}"></noscript>`}
<style>${style}</style></head><body><header><b>${say.title}</b><nav aria-label="${say.language}">${others}</nav></header>
<main data-every="${every_s}" data-away="${say.away}">
${body}
</main>
${every_s === 0 ? '' : '<script src="/track.js" defer></script>'}
</body></html>`;
}

const style = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#4a5563;--line:#dfe4ea;--paper:#fff;--wash:#f2f5f8;--go:#0b6b3a;--stop:#a11212}
body{font:17px/1.5 system-ui,sans-serif;word-break:keep-all;max-width:34rem;margin:0 auto;padding:1.1rem 1.2rem 3rem;color:var(--ink);background:var(--paper)}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;color:var(--soft)}
nav{display:flex;gap:.3rem}nav a{padding:.6rem .5rem;color:inherit}nav a[aria-current]{color:var(--ink);font-weight:700;text-decoration:none}
.for{margin:1.4rem 0 0;color:var(--soft)}.state{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .8rem}
.delivered{color:var(--go)}.failed,.lost{color:var(--stop)}
.news{margin:.5rem 0;padding:.8rem 1rem;border-radius:.8rem;background:var(--wash)}.eta{display:block;font-size:1.25rem}
.news small,.asof{color:var(--soft)}ol{list-style:none;padding:0;margin:1.6rem 0 0}
.steps li{position:relative;display:flex;justify-content:space-between;gap:1rem;padding:0 0 1.1rem 2rem}
.steps i{position:absolute;left:.25rem;top:.3rem;width:.9rem;height:.9rem;border:2px solid var(--line);border-radius:50%;background:var(--paper);z-index:1}
.steps li:not(:last-child)::after{content:'';position:absolute;left:.78rem;top:.5rem;bottom:-.4rem;width:2px;background:var(--line)}
.steps .done i,.steps .now i{border-color:var(--go);background:var(--go)}.steps .done::after{background:var(--go)!important}
.steps .now i{box-shadow:0 0 0 4px color-mix(in srgb,var(--go) 25%,transparent)}.steps .ahead b,.steps .done b{color:var(--soft);font-weight:400}
.steps .missed i{border-color:var(--stop);background:var(--stop)}.steps .missed b{color:var(--stop)}.steps .missed:not(.now)::after{background:var(--go)!important}
h2{font-size:1rem;margin:1.6rem 0 0}.history{margin-top:.6rem}.history li{padding:.5rem 0;border-top:1px solid var(--line)}
time{color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}.history time{margin-right:.8rem}.asof{font-size:.85rem;margin-top:1.4rem}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a8b3c2;--line:#2a323d;--paper:#12161c;--wash:#1c232d;--go:#5fd49a;--stop:#ff8d8d}}`;
