import { refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { fillIn } from '../platform/fillIn.shared.ts';
import type { Occasion } from '../platform/transact.ts';
import type { Role, Work } from '../platform/work.ts';
import type { Choice, Expectation, Flow, Scan, Show, Step } from './step.shared.ts';

/** Where a device stands. `state` is the flow's own; what a refused scan did to it is forgotten. */
export interface Session {
  deviceId: string;
  siteId: string;
  userId: string;
  language: 'ko' | 'en';
  state: Record<string, unknown>;
}

export type ReadKind =
  | 'bin'
  | 'lpn'
  | 'tote'
  | 'cart'
  | 'lane'
  | 'dock'
  | 'vehicle'
  | 'badge'
  | 'sscc'
  | 'gtin'
  | 'gs1'
  | 'text'
  | 'none';

/** A scan as understood by its looks; what it means is for the flow. */
export interface Read {
  raw: string;
  kind: ReadKind;
  /** The code in the form that records keep: house labels in capitals, GTIN as 14 digits, SSCC as 18. */
  value: string;
  gtin?: string;
  sscc?: string;
  lot?: string;
  expiry?: string;
  serial?: string;
  count?: number;
  /** Typed, or given beside the code; a whole number from 1, beside a choice from 0. */
  quantity?: number;
  choice?: string;
  reason?: string;
  answer?: NonNullable<Scan['answer']>;
  source: Scan['source'];
  taskId?: string;
  /** By the device's clock. */
  at: Date;
  /** By the same clock. */
  sentAt?: Date;
}

/** A trigger pull where its device stands, before its transaction. */
export interface Glance {
  work: Occasion;
  session: Session;
  scan: Read;
}

/** A flow of the handheld: one file of flows/. */
export interface FlowOf {
  flow: Flow;
  roles: readonly Role[];
  /** What the screen shows now; also after a refusal. */
  step(work: Work, session: Session): Promise<Step>;
  /** One trigger: its effect and the next step, or a refusal that leaves everything as it was. */
  scan(work: Work, session: Session, scan: Read): Promise<Outcome<Step>>;
  /**
   * What should have been scanned where the device stands, in words: a refused code is told it. Nothing, where the code was the
   * right one and is refused for something else.
   */
  expects?(work: Work, session: Session, code: string): Promise<string | undefined>;
  together?: Together;
}

/** Where a trigger has led a device, and what its flow saw there of the floor, which the next trigger may rest on. */
export interface Stood<Sight = unknown> {
  step: Step;
  sight: Sight;
}

/** A trigger pull with what it will do, as was foreseen. */
export interface Due<Deed = unknown> {
  work: Work;
  session: Session;
  deed: Deed;
}

/** A flow whose usual triggers of one moment share a transaction. */
export interface Together<Sight = unknown, Deed = unknown> {
  /**
   * Triggers of one kind wait for one another: a quick one does not wait behind those that write more. Those of none are
   * never usual, and go by themselves at once.
   */
  kindOf(scan: Read): string | undefined;
  /** What is to be seen where a device stands. */
  look(work: Work, session: Session): Promise<Sight | undefined>;
  /** What a usual trigger will do, by what its device saw last and without asking the database; nothing for any other. */
  foresee(glance: Glance, sight: Sight | undefined): Deed | undefined;
  /**
   * Does it, for devices of one site that stand as they were seen, and tells where each has come.
   * @throws where any of it turns out otherwise: Apart, or at the commit what the database says (SQLSTATE assert_failure)
   */
  carryOut(due: Due<Deed>[]): Promise<Stood<Sight>[]>;
}

export interface Words {
  en: string;
  ko: string;
}

/** A text in the worker's language. */
export function say(
  session: { language: 'ko' | 'en' },
  words: Words,
  fill: Record<string, string | number> = {},
): string {
  return fillIn(session.language, words[session.language], fill);
}

/** Units that one line of work may be about; a case of a thousand, typed a million times, is a slip. */
const MOST_UNITS = 1_000_000;

export function refuseUnits(units: number): Refused | undefined {
  if (units <= MOST_UNITS) return undefined;
  return refuse('qty_invalid', 'More than anybody can handle', {
    status: 422,
    got: units,
    expected: `1-${MOST_UNITS}`,
  });
}

/** A step in its usual order of keys. */
export function stepOf(
  flow: Flow,
  title: string,
  expect: Expectation,
  more: { show?: Show; taskId?: string; choices?: Choice[] } = {},
): Step {
  return {
    flow,
    title,
    expect,
    show: more.show ?? {},
    ...(more.taskId === undefined ? {} : { taskId: more.taskId }),
    ...(more.choices === undefined ? {} : { choices: more.choices }),
  };
}
