import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import type { Unit } from './tones.ts';

const grades = ['A', 'B', 'C', 'counterfeit', 'empty'] as const;
const decisions = ['restock', 'scrap', 'toSeller', 'reject'] as const;

/** First what it is, then what becomes of it; only what is as new or whole goes back on sale. */
export function Judge({ unit, siteId, again }: { unit: Unit; siteId: string; again: () => void }) {
  const act = useAct();
  const send = (verb: 'grade' | 'decide', json: object, name: string) => async (): Promise<void> => {
    const path = `/v1/return-units/${unit.unitId}/${verb}`;
    if ((await act.run(name, () => post(path, { siteId, ...json }))) !== undefined) again();
  };
  return (
    <div class="judge">
      <div class="pills" role="group" aria-label={t(unit.grade === null ? 'returns.grade' : 'returns.decide')}>
        {unit.grade === null
          ? grades.map((grade) => (
              <Key key={grade} small name={grade} act={act} onPress={() => void send('grade', { grade }, grade)()}>
                {t(`grade.${grade}`)}
              </Key>
            ))
          : decisions
              .filter((decision) => decision !== 'restock' || unit.grade === 'A' || unit.grade === 'B')
              .map((decision) => (
                <Key
                  key={decision}
                  small
                  {...(decision === 'restock' && { kind: 'main' as const })}
                  name={decision}
                  act={act}
                  data-do={decision}
                  onPress={() => void send('decide', { decision }, decision)()}
                >
                  {t(`decision.${decision}`)}
                </Key>
              ))}
      </div>
      <Trouble error={act.trouble.value} />
    </div>
  );
}
