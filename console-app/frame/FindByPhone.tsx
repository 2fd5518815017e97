import { isGtin } from '../../src/platform/documents/gs1Keys.shared.ts';
import { useAct } from '../link/act.ts';
import { withQuery } from '../link/ask.ts';
import { get } from '../link/http.ts';
import { isManager, isSeller, role } from '../link/session.ts';
import type { Orders } from '../link/wire.ts';
import { Key } from '../parts/Key.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { t } from '../words/t.ts';
import type { Hit } from './FoundRow.tsx';

/** A whole number as people write one: in groups, with its country, or as the row of a Korean number's digits. No barcode. */
function looksLikePhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 9 || digits.length > 15 || /[^\d\s()+.-]/.test(text)) return false;
  // (00) and (01) are what a label prints before a parcel's number and an item's
  if (digits !== text) return /^(\+|\(?0|82[\s.-])/.test(text) && !/^\(0[01]\)/.test(text);
  return /^(0\d{8,10}|050\d{9}|82\d{8,10})$/.test(text) && !isGtin(text);
}

interface FindByPhoneProps {
  text: string;
  onFound: (found: { end: string; found: Hit[] }) => void;
}

/** A whole number finds its customer's orders; each such search is recorded, so nobody makes it by typing. */
export function FindByPhone({ text, onFound }: FindByPhoneProps) {
  const act = useAct();
  const mayAsk = isManager.value || isSeller.value || role.value === 'dispatcher';
  if (!mayAsk || !looksLikePhone(text.trim())) return null;
  const end = text.replace(/\D/g, '').slice(-4);
  const ask = async (): Promise<void> => {
    const answer = await act.run('phone', () =>
      get<Orders>(withQuery('/v1/orders', { phone: text.trim(), limit: 50 })),
    );
    if (answer === undefined) return;
    const found = answer.orders.map(({ orderId, sellerId, externalId, state, placedAt }): Hit => {
      return { kind: 'order', code: externalId, state, sellerId, orderId, at: placedAt };
    });
    onFound({ end, found });
  };
  return (
    <>
      <Key small icon="person" name="phone" act={act} onPress={() => void ask()}>
        {t('find.phone', { end })}
      </Key>
      <Trouble error={act.trouble.value} />
    </>
  );
}
