/** Twelve hues that stay apart on paper and on night; neighbours in the list differ the most. */
const hues = [262, 168, 24, 214, 330, 96, 190, 44, 290, 140, 8, 236];

export const colourOf = (at: number): string =>
  `hsl(${hues[at % hues.length]} ${at < hues.length ? 58 : 38}% ${at % 2 ? 42 : 48}%)`;
