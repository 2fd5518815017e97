import { Refused } from '../link/http.ts';
import { said, t } from '../words/t.ts';
import { Icon } from './Icon.tsx';

/** What went wrong, by its code, in the reader's language, with the field and what to do. */
export function Trouble({ error, again }: { error: Error | null | undefined; again?: (() => void) | undefined }) {
  if (!error) return null;
  const isRefused = error instanceof Refused;
  return (
    <div class="trouble" role="alert">
      <Icon name={isRefused ? 'warning' : 'away'} size={22} />
      <div class="grow">
        <strong>{isRefused ? textOf(error) : t('trouble.away')}</strong>
        {isRefused ? <Details error={error} /> : <span>{t('trouble.awayHint')}</span>}
      </div>
      {again && (
        <button class="key small" type="button" onClick={again}>
          {t('do.again')}
        </button>
      )}
    </div>
  );
}

/** The refusal's text for people; a code that this desk does not know yet keeps the server's own words. */
export function textOf(error: Refused): string {
  if (error.status >= 500) return t('trouble.fault');
  const fill = { got: brief(error.told.got), expected: brief(error.told.expected) };
  const text = said('refused', error.code, fill);
  return text === error.code.replaceAll('_', ' ') && error.message ? error.message : text;
}

function Details({ error }: { error: Refused }) {
  const { field, got, expected, requestId, code } = error.told;
  return (
    <span class="details">
      {field && <span>{`${t('trouble.field')}: ${field}`}</span>}
      {got !== undefined && <span>{`${t('trouble.got')}: ${brief(got)}`}</span>}
      {expected !== undefined && <span>{`${t('trouble.expected')}: ${brief(expected)}`}</span>}
      <span>{t('trouble.code', { code })}</span>
      {error.status >= 500 && requestId && <span>{t('trouble.request', { id: requestId.slice(-8) })}</span>}
    </span>
  );
}

const longest = 80;

export function brief(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
