import { effect } from '@preact/signals';
import { kept } from './kept.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** `auto` follows the system, which on handhelds follows the light sensor or the hour. */
export const theme = kept<Theme>('theme', 'auto');

export function applyTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = (): void => {
    const isDark = theme.value === 'dark' || (theme.value === 'auto' && dark.matches);
    document.documentElement.setAttribute('data-theme', isDark ? 'dark' : 'light');
  };
  dark.addListener(paint); // addEventListener on media queries is younger than the oldest WebView served
  effect(paint);
}
