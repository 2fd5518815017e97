import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Sets a text as large as its place allows, between `smallest` and `largest` rem, so that a bin fills the sign. */
export function useFit<E extends HTMLElement>(text: string, largest = 5.5, smallest = 1.125): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const fit = (): void => {
      const element = ref.current;
      if (!element) return;
      let size = largest;
      element.style.fontSize = `${size}rem`;
      for (let turn = 0; turn < 24 && size > smallest && overflows(element); turn += 1) {
        size = Math.max(smallest, size * 0.92);
        element.style.fontSize = `${size}rem`;
      }
    };
    fit();
    addEventListener('resize', fit);
    return () => removeEventListener('resize', fit);
  }, [text, largest, smallest]);
  return ref;
}

/** A code stays on one line; a sentence may take two. */
function overflows(element: HTMLElement): boolean {
  const lines = element.textContent && element.textContent.includes(' ') ? 2 : 1;
  const line = parseFloat(getComputedStyle(element).lineHeight);
  return element.scrollWidth > element.clientWidth || element.scrollHeight > Math.ceil(line * lines) + 2;
}
