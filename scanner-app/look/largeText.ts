/** One and a half times the usual size on: the look gives up ornaments for words. */
const large_px = 24;

export function noticeLargeText(): void {
  const root = document.documentElement;
  const measure = (): void => {
    const isLarge = parseFloat(getComputedStyle(root).fontSize) >= large_px;
    root.setAttribute('data-text', isLarge ? 'large' : 'usual');
  };
  measure();
  addEventListener('resize', measure);
}
