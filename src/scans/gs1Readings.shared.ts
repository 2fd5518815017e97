import { identifierAt } from './gs1Identifiers.shared.ts';
import type { Gs1Fields, Identifier } from './gs1Identifiers.shared.ts';
import { readValue } from './gs1Value.shared.ts';
import { groupSeparator, refusal } from './unreadable.shared.ts';
import type { CodeRefusal } from './unreadable.shared.ts';

export type Gs1Element = { ai: string; value: string };

/** One way to understand a label: its elements as they stand, and what they mean. */
export type Gs1Reading = { elements: Gs1Element[]; fields: Gs1Fields };

type Found = { identifier: Identifier; value: string; meant: string | number; end: number };

/** So many are collected before the likeliest are chosen. */
const maxReadings = 64;

/** Bounds the walk on strings made to have very many readings; real labels need fewer than fifty steps. */
const maxSteps = 5_000;

/**
 * Elements that a separator or brackets already part, as one reading. An identifier may come twice only with the same
 * value (General Specifications, section 4.14); two different ones are two labels read as one.
 */
export function readElements(elements: readonly Gs1Element[], year: number): ({ ok: true } & Gs1Reading) | CodeRefusal {
  const fields: Record<string, string | number> = {};
  const seen = new Map<string, string>();
  for (const { ai, value } of elements) {
    const identifier = identifierAt(ai, 0);
    if (!identifier) return refusal('gs1_malformed', 'ai', ai, 'a known application identifier');
    const read = readValue(identifier, value, year);
    if (!read.ok) return read;
    const before = seen.get(ai);
    if (before !== undefined && before !== value) return refusal('scan_unreadable', 'labels', value, before);
    seen.set(ai, value);
    fields[identifier.meaning.field] ??= read.meant;
  }
  return { ok: true, elements: [...elements], fields: fields as Gs1Fields };
}

/** Splits by the rules alone: a variable value ends at a separator or at the end. */
export function split(text: string): Gs1Element[] | CodeRefusal {
  const elements: Gs1Element[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === groupSeparator) {
      at += 1;
      continue;
    }
    const identifier = identifierAt(text, at);
    if (!identifier) return refusal('gs1_malformed', 'ai', text.slice(at, at + 4), 'a known application identifier');
    const from = at + identifier.ai.length;
    const end = segmentEnd(text, from);
    const until = identifier.min === identifier.max ? Math.min(end, from + identifier.max) : end;
    elements.push({ ai: identifier.ai, value: text.slice(from, until) });
    at = until;
  }
  return elements;
}

function segmentEnd(text: string, from: number): number {
  const end = text.indexOf(groupSeparator, from);
  return end < 0 ? text.length : end;
}

/** Every element that could start at `at`, if a separator may be missing after it. */
function candidates(text: string, at: number, year: number): Found[] {
  const identifier = identifierAt(text, at);
  if (!identifier) return [];
  const from = at + identifier.ai.length;
  const last = Math.min(segmentEnd(text, from), from + identifier.max);
  const found: Found[] = [];
  for (let end = from + identifier.min; end <= last; end++) {
    const value = text.slice(from, end);
    const read = readValue(identifier, value, year);
    if (read.ok) found.push({ identifier, value, meant: read.meant, end });
  }
  return found;
}

/**
 * What a guess must also keep (section 4.14): every identifier once; content (02) and its count (37) together; a trade
 * item's own number (01) with neither; attributes of an item (lot, dates, serial) only beside an item.
 */
function plausible(ais: ReadonlySet<string>): boolean {
  if (ais.has('02') !== ais.has('37')) return false;
  if (ais.has('01') && ais.has('02')) return false;
  const names = ['01', '02', '8006'].some((ai) => ais.has(ai));
  return names || !['10', '11', '13', '15', '16', '17', '20', '21', '22', '30'].some((ai) => ais.has(ai));
}

/**
 * All consistent readings of an element string whose separators may be lost, likeliest first: dates and check digits
 * that come out right by chance are rare, so the more of them a reading has, the earlier it stands. Depth-first over the
 * places from which the rest can still be read.
 */
export function guessReadings(text: string, year: number): Gs1Reading[] {
  const onward: (Found[] | undefined)[] = [];
  const reaches = Array.from({ length: text.length + 1 }, () => false);
  reaches[text.length] = true;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === groupSeparator) {
      reaches[at] = reaches[at + 1]!;
    } else {
      onward[at] = candidates(text, at, year).filter((found) => reaches[found.end]);
      reaches[at] = onward[at]!.length > 0;
    }
  }
  const readings: Found[][] = [];
  let steps = 0;
  const walk = (at: number, taken: Found[], ais: Set<string>): void => {
    if (readings.length >= maxReadings || steps++ > maxSteps) return;
    if (at === text.length) {
      if (plausible(ais)) readings.push(taken);
    } else if (text[at] === groupSeparator) {
      walk(at + 1, taken, ais);
    } else {
      for (const found of onward[at] ?? []) {
        if (ais.has(found.identifier.ai)) continue;
        walk(found.end, [...taken, found], new Set([...ais, found.identifier.ai]));
      }
    }
  };
  if (reaches[0]) walk(0, [], new Set());
  return readings.sort((a, b) => proven(b) - proven(a) || a.length - b.length).map(asReading);
}

/** How many elements prove themselves by a check digit or a calendar day. */
function proven(taken: readonly Found[]): number {
  return taken.filter(({ identifier }) => identifier.checked > 0 || identifier.meaning.as === 'date').length;
}

function asReading(taken: readonly Found[]): Gs1Reading {
  const fields: Record<string, string | number> = {};
  for (const { identifier, meant } of taken) fields[identifier.meaning.field] ??= meant;
  return {
    elements: taken.map(({ identifier, value }) => ({ ai: identifier.ai, value })),
    fields: fields as Gs1Fields,
  };
}
