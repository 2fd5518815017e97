/** An item's picture, or a tile of its own colour and letters, the same on every screen, until someone takes a photo. */
export function Picture({ code, name, picture }: { code: string; name: string; picture?: string | undefined }) {
  if (picture) return <img class="picture" src={picture} alt="" loading="lazy" />;
  return (
    <svg class="picture" viewBox="0 0 64 64" aria-hidden="true">
      <rect width="64" height="64" fill={`hsl(${hue(code)}, 42%, 22%)`} />
      <path d="M0 64L64 0v64z" fill={`hsl(${(hue(code) + 40) % 360}, 44%, 25%)`} />
      <text x="32" y="33" text-anchor="middle" dominant-baseline="central" fill="#ffffff">
        {letters(name)}
      </text>
    </svg>
  );
}

function hue(code: string): number {
  let sum = 7;
  for (const letter of code) sum = (sum * 31 + letter.charCodeAt(0)) % 3600;
  return sum % 360;
}

/** Two Korean syllables or the initials of two words. */
function letters(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .trim()
    .split(/\s+/);
  const first = words[0] ?? '';
  if (/[가-힣]/.test(first)) return Array.from(first).slice(0, 2).join('');
  const second = words[1] ?? '';
  return (Array.from(first)[0] ?? '?').toUpperCase() + (Array.from(second)[0] ?? '').toUpperCase();
}
