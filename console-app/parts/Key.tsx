import type { ComponentChildren } from 'preact';
import type { Act } from '../link/act.ts';
import { Icon, type DeskIconName } from './Icon.tsx';

interface KeyProps {
  icon?: DeskIconName;
  kind?: 'main' | 'bare' | 'stop';
  small?: boolean;
  disabled?: boolean;
  /** Name of what this key does within `act`: busy while it is being done, still while another is. */
  name?: string;
  act?: Act;
  onPress: () => void;
  children?: ComponentChildren;
  label?: string;
  [more: `data-${string}`]: string;
}

export function Key({ icon, kind, small, disabled, name, act, onPress, children, label, ...more }: KeyProps) {
  const isBusy = act !== undefined && act.busy.value === name && name !== undefined;
  const isBlocked = act !== undefined && act.busy.value !== null;
  return (
    <button
      {...more}
      class={['key', kind, small && 'small', isBusy && 'busy', !children && 'square'].filter(Boolean).join(' ')}
      type="button"
      aria-label={label}
      title={label}
      aria-busy={isBusy}
      disabled={disabled === true || isBlocked}
      onClick={onPress}
    >
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      {children && <span>{children}</span>}
    </button>
  );
}
