/**
 * A parcel's page (`/t/…`) brings itself up to date while somebody looks at it: every so often as it says itself, less often
 * while the server is not reached, not at all while it is hidden, and no more once the parcel has arrived.
 */
(() => {
  const most_ms = 600000;
  const main = () => document.querySelector('main');
  let timer = 0,
    failures = 0,
    asked_ms = Date.now();
  const wait_ms = () => Math.min(most_ms, main().dataset.every * 1000 * 2 ** failures);
  const plan = () => {
    clearTimeout(timer);
    if (document.hidden || main().dataset.every === '0') return;
    timer = setTimeout(ask, Math.max(0, asked_ms + wait_ms() - Date.now()));
  };
  // the state's own element stays, so that who listens to the page hears a new one and nothing else
  const show = (fresh) => {
    const [state, told] = [main(), fresh].map((of) => of.querySelector('.state'));
    const parts = Array.from(fresh.childNodes);
    const at = parts.indexOf(told);
    main().dataset.every = fresh.dataset.every;
    main().replaceChildren(...parts.slice(0, at), state, ...parts.slice(at + 1));
    state.className = told.className;
    if (state.textContent !== told.textContent) state.textContent = told.textContent;
  };
  const ask = async () => {
    asked_ms = Date.now();
    try {
      const answer = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } });
      if (!answer.ok) throw answer;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
      failures = 0;
      show(fresh);
    } catch {
      failures += 1;
      const asOf = document.querySelector('.asof');
      if (asOf && !asOf.dataset.away) asOf.dataset.away = asOf.textContent += ' · ' + main().dataset.away;
    }
    plan();
  };
  document.addEventListener('visibilitychange', plan);
  addEventListener('online', () => {
    failures = 0;
    asked_ms = 0;
    plan();
  });
  plan();
})();
