import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { isManager, isSeller } from '../../link/session.ts';
import type { OrderShown } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { ItemSearch } from '../../parts/ItemSearch.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';

interface MapLineProps {
  order: OrderShown;
  line: OrderShown['lines'][number];
  again: () => void;
}

/** Says what a code meant that nobody knew. */
export function MapLine({ order, line, again }: MapLineProps) {
  const isOpen = useSignal(false);
  const act = useAct();
  const close = (): void => {
    isOpen.value = false;
  };
  const map = async (itemId: string): Promise<void> => {
    const json = { lineNo: line.lineNo, itemId };
    if ((await act.run('map', () => post(`/v1/orders/${order.orderId}/map`, json))) === undefined) return;
    close();
    again();
  };
  if (!(isManager.value || isSeller.value)) return null;
  return (
    <>
      <Key small kind="main" onPress={() => (isOpen.value = true)}>
        {t('orders.map')}
      </Key>
      {isOpen.value && (
        <Dialog title={t('orders.mapTitle', { code: line.code ?? '' })} onClose={close}>
          <div class="stack tall">
            <Trouble error={act.trouble.value} />
            <p class="soft">{t('orders.mapHint')}</p>
            <ItemSearch sellerId={order.sellerId} onChoose={({ itemId }) => void map(itemId)} />
          </div>
        </Dialog>
      )}
    </>
  );
}
