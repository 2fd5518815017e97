/** Korean particles that depend on how the word before them ends, as texts write them: after a consonant (after a vowel). */
const pairs: Record<string, readonly [string, string]> = {
  '을(를)': ['을', '를'],
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '과(와)': ['과', '와'],
  '아(야)': ['아', '야'],
  '(이)': ['이', ''],
  '(으)로': ['으로', '로'],
};

/** As part of a pattern: any of the particles as texts write them. */
export const anyParticle = Object.keys(pairs).map(escaped).join('|');

/** As part of a pattern: what a particle may have become. */
export const particleForms = (particle: string): string =>
  [...(pairs[particle] ?? []), particle].map(escaped).join('|');

/** The particle for what it follows; both forms where nobody can tell how that is read. */
export function particleAfter(said: string, particle: string): string {
  const pair = pairs[particle];
  const end = endOf(said);
  if (pair === undefined || end === undefined) return particle;
  if (particle === '(으)로') return end === 'closed' ? pair[0] : pair[1];
  return end === 'open' ? pair[1] : pair[0];
}

/** How a word ends when it is read aloud: in a vowel, in ㄹ, after which 로 stands, or in another consonant. */
type End = 'open' | 'l' | 'closed';

const hangul = { first: 0xac00, last: 0xd7a3, finals: 28, l: 8 };
/** 영 일 이 삼 사 오 육 칠 팔 구 */
const digits: readonly End[] = ['closed', 'l', 'open', 'closed', 'open', 'open', 'closed', 'l', 'l', 'open'];
/** Names of letters that end in a consonant: 엘, 엠, 엔, 알. */
const letters: Record<string, End> = { l: 'l', m: 'closed', n: 'closed', r: 'l' };
/** Of a word that is read as one, "water" 워터, its r is not heard. */
const sounds: Record<string, End> = { l: 'l', m: 'closed', n: 'closed' };
const units: Record<string, End> = { g: 'closed', kg: 'closed', m: 'open', km: 'open', cm: 'open', mm: 'open' };

function endOf(said: string): End | undefined {
  // what stands in brackets behind a word is not read with it
  const spoken = said.replace(/(.)\s*[([][^()[\]]*[)\]]\s*$/u, '$1').replace(/[^\p{L}\p{N}%]+$/u, '');
  const last = spoken.at(-1);
  if (last === undefined) return undefined;
  if (/\d/.test(last)) return digits[Number(last)];
  if (last === '%') return 'open';
  const code = last.charCodeAt(0);
  if (code >= hangul.first && code <= hangul.last) {
    const final = (code - hangul.first) % hangul.finals;
    return final === 0 ? 'open' : final === hangul.l ? 'l' : 'closed';
  }
  if (!/[a-z]/i.test(last)) return undefined;
  const unit = /\d\s?(k?g|[ckm]?m)$/.exec(spoken)?.[1];
  if (unit !== undefined) return units[unit];
  if (/\p{L}ng$/iu.test(spoken)) return 'closed';
  const isWord = /[A-Za-z][a-z]$/.test(spoken);
  return (isWord ? sounds : letters)[last.toLowerCase()] ?? 'open';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
