import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A sign may take this part of the screen's height, whatever the text size; the rest of the work needs its place. */
const share = 0.16;

/** Sets a text as large as its place allows, between `smallest` and `largest` rem, so that a bin fills the sign. */
export function useFit<E extends HTMLElement>(text: string, largest = 5.5, smallest = 1.125): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const fit = (): void => {
      const element = ref.current;
      if (!element) return;
      const rem_px = parseFloat(getComputedStyle(document.documentElement).fontSize);
      let size_px = Math.max(smallest * rem_px, Math.min(largest * rem_px, innerHeight * share));
      element.style.fontSize = `${size_px}px`;
      for (let turn = 0; turn < 24 && size_px > smallest * rem_px && overflows(element); turn += 1) {
        size_px = Math.max(smallest * rem_px, size_px * 0.92);
        element.style.fontSize = `${size_px}px`;
      }
    };
    fit();
    addEventListener('resize', fit);
    return () => removeEventListener('resize', fit);
  }, [text, largest, smallest]);
  return ref;
}

/**
 * A code stays on one line; a sentence may take two. Lines are counted by the height of the box, not of what it could be
 * scrolled to: that counts the ascent of a tall font too, and would shrink every sign to its smallest.
 */
function overflows(element: HTMLElement): boolean {
  const lines = element.textContent && element.textContent.includes(' ') ? 2 : 1;
  const line_px = parseFloat(getComputedStyle(element).lineHeight);
  return element.scrollWidth > element.clientWidth || element.clientHeight > Math.ceil(line_px * lines) + 2;
}
