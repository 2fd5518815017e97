import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { FlashSale } from '../../link/wire.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';

/** Ends a sale, after it was told what that means. */
export function CloseSale({ sale, again }: { sale: FlashSale; again: () => void }) {
  const isAsking = useSignal(false);
  const act = useAct();
  const stop = (): void => {
    isAsking.value = false;
  };
  const close = async (): Promise<void> => {
    const { siteId, saleId } = sale;
    const closed = await act.run('close', () => post(`/v1/flash-sales/${saleId}/close`, { siteId }));
    if (closed === undefined) return;
    again();
    stop();
  };
  return (
    <>
      <Key icon="cross" data-do="close" onPress={() => (isAsking.value = true)}>
        {t('flash.close')}
      </Key>
      {isAsking.value && (
        <FormDialog
          title={t('flash.closeTitle')}
          act={act}
          name="close"
          send={t('flash.close')}
          kind="stop"
          leave={t('do.keep')}
          onSend={close}
          onClose={stop}
        >
          <p>
            {sale.setAside === null || sale.left === 0
              ? t('flash.closeTextNone')
              : t('flash.closeText', { n: number(sale.left) })}
          </p>
        </FormDialog>
      )}
    </>
  );
}
