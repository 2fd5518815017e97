export interface Spot {
  lat: number;
  lon: number;
}

/** Metres east and south of a middle: true to scale over a city, where the earth may be taken for flat. */
export interface Flat {
  x: number;
  y: number;
}

export type Project = (spot: Spot) => Flat;

const metres_per_degree = 111_320;

export function projectionAt(middle: Spot): Project {
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  return ({ lat, lon }) => ({
    x: (lon - middle.lon) * shrink * metres_per_degree,
    y: (middle.lat - lat) * metres_per_degree,
  });
}

/** The way back: where on earth a place of the map is. */
export function spotsAround(middle: Spot): (at: Flat) => Spot {
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  return ({ x, y }) => ({
    lat: middle.lat - y / metres_per_degree,
    lon: middle.lon + x / shrink / metres_per_degree,
  });
}

/** Where on a drawing the pointer is, in the units of the drawing. */
export const pointerOn = (drawing: SVGSVGElement, { clientX, clientY }: MouseEvent): Flat =>
  new DOMPoint(clientX, clientY).matrixTransform(drawing.getScreenCTM()!.inverse());

export interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The smallest view of this shape that holds all spots, with a margin. */
export function viewOf(spots: Flat[], shape: number): View {
  const xs = spots.map(({ x }) => x);
  const ys = spots.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(0, ...xs), Math.max(0, ...xs), Math.min(0, ...ys), Math.max(0, ...ys)];
  const margin = 1.12;
  const wide = Math.max((right - left) * margin, (bottom - top) * margin * shape, 2_000);
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return { x: x - wide / 2, y: y - wide / shape / 2, width: wide, height: wide / shape };
}

export const isSeen = ({ x, y, width, height }: View, at: Flat): boolean =>
  at.x > x && at.x < x + width && at.y > y && at.y < y + height;

/** Closer (< 1) or farther, with the point under the pointer staying where it is. */
export function zoomed(view: View, by: number, at: Flat): View {
  const width = Math.min(400_000, Math.max(300, view.width * by));
  const turn = width / view.width;
  return { x: at.x - (at.x - view.x) * turn, y: at.y - (at.y - view.y) * turn, width, height: view.height * turn };
}

/** A round length for the scale bar that is at most a fifth of the view. */
export function scaleLength_m(view: View): number {
  const most = view.width / 5;
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
}
