import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Asked } from '../link/ask.ts';
import { t } from '../words/t.ts';
import { Icon, type DeskIconName } from './Icon.tsx';
import { Trouble } from './Trouble.tsx';

/** The shape of what is coming, so that nothing jumps when it is there. */
export function Wait({ rows = 6 }: { rows?: number }) {
  return (
    <div class="wait" role="status" aria-label={t('wait.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} style={{ width: `${92 - ((row * 37) % 45)}%` }} />
      ))}
    </div>
  );
}

/** What is being worked out, and for how long already. It has its place before it begins, so that nothing jumps. */
export function Working({ text, isOn = true }: { text: string; isOn?: boolean }) {
  return isOn ? (
    <Counting text={text} />
  ) : (
    <div class="working still" aria-hidden="true">
      <i />
      <span>{text}</span>
    </div>
  );
}

function Counting({ text }: { text: string }) {
  const seconds = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => (seconds.value += 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="working" role="status">
      <i />
      <span>{text}</span>
      <span class="seconds" aria-hidden="true">
        {seconds.value > 0 && t('wait.seconds', { n: seconds.value })}
      </span>
    </div>
  );
}

interface EmptyProps {
  icon: DeskIconName;
  title: string;
  hint?: string | undefined;
  children?: ComponentChildren;
}

export function Empty({ icon, title, hint, children }: EmptyProps) {
  return (
    <div class="empty">
      <span class="round">
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      {hint && <p class="soft">{hint}</p>}
      {children}
    </div>
  );
}

/** What was asked for, in whichever of its four states it is: coming, in trouble, stale with trouble, there. */
export function Answer<T>({
  asked,
  rows,
  children,
}: {
  asked: Asked<T>;
  rows?: number;
  children: (value: T) => ComponentChildren;
}) {
  const { value, trouble, isWaiting } = asked;
  return (
    <>
      {trouble && <Trouble error={trouble} again={asked.again} />}
      {isWaiting && <Wait {...(rows === undefined ? {} : { rows })} />}
      {value !== undefined && children(value)}
    </>
  );
}
