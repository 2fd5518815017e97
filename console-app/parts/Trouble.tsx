import { language } from '../../scanner-app/words/language.ts';
import { Refused } from '../link/http.ts';
import { en } from '../words/en.ts';
import { said, t } from '../words/t.ts';
import { Icon } from './Icon.tsx';
import { when } from './time.ts';

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
  const text = refusedSaid(error.code, error.told);
  return text === error.code.replaceAll('_', ' ') && error.message ? error.message : text;
}

interface Named {
  got?: unknown;
  expected?: unknown;
}

export const refusedSaid = (code: string, { got, expected }: Named): string =>
  said('refused', code, { got: named(got), expected: named(expected) });

function Details({ error }: { error: Refused }) {
  const { field, requestId, code } = error.told;
  const [got, expected] = [named(error.told.got), named(error.told.expected)];
  return (
    <span class="details">
      {field && <span>{`${t('trouble.field')}: ${field}`}</span>}
      {got && <span>{`${t('trouble.got')}: ${got}`}</span>}
      {expected && <span>{`${t('trouble.expected')}: ${expected}`}</span>}
      <span>{t('trouble.code', { code })}</span>
      {error.status >= 500 && requestId && <span>{t('trouble.request', { id: requestId.slice(-8) })}</span>}
    </span>
  );
}

const longest = 80;
const kinds = ['role', 'order', 'parcel', 'shipment', 'route', 'wave'];
const isInstant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const isEnglish = /^absent$|[a-z] [a-z]/;

/** What the server names beside a refusal. States and times have words here; its English is for those who read English. */
function named(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return cut(value.map(named).filter(Boolean).join(', '));
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (isInstant.test(text)) return when(text);
  const kind = kinds.find((name) => `${name}.${text}` in en);
  if (kind !== undefined) return said(kind, text);
  return language.value === 'en' || !isEnglish.test(text) ? cut(text) : '';
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
