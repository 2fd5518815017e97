import { type Left, others } from '../queue/others.ts';
import { t } from '../words/t.ts';
import { Notice } from './Notice.tsx';

export const nameOf = ({ login }: { login: string }): string => login || t('others.somebody');

/** Whose scans wait here beside those of whoever is signed in, and what has to happen. */
export function OthersWait() {
  return (
    <>
      {others.value.map((left) => (
        <Notice key={left.userId} text={told(left)} />
      ))}
    </>
  );
}

const told = (left: Left): string => t('others.wait', { n: left.count, who: nameOf(left) });
