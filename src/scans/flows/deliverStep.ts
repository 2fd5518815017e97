import { doorOf, routeOfDriver, routesShown, type RouteShown } from '../../dispatch/index.ts';
import { failReasons, type FailReason } from '../../shipping/index.ts';
import { layoutOf } from '../../layout/index.ts';
import type { Work } from '../../platform/work.ts';
import { say, stepOf, type Session } from '../flow.ts';
import type { Choice, Show, Step } from '../step.shared.ts';
import { backSaid, backStep, toBringBack } from './deliverBack.ts';
import { decidedSaid, takeBackOf } from './deliverFailed.ts';
import { timeSaid } from './timeSaid.ts';
import { words } from './words/deliver.ts';

export interface DeliverState {
  /** Of the stop at hand: the parcels that were scanned at the door. */
  stopId?: string;
  scanned?: string[];
  /** The driver says that the other parcels of this door stay with him. */
  rest?: FailReason;
  /** What the customer showed, until it is meant. */
  code?: string;
  /** After the last stop: parcels that are not to be found, and why. */
  missing?: Record<string, string>;
}

export type StopShown = RouteShown['stops'][number];

/** The driver's route on the road, and the stop that is next in the server's order. */
export async function atHand(
  work: Work,
  session: Session,
): Promise<{ route: RouteShown; stop: StopShown | undefined } | undefined> {
  const row = await routeOfDriver(work.tx, session.siteId, session.userId);
  if (row === undefined) return undefined;
  const [route] = await routesShown(work, session.siteId, [row]);
  return { route: route!, stop: route!.stops.find(({ doneAt }) => doneAt === null) };
}

export const carriedTo = ({ parcels }: StopShown) => parcels.filter(({ state }) => state === 'out');

/** The stop at hand with its door, shown to its own driver only; looking is recorded. */
export async function deliverStep(work: Work, session: Session): Promise<Step> {
  const hand = await atHand(work, session);
  if (hand === undefined) return stepOf('deliver', say(session, words.none), 'none');
  const { route, stop } = hand;
  if (stop === undefined) return backStep(session, route);
  const state = session.state as DeliverState;
  const { scanned = [], rest, code } = state.stopId === stop.stopId ? state : {};
  const here = carriedTo(stop);
  const done = here.filter(({ parcelId }) => scanned.includes(parcelId));
  const open = here.filter((parcel) => !done.includes(parcel));
  const isComplete = done.length > 0 && (open.length === 0 || rest !== undefined);
  const progress = { done: route.stops.filter(({ doneAt }) => doneAt !== null).length, total: route.stops.length };
  const notice = decidedSaid(session, route);
  const show = {
    ...(await doorShown(work, session, { stop, staying: rest && { reason: rest, parcels: open } })),
    ...(notice !== undefined && { notice }),
    progress,
    quantity: { asked: rest === undefined ? here.length : done.length, done: done.length },
  };
  const more = {
    taskId: stop.stopId,
    show,
    choices: [...choicesOf(session, stop, { done, open, rest, lines: show.lines }), ...takeBackOf(session, route)],
  };
  if (isComplete) return proofStep(session, more, code);
  const title =
    stop.state === 'planned' ? say(session, words.go, { stop: stop.position }) : say(session, words.parcels);
  return stepOf('deliver', title, 'parcel', more);
}

/** A code that was read is shown back, and can be taken back. */
function proofStep(session: Session, more: { taskId: string; show: Show; choices: Choice[] }, code?: string): Step {
  if (code === undefined) return stepOf('deliver', say(session, words.proof), 'proof', more);
  const show = { ...more.show, notice: say(session, words.codeAgain, { code }) };
  const choices = [
    { choice: 'useCode', title: say(session, words.useCode) },
    { choice: 'dropCode', title: say(session, words.dropCode) },
    ...more.choices,
  ];
  return stepOf('deliver', say(session, words.codeRead, { code }), 'proof', { ...more, show, choices });
}

