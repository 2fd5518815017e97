import { done, refuse, type Outcome } from '../platform/errors.ts';
import { classify, parseQuantity, type Classified } from './codes.shared.ts';
import type { Read } from './flow.ts';
import type { Scan } from './step.shared.ts';

/** Code → what it is by its looks; quantity and choice checked. Pure: the year comes from the device's time. */
export function interpret(scan: Scan): Outcome<Read> {
  const at = new Date(scan.at);
  const read: Read = { raw: scan.code, kind: 'none', value: '', source: scan.source, at };
  if (scan.sentAt !== undefined) read.sentAt = new Date(scan.sentAt);
  if (scan.taskId !== undefined) read.taskId = scan.taskId;
  if (scan.answer !== undefined) read.answer = scan.answer;
  if (scan.answer?.choice !== undefined) read.choice = scan.answer.choice;
  if (scan.answer?.reason !== undefined) read.reason = scan.answer.reason;
  if (scan.quantity !== undefined) {
    // beside a choice the number says how many were found, which may be none
    const least = read.choice === undefined ? 1 : 0;
    const parsed = parseQuantity(scan.quantity, { min: least, max: 999_999 });
    if (!parsed.ok) return refuseCode(parsed);
    read.quantity = parsed.quantity;
  }
  if (scan.code === '') {
    const says = read.choice !== undefined || read.quantity !== undefined || scan.answer !== undefined;
    return says ? done(read) : refuse('scan_unreadable', 'Scan again', { status: 422, field: 'code' });
  }
  // at the door short digits are what the customer says, not a damaged label
  if (scan.screen === 'proof' && /^[0-9]{1,12}$/.test(scan.code))
    return done({ ...read, kind: 'text', value: scan.code });
  // a number typed where a quantity or a weight is asked for; the flow decides whether it wanted one
  if (scan.source === 'typed' && /^[0-9]{1,6}$/.test(scan.code)) {
    // a count may find none
    const parsed = parseQuantity(scan.code, { min: scan.flow === 'count' ? 0 : 1, max: 999_999 });
    if (!parsed.ok) return refuseCode(parsed);
    return done({ ...read, kind: 'text', value: scan.code, quantity: parsed.quantity });
  }
  const found = classify(scan.code, {
    year: at.getUTCFullYear(),
    ...(scan.symbology === undefined ? {} : { symbology: scan.symbology }),
  });
  if (!found.ok) return refuseCode(found);
  return done({ ...read, ...meaning(found) });
}

function refuseCode(bad: Extract<Classified, { ok: false }>): Outcome<never> {
  const { code, field, got, expected } = bad;
  const details = 'alternatives' in bad ? { details: bad.alternatives } : {};
  return refuse(code, 'The code cannot be read', { status: 422, field, got, expected, ...details });
}

type Found = Extract<Classified, { ok: true }>;

function meaning(found: Found): Partial<Read> & Pick<Read, 'kind' | 'value'> {
  if (found.kind === 'unknown') return { kind: 'text', value: found.text };
  if (!('fields' in found)) return { kind: found.kind, value: found.text };
  const { fields } = found;
  const { gtin, sscc } = fields;
  return {
    kind: found.kind,
    value: sscc ?? gtin ?? found.text,
    ...(gtin === undefined ? {} : { gtin }),
    ...(sscc === undefined ? {} : { sscc }),
    ...(fields.lot === undefined ? {} : { lot: fields.lot }),
    ...(fields.expiry === undefined ? {} : { expiry: fields.expiry }),
    ...(fields.serial === undefined ? {} : { serial: fields.serial }),
    ...(fields.count === undefined ? {} : { count: fields.count }),
  };
}
