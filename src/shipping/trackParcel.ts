import { layoutOf } from '../layout/index.ts';
import { orderFacts, milestonesOf } from '../orders/index.ts';
import { parcelsById } from '../packing/index.ts';
import { sellerById } from '../sellers/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import { FAILED, missedDoor } from './missedDoor.ts';
import type { EventKind, ParcelEvent } from './rules.ts';
import { eventsOf, trackingByToken, type Tracking } from './store.ts';
import { storyPage, unknownPage, type Story } from './trackPage.ts';
import type { Language } from './words.ts';

const TOKEN = /^[\w-]{22,100}$/;
const HTML = 'text/html; charset=utf-8';

/**
 * The page that a customer sees without signing in, for whoever holds the token: where the parcel is and when it comes.
 * Of the person it shows the masked name, and nothing else; of the order its shop and its number there.
 */
export async function trackParcel(
  work: Work,
  input: { token: string; lang?: Language | undefined },
): Promise<Outcome<Download>> {
  const language = input.lang ?? work.actor.language;
  const tracking = TOKEN.test(input.token) ? await trackingByToken(work.tx, input.token) : undefined;
  if (tracking === undefined) return done(new Download(HTML, unknownPage(language)), 404);
  const [{ timeZone }, story] = await Promise.all([layoutOf(work.tx, tracking.siteId), storyOf(work, tracking)]);
  return done(new Download(HTML, storyPage(story, { language, timeZone, now: work.at })));
}

async function storyOf(work: Work, tracking: Tracking): Promise<Story> {
  const { siteId, parcelId, state, stateAt, maskedName, etaFrom, etaTo, stopsBefore } = tracking;
  const [told, [parcel]] = await Promise.all([
    eventsOf(work.tx, siteId, [parcelId]),
    parcelsById(work.tx, siteId, [parcelId]),
  ]);
  const { sellerId, orderId, at } = parcel!;
  const [orders, milestones, seller] = await Promise.all([
    orderFacts(work.tx, [orderId]),
    milestonesOf(work.tx, sellerId, orderId),
    sellerById(work.tx, sellerId),
  ]);
  const order = orders.get(orderId)!;
  const wrong = new Set(told.map(({ corrects }) => corrects));
  const standing = told.filter(({ eventId }) => !wrong.has(eventId));
  // a door that is open again after a slip is no second departure, nor a second arrival
  const failures = new Set(told.filter(({ kind }) => FAILED.includes(kind)).map(({ eventId }) => eventId));
  const isSlip = ({ kind, corrects }: ParcelEvent): boolean =>
    !FAILED.includes(kind) && corrects !== null && corrects !== undefined && failures.has(corrects);
  const isToldBefore = (slip: ParcelEvent): boolean =>
    standing.some((event) => !isSlip(event) && event.kind === slip.kind && event.happenedAt <= slip.happenedAt);
  const events = standing
    .filter((event) => !isSlip(event) || !isToldBefore(event))
    .map(({ kind, happenedAt, reason }) => ({ kind, at: happenedAt, reason: reason ?? undefined }));
  const lastOf = (kind: EventKind) => standing.findLast((event) => event.kind === kind && !isSlip(event))?.happenedAt;
  const [loaded, left] = [lastOf('loaded'), lastOf('out') ?? lastOf('arriving')];
  return {
    state,
    stateAt,
    missed: missedDoor(told, parcel!, state),
    maskedName,
    shop: seller!.name,
    orderNo: order.externalId,
    eta: etaFrom === null || etaTo === null ? undefined : { from: etaFrom, to: etaTo },
    stopsBefore: stopsBefore ?? undefined,
    promisedBy: order.promiseBy,
    reached: {
      ordered: milestones.placedAt,
      picking: milestones.pickedAt ?? at,
      packed: lastOf('packed'),
      // on a vehicle once more it has not left with that one
      out: loaded && left && loaded > left ? undefined : left,
      delivered: state === 'delivered' ? stateAt : undefined,
    },
    events,
  };
}
