/** For these a door is given up wherever the driver is, at the dock, on the road or at home. */
const UNVISITED: readonly string[] = ['left_behind', 'no_time', 'cancelled'];

interface Visited<At> {
  arrivedAt: At | null;
  doneAt: At | null;
  reason: string | null;
}

/** When the driver was at a door first, as far as is known. */
export const cameAt = <At>({ arrivedAt, doneAt, reason }: Visited<At>): At | null =>
  arrivedAt ?? (reason !== null && UNVISITED.includes(reason) ? null : doneAt);
