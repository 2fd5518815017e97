import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { isManager, isSeller } from '../../link/session.ts';
import type { Shipment } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Card } from '../../parts/Page.tsx';
import { number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';

/** What came otherwise than announced, to be agreed with; nobody's word for three days counts as agreed. */
export function Differences({ shipment, again }: { shipment: Shipment; again: () => void }) {
  const act = useAct();
  const freeHeld = useSignal(false);
  const other = shipment.lines.filter((line) => line.received !== line.expected || line.damaged > 0);
  const held = shipment.lines.reduce((sum, line) => sum + line.hold, 0);
  const accept = async (): Promise<void> => {
    const json = { freeHeld: freeHeld.value };
    if (await act.run('accept', () => post(`/v1/inbound-shipments/${shipment.shipmentId}/accept`, json))) again();
  };
  return (
    <Card title={t(other.length > 0 ? 'inbound.differences' : 'inbound.noDifference')} class="differences">
      <Trouble error={act.trouble.value} />
      <ul>
        {other.map((line) => (
          <li key={line.lineNo}>
            <b>{line.name}</b>{' '}
            {t('inbound.difference', {
              expected: number(line.expected),
              received: number(line.received),
              damaged: number(line.damaged),
            })}
          </li>
        ))}
      </ul>
      {held > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={freeHeld.value}
            onChange={(event) => (freeHeld.value = event.currentTarget.checked)}
          />
          {t('inbound.freeHeld', { n: held })}
        </label>
      )}
      {(isSeller.value || isManager.value) && (
        <Key kind="main" icon="check" name="accept" act={act} data-do="accept" onPress={() => void accept()}>
          {t('inbound.accept')}
        </Key>
      )}
    </Card>
  );
}
