/** Two letters of Hangul are as much as three of Latin, or three digits. */
export const isEnoughToFind = (text: string): boolean =>
  text.length >= 3 || (text.length === 2 && /^\p{Script=Hangul}+$/u.test(text));
