/** Often enough that a busy page shows within milliseconds, seldom enough to cost nothing while a scan arrives. */
const TICK_MS = 5;

/**
 * Times of keys as their sender meant them. While the page is busy drawing it hears nothing, and a scanner that waits for
 * each key to be taken waits with it: such a pause says nothing about who types, so this clock stands still meanwhile.
 */
export function createPageTime(onTick: () => void) {
  let page_ms = 0;
  let stamp_ms = 0;
  let heard_ms = 0;
  /** Since the last key was heard. */
  let busy_ms = 0;
  let due_ms = Infinity;
  let timer = 0;

  const noticeBusy = (): void => {
    const late_ms = performance.now() - due_ms;
    if (late_ms <= 0) return;
    busy_ms += late_ms;
    due_ms += late_ms;
  };
  const watch = (): void => {
    due_ms = performance.now() + TICK_MS;
    timer = window.setTimeout(() => {
      noticeBusy();
      watch();
      onTick();
    }, TICK_MS);
  };

  return {
    /**
     * When a key came. One that was pressed before the last was heard did not wait for it: its own time is right, as where
     * somebody types what nobody may see, and must not be taken for a scanner on a slow machine.
     */
    keyAt(at_ms: number, isSecret: boolean): number {
      noticeBusy();
      const gap_ms = isSecret || at_ms < heard_ms ? at_ms - stamp_ms : at_ms - heard_ms - busy_ms;
      page_ms += Math.max(0, gap_ms);
      stamp_ms = at_ms;
      heard_ms = performance.now();
      busy_ms = 0;
      return page_ms;
    },
    /** How long the page has listened since the last key, and heard none. */
    quiet_ms: (): number => performance.now() - heard_ms - busy_ms,
    watch(): void {
      if (due_ms === Infinity) watch();
    },
    stop(): void {
      clearTimeout(timer);
      due_ms = Infinity;
    },
  };
}
