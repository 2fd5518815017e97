import { choose } from '../frame/route.ts';
import { t } from '../words/t.ts';

interface StatesProps<S extends string> {
  label: string;
  states: readonly S[];
  /** Named in the address; all where none is. */
  chosen: string | undefined;
  nameOf: (state: S) => string;
}

/** Narrows a list to one state; the address keeps which. */
export function States<S extends string>({ label, states, chosen, nameOf }: StatesProps<S>) {
  return (
    <div class="pills" role="group" aria-label={label}>
      {[undefined, ...states].map((state) => (
        <button
          key={state ?? 'all'}
          class="pill"
          type="button"
          aria-pressed={chosen === state}
          onClick={() => choose('state', state ?? null)}
        >
          {state === undefined ? t('do.all') : nameOf(state)}
        </button>
      ))}
    </div>
  );
}
