import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../words/t.ts';
import { Icon } from './Icon.tsx';

interface PageProps {
  title: string;
  /** Address of the list that this page belongs to. */
  back?: { to: string; title: string } | undefined;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}

export function Page({ title, back, lead, actions, wide, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  return (
    <main id="content" class={wide ? 'page wide' : 'page'} tabIndex={-1}>
      <header class="page-head">
        <div class="grow">
          {back && (
            <a class="back" href={back.to}>
              <Icon name="back" size={16} />
              {back.title}
            </a>
          )}
          <h1>{title}</h1>
          {lead && <div class="subtitle">{lead}</div>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

interface CardProps {
  title?: string | undefined;
  note?: ComponentChildren;
  actions?: ComponentChildren;
  flush?: boolean;
  class?: string;
  children: ComponentChildren;
}

export function Card({ title, note, actions, flush, children, ...rest }: CardProps) {
  return (
    <section class={`card${flush ? ' flush' : ''}${rest.class ? ` ${rest.class}` : ''}`}>
      {(title || actions) && (
        <header class="card-head">
          {title && <h2>{title}</h2>}
          {note && <span class="soft">{note}</span>}
          {actions && <div class="actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** A number that is the point of its card. */
export function Figure({
  label,
  value,
  note,
  tone,
}: {
  label: string;
  value: ComponentChildren;
  note?: ComponentChildren;
  tone?: string | undefined;
}) {
  return (
    <div class={tone ? `figure ${tone}` : 'figure'}>
      <span class="label">{label}</span>
      <strong>{value}</strong>
      {note && <span class="soft">{note}</span>}
    </div>
  );
}

export function Chip({ tone = 'plain', children }: { tone?: string; children: ComponentChildren }) {
  return <span class={`chip ${tone}`}>{children}</span>;
}
