export interface Corner {
  lat: number;
  lon: number;
}

/** A zone as it is being drawn. */
export interface Draft {
  name: string;
  corners: Corner[];
  carrier: string;
  /** Null: all of the site. */
  cutOffs: string[] | null;
}

export const emptyDraft: Draft = { name: '', corners: [], carrier: 'own', cutOffs: null };

/** One corner a line, latitude before longitude: what a map elsewhere gives, and what is typed without a mouse. */
export const written = (corners: Corner[]): string =>
  corners.map(({ lat, lon }) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`).join('\n');

/** Undefined where a line is no corner. */
export function read(text: string): Corner[] | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const corners = lines.map((line) => {
    const [lat = Number.NaN, lon = Number.NaN] = line.split(/[,\s]+/).map(Number);
    return { lat, lon };
  });
  const isRight = corners.every(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180);
  return isRight ? corners : undefined;
}
