import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { FlashSale } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
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
        <Dialog
          title={t('flash.closeTitle')}
          onClose={stop}
          foot={
            <>
              <Key onPress={stop}>{t('do.keep')}</Key>
              <Key kind="stop" name="close" act={act} data-do="confirm" onPress={() => void close()}>
                {t('flash.close')}
              </Key>
            </>
          }
        >
          <div class="stack">
            <Trouble error={act.trouble.value} />
            <p>
              {sale.setAside === null || sale.left === 0
                ? t('flash.closeTextNone')
                : t('flash.closeText', { n: number(sale.left) })}
            </p>
          </div>
        </Dialog>
      )}
    </>
  );
}
