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

/** Of the codes that begin, or end, alike the highest so many of a seller are looked at: which of them come first, the caller says. */
const ALIKE = 200;

interface Codes {
  table: string;
  column: string;
  columns: string;
  /** `t.site_id = :siteId`, say. */
  where: string;
  /** Where all codes begin alike, nobody looks for how they do. */
  onlyEnds?: boolean;
}

/**
 * Rows of `table` by a part of their code, of `:sellerIds`. Each seller's two ends are read from an index of their own on
 * (seller_id, …, upper(code)) and (seller_id, …, reverse(upper(code))), 200 rows at most, however many begin alike.
 */
export function byCodePart({ table, column, columns, where, onlyEnds = false }: Codes): string {
  const within = (read: string, bounds: readonly [string, string]) => `
    (SELECT ${columns} FROM ${table} t
      WHERE t.seller_id = s.seller_id AND ${where} AND ${read} >= ${bounds[0]}::text AND ${read} < ${bounds[1]}::text
      ORDER BY ${read} DESC LIMIT ${ALIKE})`;
  const ends = within(`reverse(upper(t.${column}))`, [':backFrom', ':backTo']);
  const both = `${within(`upper(t.${column})`, [':from', ':to'])} UNION ${ends}`;
  return `SELECT found.* FROM unnest(:sellerIds::uuid[]) AS s (seller_id) CROSS JOIN LATERAL (${onlyEnds ? ends : both}) found`;
}

/** Whether a code begins or ends with what is looked for: of tables so short, or so seldom asked, that they need no index. */
export const hasCodePart = (code: string): string =>
  `(starts_with(upper(${code}), :from::text) OR starts_with(reverse(upper(${code})), :backFrom::text))`;
