import type { Burst } from '../device/burst.ts';
import { wedgeRules } from '../device/settings.ts';
import type { Word } from '../words/t.ts';

const GS = '\u001d';

/** What is printed, and what must arrive. The GS1 code holds a lot of open length, which only the separator ends. */
export const testCodes: { word: Word; bars: string; arrives: string }[] = [
  { word: 'check.plain', bars: 'DAYBREAK-1', arrives: 'DAYBREAK-1' },
  {
    word: 'check.gs1',
    bars: `${GS}010880000000017510LOT7${GS}17271231`,
    arrives: `010880000000017510LOT7${GS}17271231`,
  },
  { word: 'check.long', bars: 'DAYBREAK-0123456789-ABCDEF', arrives: 'DAYBREAK-0123456789-ABCDEF' },
];

export interface Diagnosis {
  isFine: boolean;
  verdicts: { word: Word; fill?: Record<string, string | number>; isFine: boolean }[];
  /** Found in place of GS: may be taken as the separator. */
  separator?: string;
  /** A wider limit that would hold this scanner's codes together. */
  gap_ms?: number;
}

/** Slower than this between keys, a loaded device will tear codes apart. */
const slow_ms = 25;
const widest_ms = 90;

export function diagnose(code: string, burst: Burst | undefined): Diagnosis {
  const diagnosis: Diagnosis = { isFine: true, verdicts: [] };
  const say = (isFine: boolean, word: Word, fill: Record<string, string | number> = {}): void => {
    diagnosis.verdicts.push({ word, fill, isFine });
    if (!isFine) diagnosis.isFine = false;
  };
  const content = code.replace(/^\][A-Za-z]\d/, '').replace(new RegExp(`^${GS}`), '');
  judgeContent(content, say, diagnosis);
  if (burst) {
    if (burst.suffix) say(true, 'check.suffixOk', { suffix: burst.suffix });
    else say(false, 'check.noSuffix');
    const slowest = Math.round(Math.max(0, ...burst.gaps_ms));
    if (slowest > slow_ms && slowest <= widest_ms) {
      say(false, 'check.slow', { n: slowest });
      const wider = Math.min(widest_ms, Math.ceil(slowest * 1.6));
      if (wider > wedgeRules.value.maxGap_ms) diagnosis.gap_ms = wider;
    } else say(true, 'check.fine');
  }
  return diagnosis;
}

type Say = (isFine: boolean, word: Word, fill?: Record<string, string | number>) => void;

function judgeContent(content: string, say: Say, diagnosis: Diagnosis): void {
  if (testCodes.some(({ arrives }) => arrives === content)) {
    say(true, 'check.known');
    if (content.includes(GS)) say(true, 'check.separatorOk');
    return;
  }
  const [before = '', after = ''] = (testCodes[1]?.arrives || '').split(GS);
  if (content === before + after) return say(false, 'check.separatorLost');
  if (content.startsWith(before) && content.endsWith(after) && content.length > before.length + after.length) {
    diagnosis.separator = content.slice(before.length, content.length - after.length);
    return say(false, 'check.separatorAs', { as: diagnosis.separator });
  }
  if (testCodes.some(({ arrives }) => isTornFrom(content, arrives))) return say(false, 'check.lost');
  say(true, 'check.unknown');
}

/** The read letters stand in the printed code in the same order, with some missing. */
function isTornFrom(read: string, printed: string): boolean {
  if (read.length < 3 || read.length >= printed.length) return false;
  let at = 0;
  for (const letter of printed) if (letter === read[at]) at += 1;
  return at === read.length;
}

/** Control characters are what this page is about: they are shown, not hidden. */
export function visible(code: string): string {
  return code.replace(/\p{Cc}/gu, (control) =>
    control === GS ? '␝' : String.fromCharCode(0x2400 + control.charCodeAt(0)),
  );
}
