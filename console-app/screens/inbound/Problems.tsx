import type { Problem } from '../../link/http.ts';
import { refusedSaid } from '../../parts/refused.ts';
import { t } from '../../words/t.ts';
import type { Draft } from './draft.ts';
import type { Step } from './steps.ts';

/** A problem in the reader's words. */
export const problemText = ({ code = 'invalid', ...named }: Problem): string => refusedSaid(code, named);

/** The text of the problem of one field, if it has one. */
export const problemOf = (problems: Problem[], ...fields: string[]): string | undefined => {
  const problem = problems.find(({ field }) => fields.includes(field));
  return problem && problemText(problem);
};

const stepOfField: Record<string, Step> = { expectedOn: 'when', asn: 'what', lines: 'what', boxes: 'packed' };

interface ProblemsProps {
  draft: Draft;
  problems: Map<string, Problem[]>;
  onOpen: (step: Step) => void;
}

/** All that the server found, in one list, each a way to where it is put right. */
export function Problems({ draft, problems, onOpen }: ProblemsProps) {
  const list = [...problems].flatMap(([source, found]) => found.map((problem) => ({ source, problem })));
  if (list.length === 0) return null;
  return (
    <ul class="problems" role="alert">
      {list.slice(0, 30).map(({ source, problem }, index) => {
        const line = draft.lines.find(({ id }) => id === source);
        const box = draft.boxes.findIndex(({ id }) => id === source);
        const isOfBox = box >= 0 || ['size_mm', 'weight_g', 'contents'].includes(problem.field);
        const step = source === '' ? (stepOfField[problem.field] ?? 'what') : isOfBox ? 'packed' : 'what';
        const name = line?.code ?? (box >= 0 ? t('booking.boxKind', { n: box + 1 }) : t(`booking.step.${step}`));
        return (
          <li key={index}>
            <button type="button" onClick={() => onOpen(step)}>
              <b>{name}</b> {problemText(problem)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
