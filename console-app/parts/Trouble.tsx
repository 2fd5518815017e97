import { Refused } from '../link/http.ts';
import { t } from '../words/t.ts';
import { Icon } from './Icon.tsx';
import { detailsOf, textOf } from './refused.ts';

/** What went wrong, in the reader's words, with the field and what to do. */
export function Trouble({ error, again }: { error: Error | null | undefined; again?: (() => void) | undefined }) {
  if (!error) return null;
  const isRefused = error instanceof Refused;
  const details = isRefused ? detailsOf(error) : [t('trouble.awayHint')];
  return (
    <div class="trouble" role="alert">
      <Icon name={isRefused ? 'warning' : 'away'} size={22} />
      <div class="grow">
        <strong>{isRefused ? textOf(error) : t('trouble.away')}</strong>
        {details.length > 0 && (
          <span class="details">
            {details.map((detail) => (
              <span key={detail}>{detail}</span>
            ))}
          </span>
        )}
      </div>
      {again && (
        <button class="key small" type="button" onClick={again}>
          {t('do.again')}
        </button>
      )}
    </div>
  );
}
