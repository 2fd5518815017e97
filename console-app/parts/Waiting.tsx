/** How much waits behind a key, said in `title` to who does not see it; nothing where nothing does. */
export function Waiting({ n, title }: { n: number; title?: string }) {
  if (n === 0) return null;
  return (
    <span class="waiting" title={title}>
      <span aria-hidden="true">{n > 99 ? '99+' : n}</span>
      {title && <span class="unseen">{title}</span>}
    </span>
  );
}
