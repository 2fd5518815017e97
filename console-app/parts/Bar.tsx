import { number } from './time.ts';

export interface Part {
  /** Names the colour: --s-<tone>. */
  tone: string;
  value: number;
  title: string;
}

/** How a whole is shared out, as one bar; each part tells its name and number. */
export function PartBar({ parts, whole, tall }: { parts: Part[]; whole?: number; tall?: boolean }) {
  const shown = parts.filter(({ value }) => value > 0);
  const sum = Math.max(
    whole ?? 0,
    shown.reduce((total, { value }) => total + value, 0),
  );
  const words = shown.map(({ title, value }) => `${title} ${number(value)}`).join(', ');
  return (
    <div class={tall ? 'part-bar tall' : 'part-bar'} role="img" aria-label={words} title={words}>
      {shown.map(({ tone, value, title }) => (
        <span
          key={tone}
          class={`tone-${tone}`}
          style={{ flexGrow: value / Math.max(1, sum) }}
          title={`${title} ${number(value)}`}
        />
      ))}
      {sum > shown.reduce((total, { value }) => total + value, 0) && (
        <span class="rest" style={{ flexGrow: 1 - shown.reduce((total, { value }) => total + value, 0) / sum }} />
      )}
    </div>
  );
}

export function Legend({ parts }: { parts: Part[] }) {
  return (
    <ul class="legend">
      {parts
        .filter(({ value }) => value > 0)
        .map(({ tone, value, title }) => (
          <li key={tone}>
            <i class={`tone-${tone}`} />
            {title} <b>{number(value)}</b>
          </li>
        ))}
    </ul>
  );
}

interface MeterProps {
  value: number;
  limit: number;
  title: string;
  text: string;
  /** Full is good: no warning as it comes close. */
  isProgress?: boolean;
}

/** How full something is, red beyond its limit; or how far it is. */
export function Meter({ value, limit, title, text, isProgress }: MeterProps) {
  const part = limit > 0 ? value / limit : 0;
  const tone = isProgress ? '' : part > 1 ? 'over' : part > 0.9 ? 'near' : '';
  return (
    <div class={`meter ${tone}`} title={`${title}: ${text}`}>
      <span class="track">
        <i style={{ width: `${Math.min(100, part * 100)}%` }} />
      </span>
      <span class="text">{text}</span>
    </div>
  );
}
