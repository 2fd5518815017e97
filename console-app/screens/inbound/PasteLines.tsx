import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import type { DraftLine } from './draft.ts';
import { resolveRows } from './paste.ts';
import { readPasted } from './readPasted.ts';

interface PasteLinesProps {
  sellerId: string;
  onLines: (lines: DraftLine[]) => void;
  onClose: () => void;
}

/** Rows from a spreadsheet or a CSV file; what cannot be read is named by its row before anything is taken over. */
export function PasteLines({ sellerId, onLines, onClose }: PasteLinesProps) {
  const text = useSignal('');
  const act = useAct();
  const rows = readPasted(text.value);
  const wrong = rows.filter(({ problem }) => problem !== null);
  const good = rows.filter(({ problem }) => problem === null);
  const take = async (): Promise<void> => {
    const lines = await act.run('take', () => resolveRows(good, sellerId));
    if (lines === undefined) return;
    onLines(lines);
    onClose();
  };
  const open = async (file: File | undefined): Promise<void> => {
    if (file) text.value = await file.text();
  };
  return (
    <Dialog
      title={t('booking.paste')}
      onClose={onClose}
      foot={
        <>
          <Key onPress={onClose}>{t('do.cancel')}</Key>
          <Key kind="main" name="take" act={act} disabled={good.length === 0} onPress={() => void take()}>
            {t('booking.takeRows', { n: good.length })}
          </Key>
        </>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <p class="soft">{t('booking.pasteHint')}</p>
        <textarea
          class="input code"
          rows={9}
          spellcheck={false}
          placeholder={'FORMULA-1, 240, L2411, 2027-05-31\nDIAPER-M, 96'}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
        {wrong.length > 0 && (
          <ul class="problems">
            {wrong.slice(0, 8).map(({ row, problem }) => (
              <li key={row}>
                <b>{t('booking.row', { n: row })}</b>{' '}
                {t(problem === 'columns' ? 'booking.rowColumns' : 'booking.rowQuantity')}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
