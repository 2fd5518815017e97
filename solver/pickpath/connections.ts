/**
 * The states of the dynamic program over aisles, for a given number of cross aisles K: for each cross-aisle node of the present
 * aisle the parity of its edges and the component that it belongs to (0: untouched). Ratliff and Rosenthal (1983) for one block,
 * Roodbergen and de Koster (2001) for two, Cambazard and Catusse (2018) for any number. There are 6, 24, 112, 568, 2968 and 16768
 * states for K = 2 … 7, so every transition is worked out once and then looked up.
 */
export interface Connections {
  readonly K: number;
  readonly size: number;
  /** Number of moves, the row length of `next`. */
  readonly moves: number;
  /** next[state * moves + move]: the state after the move, or -1 where the move breaks the tour. */
  readonly next: Int32Array;
  /** 1 where the state is a whole tour: one component, all parities even. */
  readonly whole: Uint8Array;
}

export const MAX_CROSS_AISLES = 7;

// moves: touch node k | pass block b once | pass it twice | touch both ends of block b | leave node k by 0, 1 or 2 edges
export const touch = (k: number): number => k;
export const passOnce = (K: number, b: number): number => K + b;
export const passTwice = (K: number, b: number): number => 2 * K - 1 + b;
export const touchBoth = (K: number, b: number): number => 3 * K - 2 + b;
export const leave = (K: number, k: number, edges: number): number => 4 * K - 3 + 3 * k + edges;
const moveCount = (K: number): number => 7 * K - 3;

interface Nodes {
  label: number[];
  odd: number[];
}

const known = new Map<number, Connections>();

/** The state graph for K cross aisles (1 … 7), built on first use. */
export function connections(K: number): Connections {
  const found = known.get(K);
  if (found) return found;
  const built = build(K);
  known.set(K, built);
  return built;
}

function build(K: number): Connections {
  const moves = moveCount(K);
  const ids = new Map<number, number>([[0, 0]]);
  const codes = [0];
  const next: number[] = [];
  for (let state = 0; state < codes.length; state++) {
    for (let move = 0; move < moves; move++) {
      const nodes = unpack(codes[state]!, K);
      if (!apply(nodes, move, K)) {
        next.push(-1);
        continue;
      }
      const code = pack(nodes);
      let to = ids.get(code);
      if (to === undefined) {
        to = codes.length;
        ids.set(code, to);
        codes.push(code);
      }
      next.push(to);
    }
  }
  const whole = Uint8Array.from(codes, (code) => {
    const { label, odd } = unpack(code, K);
    return Math.max(...label) === 1 && odd.every((o) => o === 0) ? 1 : 0;
  });
  return { K, size: codes.length, moves, next: Int32Array.from(next), whole };
}

function apply(nodes: Nodes, move: number, K: number): boolean {
  if (move < K) return touchNode(nodes, move);
  if (move < 2 * K - 1) {
    join(nodes, move - K);
    nodes.odd[move - K]! ^= 1;
    nodes.odd[move - K + 1]! ^= 1;
    return true;
  }
  if (move < 3 * K - 2) return join(nodes, move - (2 * K - 1));
  if (move < 4 * K - 3) return touchNode(nodes, move - (3 * K - 2)) && touchNode(nodes, move - (3 * K - 2) + 1);
  const k = Math.floor((move - (4 * K - 3)) / 3);
  return leaveNode(nodes, k, (move - (4 * K - 3)) % 3);
}

function touchNode({ label }: Nodes, k: number): boolean {
  if (label[k] === 0) label[k] = 9;
  // two new nodes in one move must not share a label
  if (label[k] === 9 && label.indexOf(9) !== label.lastIndexOf(9)) label[k] = 10;
  return true;
}

function join(nodes: Nodes, b: number): boolean {
  touchNode(nodes, b);
  touchNode(nodes, b + 1);
  const gone = nodes.label[b + 1]!;
  const kept = nodes.label[b]!;
  nodes.label = nodes.label.map((l) => (l === gone ? kept : l));
  return true;
}

/** Walks on along cross aisle k. A component must not be left behind, so its last node cannot be dropped. */
function leaveNode({ label, odd }: Nodes, k: number, edges: number): boolean {
  if (label[k] === 0) return edges === 0;
  if (odd[k] !== edges % 2) return false;
  if (edges > 0) return true;
  if (label.indexOf(label[k]!) === label.lastIndexOf(label[k]!)) return false;
  label[k] = 0;
  return true;
}

function pack({ label, odd }: Nodes): number {
  const renamed = new Map<number, number>([[0, 0]]);
  let code = 0;
  for (let k = 0; k < label.length; k++) {
    if (!renamed.has(label[k]!)) renamed.set(label[k]!, renamed.size);
    code |= ((renamed.get(label[k]!)! << 1) | odd[k]!) << (4 * k);
  }
  return code;
}

function unpack(code: number, K: number): Nodes {
  const label: number[] = [];
  const odd: number[] = [];
  for (let k = 0; k < K; k++) {
    label.push((code >>> (4 * k + 1)) & 7);
    odd.push((code >>> (4 * k)) & 1);
  }
  return { label, odd };
}