type Carried = StopShown['parcels'][number];

interface Door {
  stop: StopShown;
  /** What the driver keeps of it, and why. */
  staying: { reason: FailReason; parcels: Carried[] } | undefined;
}

/** Everybody who gets something here, by the name as on the label, each with the number to call; whose door differs from the first one's, with it. */
async function doorShown(work: Work, session: Session, { stop, staying }: Door) {
  const asked = await doorOf(work, { stopId: stop.stopId, fields: ['phone', 'address'], why: 'deliver' });
  const people = asked.refused ? [] : asked.value;
  const address = people[0]?.address;
  const { timeZone } = await layoutOf(work.tx, session.siteId);
  const cancelled = carriedTo(stop).some(({ cancelAsked }) => cancelAsked);
  const nameOf = new Map(people.map(({ orderId, maskedName }) => [orderId, maskedName]));
  const labelOf = (parcel: Carried): string => {
    if (staying?.parcels.includes(parcel))
      return say(session, words.stays, { reason: say(session, words[staying.reason]) });
    return (people.length > 1 ? nameOf.get(parcel.orderId) : undefined) ?? say(session, words.parcel);
  };
  const parcels = carriedTo(stop).map((parcel) => ({ label: labelOf(parcel), value: parcel.sscc }));
  return {
    big: address ?? String(stop.position),
    ...(cancelled ? { why: say(session, words.cancelAsked) } : {}),
    lines: [
      ...(stop.state === 'planned'
        ? [{ label: say(session, words.eta), value: timeSaid(session, timeZone, { at: stop.etaAt, now: work.at }) }]
        : []),
      ...people.flatMap(({ maskedName: label, phone, address: door }) => [
        { label, value: phone, call: true as const },
        ...(door === address ? [] : [{ label, value: door }]),
      ]),
      ...parcels.slice(0, 20),
    ],
  };
}

interface AtDoor {
  done: Carried[];
  open: Carried[];
  rest: FailReason | undefined;
  /** As the screen lists them. */
  lines: { label: string; value: string }[];
}

function choicesOf(session: Session, stop: StopShown, { done, open, rest, lines }: AtDoor): Choice[] {
  const reasons = failReasons.map((reason) => ({ reason, title: say(session, words[reason]) }));
  const failed: Choice = { choice: 'failed', title: say(session, words.failed), needs: 'reasonAndPhoto', reasons };
  if (stop.state === 'planned') return [{ choice: 'arrived', title: say(session, words.arrived) }, failed];
  if (done.length === 0 || open.length === 0) return [failed];
  if (rest !== undefined) return [{ choice: 'dropRest', title: say(session, words.dropRest) }, failed];
  const staying = open.flatMap(({ sscc }) => lines.find(({ value }) => value === sscc) ?? []);
  const about = staying.map(({ label, value }) => ({ label, value }));
  return [{ choice: 'rest', title: say(session, words.rest), needs: 'reason', reasons, lines: about }, failed];
}

/** What should be scanned now, in words: a parcel of this stop, or one that is to be brought back. */
export async function expectedHere(work: Work, session: Session, code: string): Promise<string | undefined> {
  const hand = await atHand(work, session);
  if (hand === undefined) return undefined;
  const { route, stop } = hand;
  if (stop === undefined) return backSaid(session, toBringBack(session, route));
  const { stopId, scanned = [] } = session.state as DeliverState;
  // what is cancelled is brought back, and not asked for at the door
  const here = carriedTo(stop).filter(({ cancelAsked }) => !cancelAsked);
  if (here.some(({ sscc }) => code.includes(sscc))) return undefined;
  const next = here.find(({ parcelId }) => stopId !== stop.stopId || !scanned.includes(parcelId));
  return next && say(session, words.parcelOf, { stop: String(stop.position), sscc: next.sscc });
}
