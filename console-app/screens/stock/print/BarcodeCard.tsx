import { useSignal } from '@preact/signals';
import { isReadBack } from '../../../../src/scans/codes.shared.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import type { BarcodeDrawn, Item } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card } from '../../../parts/Page.tsx';
import { t } from '../../../words/t.ts';
import { PrintLabels } from './PrintLabels.tsx';

/** What is scanned for an item: as bars, to be scanned off the screen, and as digits, to be typed. */
export function BarcodeCard({ item }: { item: Item }) {
  const isPrinting = useSignal(false);
  return (
    <Card
      title={t('print.barcodes')}
      actions={
        <Key small icon="download" data-do="print-labels" onPress={() => (isPrinting.value = true)}>
          {t('print.title')}
        </Key>
      }
    >
      {item.barcodes.length === 0 ? (
        <NoBarcode code={item.code} />
      ) : (
        <ul class="barcodes">
          {item.barcodes.map(({ code, quantity }) => (
            <li key={code}>
              <Bars code={code} />
              <small class="soft">{t('print.units', { n: quantity })}</small>
            </li>
          ))}
        </ul>
      )}
      {isPrinting.value && <PrintLabels items={[item]} onClose={() => (isPrinting.value = false)} />}
    </Card>
  );
}

function NoBarcode({ code }: { code: string }) {
  if (isReadBack(code, new Date())) return <p class="soft">{t('print.noBarcode')}</p>;
  return <p class="notice">{t('print.codeUnread', { code })}</p>;
}

/** Nothing changes the bars of a code. */
const day_ms = 86_400_000;
/** High enough for a scanner that is held askew. */
const height = 44;

function Bars({ code }: { code: string }) {
  const drawn = useAsk<BarcodeDrawn>(withQuery('/v1/barcode', { code }), { every_ms: day_ms }).value;
  if (drawn === undefined) return <span class="code">{code}</span>;
  const { columns, rows, quiet, linear, bars, text } = drawn;
  const [width, deep] = [columns + 2 * quiet, linear ? height : rows + 2 * quiet];
  const path = bars.map(({ column, row, width: wide }) => {
    const [top, high] = linear ? [0, height] : [row + quiet, 1];
    return `M${column + quiet} ${top}h${wide}v${high}h-${wide}z`;
  });
  return (
    <>
      <svg class="bars" viewBox={`0 0 ${width} ${deep}`} role="img" aria-label={text} shape-rendering="crispEdges">
        <rect width={width} height={deep} fill="#ffffff" />
        <path d={path.join('')} fill="#000000" />
      </svg>
      <span class="code">{text}</span>
    </>
  );
}
