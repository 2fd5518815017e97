import { numberSaid } from './measures.shared.ts';
import { anyParticle, particleAfter, particleForms } from './particles.shared.ts';

export type Language = 'ko' | 'en';
export type Fill = Readonly<Record<string, string | number>>;

const place = new RegExp(`\\{(\\w+)(?:\\|([^|}]*)\\|([^}]*))?\\}(?:([”’"')\\]]*)(${anyParticle}))?`, 'gu');

/**
 * A text with what stands in braces filled in: `{name}`; `{name|unit|units}` by whether it is one, for which English has a
 * form of its own; and behind it a Korean particle, `{name}을(를)`, by how that is read. Numbers are written as the language does.
 */
export function fillIn(language: Language, text: string, fill: Fill): string {
  return text.replace(place, (...found: string[]) => {
    const [, name, one, many, between = '', particle] = found;
    const value = fill[name!] ?? '';
    const said = one === undefined ? saidOf(language, value) : Math.abs(Number(value)) === 1 ? one : many!;
    return particle === undefined ? said : `${said}${between}${particleAfter(said, particle)}`;
  });
}

const saidOf = (language: Language, value: string | number): string =>
  typeof value === 'number' ? numberSaid(language, value) : value;

/** What `fillIn` may have made of a text, each `{name}` as a group: what was told once is told again in another language. */
export function filledPattern(text: string): RegExp {
  const known = new Set<string>();
  let pattern = '';
  let end = 0;
  for (const found of text.matchAll(place)) {
    const [whole, name, one, many, between = '', particle] = found;
    pattern += escaped(text.slice(end, found.index));
    if (one !== undefined) pattern += `(?:${escaped(one)}|${escaped(many!)})`;
    else if (known.has(name!)) pattern += `\\k<${name}>`;
    else {
      pattern += `(?<${name}>${particle === undefined ? '.*' : '.*?'})`;
      known.add(name!);
    }
    if (particle !== undefined) pattern += `${escaped(between)}(?:${particleForms(particle)})`;
    end = found.index + whole.length;
  }
  return new RegExp(`^${pattern}${escaped(text.slice(end))}$`, 'su');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
