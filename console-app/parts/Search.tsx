import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from './Icon.tsx';

interface SearchProps {
  value: string;
  onSearch: (text: string) => void;
  label: string;
  /** How long the typing has to rest before it is searched for. */
  rest_ms?: number;
}

export function Search({ value, onSearch, label, rest_ms = 300 }: SearchProps) {
  const text = useSignal(value);
  useEffect(() => {
    text.value = value;
  }, [value]);
  useEffect(() => {
    if (text.value.trim() === value) return undefined;
    const timer = setTimeout(() => onSearch(text.value.trim()), rest_ms);
    return () => clearTimeout(timer);
  }, [text.value]);
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.value.trim());
      }}
    >
      <Icon name="look" size={18} />
      <input
        class="input"
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </form>
  );
}
