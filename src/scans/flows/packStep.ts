import { itemById, itemsById } from '../../catalogue/index.ts';
import { balancesAt } from '../../inventory/index.ts';
import { linesOf, openCartons, parcelById, type Parcel } from '../../packing/index.ts';
import { weightSaid } from '../../platform/measures.shared.ts';
import type { Work } from '../../platform/work.ts';
import { say, stepOf, type Session } from '../flow.ts';
import type { Choice, Step } from '../step.shared.ts';
import { words } from './words/pack.ts';

export interface PackState {
  parcelId?: string;
  /** Scanned last, so that a typed number is about it. */
  last?: { itemId: string; lot?: string; serial?: string };
}

/** Where the goods of a parcel came from. */
export const toteOf = ({ source }: Parcel): string => source.slice('tote/'.length);

/** What the packer's screen shows: always derived from the parcel as it stands, never remembered. */
export async function packStep(work: Work, session: Session): Promise<Step> {
  const { parcelId } = session.state as PackState;
  const parcel = parcelId === undefined ? undefined : await parcelById(work.tx, session.siteId, parcelId);
  if (parcel === undefined) return stepOf('pack', say(session, words.tote), 'tote');
  const taskId = parcel.parcelId;
  const another = { choice: 'anotherTote', title: say(session, words.anotherTote) };
  const from = toteLine(session, parcel);
  if (parcel.cancelAsked) {
    const choices = [another];
    const show = { big: parcel.sscc.slice(-6), lines: await contentsOf(work, parcel) };
    return stepOf('pack', say(session, words.bin), 'bin', { taskId, choices, show });
  }
  if (parcel.state === 'open') return fillingStep(work, session, parcel);
  if (parcel.state === 'verified') {
    const lines = [
      from,
      { label: say(session, words.expected), value: weightSaid(session.language, parcel.expected_g ?? 0) },
    ];
    return stepOf('pack', say(session, words.weight), 'weight', {
      taskId,
      choices: [standBy(session), another],
      show: { ...(parcel.cartonCode === null ? {} : { big: parcel.cartonCode }), lines },
    });
  }
  const lines = [from, { label: say(session, words.sscc), value: parcel.sscc }];
  if (parcel.state === 'weighed') {
    const choices = [{ choice: 'again', title: say(session, words.again) }, another];
    return stepOf('pack', say(session, words.asking), 'none', { taskId, choices, show: { lines } });
  }
  if (parcel.state === 'labelled') {
    const choices = (['reprint', 'void'] as const).map((choice) => ({ choice, title: say(session, words[choice]) }));
    return stepOf('pack', say(session, words.label), 'label', {
      taskId,
      choices: [...choices, another],
      show: { big: parcel.sscc.slice(-6), lines },
    });
  }
  return stepOf('pack', say(session, words.tote), 'tote', {
    choices: [another],
    show: { why: say(session, parcel.state === 'closed' ? words.closedAlready : words.goneOn), lines },
  });
}

const toteLine = (session: Session, parcel: Parcel) => ({ label: say(session, words.from), value: toteOf(parcel) });

/** A weight that is right although it is not the expected one: the packer stands by it, and says why. */
function standBy(session: Session): Choice {
  const reasons = (['ice', 'packing', 'gift'] as const).map((reason) => ({
    reason,
    title: say(session, words[reason]),
  }));
  return { choice: 'standBy', title: say(session, words.standBy), needs: 'quantityAndReason', reasons };
}

/** So many different items are listed; whoever puts back more of them has the parcel open before him. */
const MOST_LINES = 20;

async function contentsOf(work: Work, { siteId, parcelId }: Parcel): Promise<{ label: string; value: string }[]> {
  const units = new Map<string, number>();
  for (const { itemId, quantity } of await linesOf(work.tx, siteId, [parcelId])) {
    units.set(itemId, (units.get(itemId) ?? 0) + quantity);
  }
  const items = await itemsById(work.tx, [...units.keys()].slice(0, MOST_LINES));
  return items.map(({ itemId, code }) => ({ label: code, value: String(units.get(itemId)) }));
}

/** Of one item, whatever its lots. */
export const unitsOf = (lines: { itemId: string; quantity: number }[], itemId: string): number =>
  lines.reduce((total, line) => total + (line.itemId === itemId ? line.quantity : 0), 0);

async function fillingStep(work: Work, session: Session, parcel: Parcel): Promise<Step> {
  const left = (await balancesAt(work.tx, parcel.siteId, parcel.source)).filter(
    (row) => row.sellerId === parcel.sellerId,
  );
  const lines = await linesOf(work.tx, parcel.siteId, [parcel.parcelId]);
  const sum = (list: { quantity: number }[]) => list.reduce((total, { quantity }) => total + quantity, 0);
  const progress = { done: sum(lines), total: sum(lines) + sum(left) };
  const [first] = left;
  if (first === undefined) return cartonStep(work, session, { parcel, progress });
  const item = await itemById(work.tx, first.itemId);
  const asked = sum(left.filter(({ itemId }) => itemId === first.itemId));
  const packed = unitsOf(lines, first.itemId);
  const { last } = session.state as PackState;
  // after the first one a typed number is all there are, so the title asks for that
  const title =
    packed > 0 && last?.itemId === first.itemId
      ? say(session, words.itemAll, { count: asked + packed })
      : say(session, words.item);
  const choices: Choice[] = [
    {
      choice: 'missing',
      title: say(session, words.missing),
      needs: 'quantityAndReason',
      asks: say(session, words.howManyMissing),
      reasons: (['missing_wait', 'missing_ship', 'damaged_wait', 'damaged_ship'] as const).map((reason) => ({
        reason,
        title: say(session, words[reason]),
      })),
    },
  ];
  if (lines.length > 0) choices.push({ choice: 'split', title: say(session, words.split) });
  return stepOf('pack', title, 'item', {
    taskId: parcel.parcelId,
    choices,
    show: {
      ...(item === undefined ? {} : { item: { code: item.code, name: item.name } }),
      quantity: { asked: asked + packed, done: packed },
      lines: [toteLine(session, parcel)],
      progress,
      ...(parcel.suggested[0] === undefined ? {} : { next: parcel.suggested[0] }),
    },
  });
}

async function cartonStep(
  work: Work,
  session: Session,
  { parcel, progress }: { parcel: Parcel; progress: { done: number; total: number } },
): Promise<Step> {
  const [proposed] = parcel.suggested;
  const cartons = await openCartons(work.tx, parcel.siteId);
  const title =
    proposed === undefined ? say(session, words.anyCarton) : say(session, words.carton, { carton: proposed });
  return stepOf('pack', title, 'carton', {
    taskId: parcel.parcelId,
    choices: [
      ...cartons
        .filter(({ cartonCode }) => cartonCode !== proposed)
        .map(({ cartonCode }) => ({ choice: `carton:${cartonCode}`, title: cartonCode })),
      { choice: 'ownPackaging', title: say(session, words.ownPackaging) },
    ],
    show: { ...(proposed === undefined ? {} : { big: proposed }), lines: [toteLine(session, parcel)], progress },
  });
}
