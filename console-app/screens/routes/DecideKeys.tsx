import { Key } from '../../parts/Key.tsx';
import { t } from '../../words/t.ts';
import type { BoardActs, Decision } from './useBoardActs.ts';

interface DecideKeysProps {
  door: { stopId: string; position: number };
  /** Its parcels are still on the vehicle. */
  isAboard: boolean;
  isSlip: boolean;
  acts: BoardActs;
  /** The letters on the keys press them. */
  hasKeys?: boolean;
}

const letters: [Decision, string][] = [
  ['again', 'A'],
  ['later', 'T'],
  ['returning', 'W'],
  ['asked', 'Q'],
];

/** What the desk may say of a failed door. */
export function DecideKeys({ door, isAboard, isSlip, acts, hasKeys }: DecideKeysProps) {
  const { act } = acts;
  return (
    <div class="decide-keys">
      {letters
        .filter(([decision]) => isAboard || decision !== 'again')
        .map(([decision, letter]) => (
          <Key
            key={decision}
            small
            act={act}
            name={`decide-${decision}`}
            data-do={`decide-${decision}`}
            onPress={() => void acts.decide(door, decision)}
          >
            {t(`decide.${decision}`)} {hasKeys && <kbd>{letter}</kbd>}
          </Key>
        ))}
      {isSlip && (
        <Key
          small
          icon="undo"
          act={act}
          name="take-back"
          data-do="take-back"
          onPress={() => void acts.takeBackDoor(door)}
        >
          {t('failed.takeBack')} {hasKeys && <kbd>B</kbd>}
        </Key>
      )}
    </div>
  );
}
