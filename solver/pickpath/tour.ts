import type { Columns } from './columns.ts';
import type { Step } from './construct.ts';

/** Something to visit: `mark` is the caller's number for it, y its place in the aisle. */
export interface Stop {
  y: number;
  mark: number;
}

interface Edge {
  from: number;
  to: number;
  /** What is visited on the way from `from` to `to`. */
  marks: number[];
  used: boolean;
}

/**
 * Walks the multigraph that the steps describe as one Eulerian circuit (Hierholzer, 1873) and returns the marks in walking order,
 * from the first mark 0 on. `stops` holds, per column, what lies in it in ascending y; one of them bears the mark 0.
 */
export function walkTour(columns: Columns, steps: readonly Step[], stops: readonly Stop[][]): number[] {
  const { K } = columns;
  const edges: Edge[] = [];
  const atNode = new Map<number, number[]>();
  const connect = (from: number, to: number, stops: Stop[]): void => {
    edges.push({ from, to, marks: stops.map((s) => s.mark), used: false });
  };
  for (const { column, block, move } of steps) {
    const node = column * K;
    if (block >= 0) {
      serveBlock(columns, column, block, move, stops[column]!, connect);
    } else if (move >= 4 * K - 3) {
      const k = Math.floor((move - (4 * K - 3)) / 3);
      for (let e = (move - (4 * K - 3)) % 3; e > 0; e--) connect(node + k, node + K + k, []);
    }
  }
  for (let i = columns.first; i < columns.first + columns.count; i++) visitNodes(columns, i, stops[i]!, atNode);
  return circuit(edges, atNode);
}

function serveBlock(
  { K, blocks, crossY }: Columns,
  column: number,
  block: number,
  move: number,
  stops: readonly Stop[],
  connect: (from: number, to: number, stops: Stop[]) => void,
): void {
  const low = column * K + block;
  const inside = stops.filter((s) => s.y > crossY[block]! && s.y < crossY[block + 1]!);
  if (move === block) connect(low, low, inside);
  else if (move === block + 1) connect(low + 1, low + 1, inside.toReversed());
  else if (move >= K + 2 * blocks) {
    const cut = afterLargestGap(inside);
    connect(low, low, inside.slice(0, cut));
    connect(low + 1, low + 1, inside.slice(cut).toReversed());
  } else {
    connect(low, low + 1, inside);
    if (move >= K + blocks) connect(low + 1, low, []);
  }
}

function afterLargestGap(inside: Stop[]): number {
  let cut = 1;
  for (let i = 2; i < inside.length; i++)
    if (inside[i]!.y - inside[i - 1]!.y > inside[cut]!.y - inside[cut - 1]!.y) cut = i;
  return cut;
}

/** What lies on a cross aisle, or beyond the outermost ones, is visited when its node is first reached. */
function visitNodes(
  { K, crossY }: Columns,
  column: number,
  stops: readonly Stop[],
  atNode: Map<number, number[]>,
): void {
  const add = (k: number, list: Stop[]): void => {
    if (list.length > 0)
      atNode.set(column * K + k, [...(atNode.get(column * K + k) ?? []), ...list.map((s) => s.mark)]);
  };
  add(0, stops.filter((s) => s.y < crossY[0]!).reverse());
  crossY.forEach((y, k) =>
    add(
      k,
      stops.filter((s) => s.y === y),
    ),
  );
  add(
    K - 1,
    stops.filter((s) => s.y > crossY[K - 1]!),
  );
}

function circuit(edges: Edge[], atNode: Map<number, number[]>): number[] {
  const around = new Map<number, Edge[]>();
  for (const edge of edges) {
    for (const end of edge.from === edge.to ? [edge.from] : [edge.from, edge.to]) {
      if (!around.has(end)) around.set(end, []);
      around.get(end)!.push(edge);
    }
  }
  const start = edges[0]?.from ?? atNode.keys().next().value!;
  const stack: { node: number; marks: number[] }[] = [{ node: start, marks: [] }];
  const walked: { node: number; marks: number[] }[] = [];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const list = around.get(top.node) ?? [];
    while (list.length > 0 && list.at(-1)!.used) list.pop();
    const edge = list.pop();
    if (!edge) {
      walked.push(stack.pop()!);
      continue;
    }
    edge.used = true;
    const forward = edge.from === top.node;
    stack.push({ node: forward ? edge.to : edge.from, marks: forward ? edge.marks : edge.marks.toReversed() });
  }
  const marks: number[] = [];
  for (const { node, marks: onTheWay } of walked.reverse()) {
    marks.push(...onTheWay, ...(atNode.get(node) ?? []));
    atNode.delete(node);
  }
  const depot = marks.indexOf(0);
  return [...marks.slice(depot), ...marks.slice(0, depot)];
}
