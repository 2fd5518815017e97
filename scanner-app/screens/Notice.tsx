import { Icon } from '../look/icons.tsx';

/** What stands in the way, told at once to those who hear the screen. */
export function Notice({ text }: { text: string }) {
  return (
    <p class="notice" role="alert">
      <Icon name="warning" />
      {text}
    </p>
  );
}
