/** A code as people say it: how it begins or how it ends, in capitals or not. */
export interface CodePart {
  /** As it was typed. */
  text: string;
  from: string;
  to: string;
  backFrom: string;
  backTo: string;
}

/** Above every letter, in the order of bytes in which codes are kept. */
const LAST = '\u{10ffff}';

/** The bounds between which codes lie that begin with a text, and codes read backwards that end with it. */
export function codePart(typed: string): CodePart {
  const text = typed.trim();
  // as the database does in the order of bytes: the letters of ASCII and no others
  const from = text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
  const backFrom = Array.from(from).reverse().join('');
  return { text, from, to: from + LAST, backFrom, backTo: backFrom + LAST };
}

/** Whose codes are looked for, and how many of each seller at most. */
export interface PartAsked {
  part: CodePart;
  sellerIds: string[];
  siteId: string;
  limit: number;
}

export const partParams = <A extends { part: CodePart }>({ part, ...more }: A) => ({ ...part, ...more });

/** Of the codes that begin, or end, alike the highest so many of a seller are looked at: the latest are looked through beside them. */
const ALIKE = 200;

/** So many of the latest rows are looked through, those of all sellers together, and so many of one: some milliseconds. */
const LATEST = 20_000;
const LATEST_OF_ONE = 2_000;

interface Codes {
  table: string;
  column: string;
  columns: string;
  /** `t.site_id = :siteId`, say. */
  where: string;
  /** Where all codes begin alike, nobody looks for how they do. */
  onlyEnds?: boolean;
  /** The id by which rows are later than others, where an index has each seller's in its order. */
  latestBy?: string;
}

/** What was typed in whole comes first (0), then what begins so (1), then what has it elsewhere (2). */
export const rankOfCode = (code: string): string =>
  `CASE WHEN upper(${code}) = :from::text THEN 0 WHEN starts_with(upper(${code}), :from::text) THEN 1 ELSE 2 END`;

/** The same of names, whose letters of any kind the database raises. */
export const rankOfName = (name: string): string =>
  `CASE WHEN upper(${name}) = upper(:text::text) THEN 0
        WHEN starts_with(upper(${name}), upper(:text::text)) THEN 1 ELSE 2 END`;

/**
 * Rows of `table` by a part of their code, of `:sellerIds`, each with its `rank`. The code itself and each seller's two ends
 * are read from an index of their own on (seller_id, …, upper(code)) and (seller_id, …, reverse(upper(code))), 200 rows at most,
 * however many begin alike; so that the latest of more than 200 are among them, the latest rows are looked through as well.
 */
export function byCodePart({ table, column, columns, where, onlyEnds = false, latestBy }: Codes): string {
  const read = `SELECT ${columns}, ${rankOfCode(`t.${column}`)} AS rank FROM`;
  const within = (key: string, bounds: string) => `
    (${read} ${table} t
      WHERE t.seller_id = s.seller_id AND ${where} AND ${key} ${bounds} ORDER BY ${key} DESC LIMIT ${ALIKE})`;
  const between = (key: string, from: string, to: string) => within(key, `>= ${from}::text AND ${key} < ${to}::text`);
  const upper = `upper(t.${column})`;
  const ends = between(`reverse(${upper})`, ':backFrom', ':backTo');
  const both = [within(upper, '= :from::text'), between(upper, ':from', ':to'), ends];
  const latest = `
    (${read} (SELECT * FROM ${table} t WHERE t.seller_id = s.seller_id ORDER BY t.${latestBy} DESC
               LIMIT least(${LATEST_OF_ONE}, 1 + ${LATEST} / cardinality(:sellerIds::uuid[]))) t
      WHERE ${where} AND ${hasCodePart(`t.${column}`)})`;
  const parts = [...(onlyEnds ? [ends] : both), ...(latestBy === undefined ? [] : [latest])];
  return `SELECT found.* FROM unnest(:sellerIds::uuid[]) AS s (seller_id) CROSS JOIN LATERAL (${parts.join(' UNION ')}) found`;
}

/** Whether a code begins or ends with what is looked for: of tables so short, or so seldom asked, that they need no index. */
export function hasCodePart(code: string): string {
  return `(starts_with(upper(${code}), :from::text) OR starts_with(reverse(upper(${code})), :backFrom::text))`;
}

/** Whether a name has it anywhere. */
export const hasNamePart = (name: string): string => `position(upper(:text::text) IN upper(${name})) > 0`;

/** How near a row is to what was typed. */
export interface Ranked {
  rank: number;
}
