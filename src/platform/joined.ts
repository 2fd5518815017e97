/** Texts as one key of a map. What stands between them is in no text that may be kept, so that `A`, `B C` is not `A B`, `C`. */
export const joined = (...parts: (string | number)[]): string => parts.join('\u0000');
