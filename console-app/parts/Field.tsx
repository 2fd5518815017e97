import { useSignal } from '@preact/signals';
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { refusedAt } from './refused.ts';

/** What the server refused of the form around; each field says what is meant of it. */
export const FormTrouble = createContext<Error | null>(null);

interface FieldProps {
  label: string;
  hint?: string | undefined;
  problem?: string | undefined;
  /** What the server calls it: a refusal of it stands here until somebody types. */
  path?: string | string[];
  children: ComponentChildren;
}

export function Field({ label, hint, problem: typed, path = [], children }: FieldProps) {
  const trouble = useContext(FormTrouble);
  const mended = useSignal<Error | null>(null);
  const problem = typed ?? (trouble === mended.value ? undefined : refusedAt(trouble, [path].flat()));
  return (
    <label class={problem ? 'field wrong' : 'field'} onInput={() => (mended.value = trouble)}>
      <span>{label}</span>
      {children}
      {problem ? <span class="problem">{problem}</span> : hint && <span class="hint">{hint}</span>}
    </label>
  );
}

interface InputProps {
  value: string;
  onText: (text: string) => void;
  onLeave?: () => void;
  type?: 'text' | 'number' | 'password' | 'date';
  name?: string;
  class?: string;
  placeholder?: string;
  list?: string;
  min?: number;
  max?: number;
  maxLength?: number;
  minLength?: number;
  required?: boolean;
  disabled?: boolean;
  spellcheck?: boolean;
  autocomplete?: 'off' | 'username' | 'current-password' | 'new-password';
  autocapitalize?: 'none' | 'characters';
  inputMode?: 'numeric' | 'decimal' | 'tel';
  'aria-label'?: string;
}

export function Input({ value, onText, onLeave, type = 'text', ...more }: InputProps) {
  // the element's own types ask for each kind of input by itself; those above are right for all of them
  const attributes = { ...more, type } as object;
  return (
    <input {...attributes} value={value} onInput={(event) => onText(event.currentTarget.value)} onBlur={onLeave} />
  );
}

interface SelectProps<T extends string> {
  value: T | '';
  choices: [T, string][];
  onChoose: (value: T) => void;
  label?: string;
  none?: string;
}

export function Select<T extends string>({ value, choices, onChoose, label, none }: SelectProps<T>) {
  return (
    <span class="select">
      <select aria-label={label} value={value} onChange={(event) => onChoose(event.currentTarget.value as T)}>
        {none !== undefined && <option value="">{none}</option>}
        {choices.map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} />
    </span>
  );
}

/** One of few, all in sight. */
export function Segments<T extends string>({ value, choices, onChoose, label }: SelectProps<T>) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {choices.map(([choice, text]) => (
        <button key={choice} type="button" aria-pressed={choice === value} onClick={() => onChoose(choice)}>
          {text}
        </button>
      ))}
    </div>
  );
}
