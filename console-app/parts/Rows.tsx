import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { go } from '../frame/route.ts';
import { useKeys } from './keys.ts';

export interface Column<R> {
  title: string;
  /** Numbers stand right; `lead` heads the row's card on a phone, `wide` takes what is left, `keys` what may be done. */
  kind?: 'number' | 'lead' | 'wide' | 'end' | 'keys';
  cell: (row: R) => ComponentChildren;
}

interface RowsProps<R> {
  rows: R[];
  columns: Column<R>[];
  keyOf: (row: R) => string;
  /** Where a row leads: with it rows are walked by J and K and opened by Enter. */
  to?: (row: R) => string;
  label: string;
}

/** A table on a desk and a list of cards on a phone. */
export function Rows<R>({ rows, columns, keyOf, to, label }: RowsProps<R>) {
  const at = useSignal(-1);
  const step = (by: number) => () => {
    at.value = Math.max(0, Math.min(rows.length - 1, at.value + by));
  };
  const isActive = to !== undefined && rows.length > 0;
  useKeys(
    isActive
      ? {
          j: step(1),
          k: step(-1),
          ArrowDown: step(1),
          ArrowUp: step(-1),
          Enter: () => rows[at.value] && go(to(rows[at.value]!)),
        }
      : {},
  );
  useEffect(() => {
    document.querySelector('tr.at')?.scrollIntoView({ block: 'nearest' });
  }, [at.value]);
  return (
    <div class="rows">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} class={column.kind} scope="col">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr
              key={keyOf(row)}
              class={[to && 'link', index === at.value && 'at'].filter(Boolean).join(' ')}
              onClick={to && ((event) => !(event.target as HTMLElement).closest('a,button') && go(to(row)))}
            >
              {columns.map((column) => (
                <td key={column.title} class={column.kind} data-title={column.title}>
                  {to && column.kind === 'lead' ? <a href={to(row)}>{column.cell(row)}</a> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
