import type { FailReason } from './rules.ts';
import type { Story } from './trackPage.ts';
import { clock, day, escape, stepLine, windowSaid, type Reader } from './trackTimes.ts';
import { stages, words } from './words.ts';

/** For these a driver gives a door up without going there. */
const UNTRIED: readonly FailReason[] = ['no_time', 'cancelled'];

/** When it was tried and why in vain, where the parcel is, and what comes next. */
export function missedNews({ state, missed, eta, shop }: Story, reader: Reader): string[] {
  const say = words[reader.language];
  const { triedAt, reason, backAt, isAboard, follows } = missed;
  const at = (time: Date): [string, string] => [day(time, reader), clock(time, reader)];
  const why = reason === undefined ? '.' : `: ${say.why[reason]}`;
  const told = reason !== undefined && UNTRIED.includes(reason) ? say.notTried : say.tried;
  const tried = triedAt === undefined ? [] : [`${told(...at(triedAt))}${why}`];
  const where = backAt ? [say.backSince(...at(backAt))] : isAboard && state !== 'returned' ? [say.stillAboard] : [];
  const next = {
    again: [eta !== undefined && eta.to >= reader.now ? windowSaid(eta, reader) : say.timeFollows],
    sentBack: [say.askShop(escape(shop))],
    held: [],
    asked: [],
  }[follows];
  return [...tried, ...where, ...next];
}

/** The way to the door, the door that did not open, the way back, and what is to come. */
export function missedSteps({ state, missed, eta, reached, stateAt }: Story, reader: Reader): string[] {
  const say = words[reader.language];
  const { triedAt, backAt, isAboard, follows } = missed;
  const isReturned = state === 'returned';
  const isBack = backAt !== undefined;
  const way = stages
    .filter((stage) => stage !== 'delivered')
    .map((stage) => stepLine('done', say.stages[stage], reached[stage], reader));
  const tried =
    triedAt === undefined
      ? []
      : [stepLine(isBack || isReturned ? 'missed' : 'missed now', say.missed.missed, triedAt, reader)];
  const home =
    isBack || isAboard
      ? [stepLine(isReturned ? 'done' : isBack ? 'now' : 'ahead', say.missed.back, backAt, reader)]
      : [];
  const next = stepLine(
    isReturned ? 'done' : 'ahead',
    follows === 'again' && eta !== undefined ? `${say.missed.again}: ${day(eta.from, reader)}` : say.missed[follows],
    isReturned ? stateAt : undefined,
    reader,
  );
  const last = follows === 'sentBack' ? [] : [stepLine('ahead', say.stages.delivered, undefined, reader)];
  return [...way, ...tried, ...home, next, ...last];
}
