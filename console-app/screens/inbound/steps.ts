import type { Draft } from './draft.ts';
import { boxProblems, kindGuess, lineGuess, lineProblems, unboxed } from './booking.ts';

export const steps = ['what', 'packed', 'when', 'transport', 'confirm'] as const;
export type Step = (typeof steps)[number];

export const stepOf = (name: string): Step => ((steps as readonly string[]).includes(name) ? (name as Step) : 'what');

/** How many things of a step keep it from being done. */
export function openPoints(draft: Draft, step: Step): number {
  if (step === 'what') {
    const wrong = draft.lines.filter((line) => lineProblems(line, draft.expectedOn).length > 0).length;
    return wrong + Number(draft.lines.length === 0) + Number(draft.sellerId === '');
  }
  if (step === 'packed') {
    if (draft.packing === 'loose') return 0;
    if (draft.packing === 'same')
      return draft.lines.filter((line) => boxProblems(line, lineGuess(line)).length > 0).length;
    const left = [...unboxed(draft).values()].filter((units) => units !== 0).length;
    const wrong = draft.boxes.filter((box) => boxProblems(box, kindGuess(box, draft.lines)).length > 0).length;
    return left + wrong + Number(draft.boxes.length === 0);
  }
  return 0;
}
