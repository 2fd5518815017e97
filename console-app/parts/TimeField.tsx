import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { t } from '../words/t.ts';
import { Field, Input } from './Field.tsx';
import { timeTyped } from './timeTyped.ts';

interface TimeProps {
  name: string;
  /** 14:05; '' while none is typed, or what is typed is none. */
  value: string;
  onText: (time: string) => void;
}

interface Typing {
  input: VNode;
  /** What is wrong with what stands there, once it is left. */
  problem: string | undefined;
}

/**
 * A time of day as it is typed, in 24 hours in every language: a browser's own field shows them by its own, with AM and PM where
 * that is English.
 */
export function useTimeInput({ name, value, onText, ...more }: TimeProps & { 'aria-label'?: string }): Typing {
  const text = useSignal(value);
  const isLeft = useSignal(false);
  const shown = timeTyped(text.value) === value ? text.value : value;
  const input = (
    <Input
      {...more}
      name={name}
      inputMode="numeric"
      class="time"
      placeholder="00:00"
      maxLength={5}
      autocomplete="off"
      value={shown}
      onText={(typed) => {
        text.value = typed;
        isLeft.value = false;
        onText(timeTyped(typed));
      }}
      onLeave={() => {
        text.value = timeTyped(shown) || shown;
        isLeft.value = true;
      }}
    />
  );
  const isWrong = shown !== '' && timeTyped(shown) === '' && (isLeft.value || shown.length === 5);
  return { input, problem: isWrong ? t('field.timeWrong') : undefined };
}

interface TimeFieldProps extends TimeProps {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
}

export function TimeField({ label, hint, problem, ...time }: TimeFieldProps) {
  const { input, problem: typed } = useTimeInput(time);
  return (
    <Field label={label} hint={hint} problem={typed ?? problem}>
      {input}
    </Field>
  );
}
