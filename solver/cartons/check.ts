import type { Carton, CartonsAnswer, CartonsProblem, Edges, PackedCarton, PlacedItem } from './problem.ts';

/** What is wrong with an answer, in words; nothing where it is right. */
export function checkCartons(problem: CartonsProblem, answer: CartonsAnswer): string[] {
  const faults: string[] = [];
  const left = new Map<string | number, number>();
  for (const item of problem.items) left.set(item.id, (left.get(item.id) ?? 0) + item.quantity);
  const take = (id: string | number, quantity: number): void => {
    left.set(id, (left.get(id) ?? 0) - quantity);
  };
  if (problem.maxCartons !== undefined && answer.cartons.length > problem.maxCartons)
    faults.push(`${answer.cartons.length} cartons, at most ${problem.maxCartons} allowed`);
  for (const [n, packed] of answer.cartons.entries()) {
    const carton = problem.cartons.find((c) => c.id === packed.id);
    if (!carton) {
      faults.push(`carton ${n} is of the unknown kind ${packed.id}`);
      continue;
    }
    if (packed.items.length === 0) faults.push(`carton ${n} is empty`);
    faults.push(...contentFaults(problem, carton, packed).map((fault) => `carton ${n}: ${fault}`));
    for (const { id } of packed.items) take(id, 1);
  }
  for (const { id, quantity } of answer.unpacked) take(id, quantity);
  for (const [id, n] of left) if (n !== 0) faults.push(`${n} units of ${id} too few or too many`);
  return faults;
}

function contentFaults(problem: CartonsProblem, carton: Carton, { items }: PackedCarton): string[] {
  const faults: string[] = [];
  let weight_g = carton.tare_g;
  for (const [i, placed] of items.entries()) {
    const item = problem.items.find((known) => known.id === placed.id);
    if (!item) {
      faults.push(`unknown item ${placed.id}`);
      continue;
    }
    weight_g += item.weight_g;
    const same = sorted(item.size).every((edge, a) => edge === sorted(placed.size)[a]);
    const upright = item.size.some((edge, a) => item.vertical[a] === 1 && edge === placed.size[2]);
    if (!same || !upright) faults.push(`${placed.id} is turned as it must not be`);
    if ([0, 1, 2].some((a) => placed.at[a]! < 0 || placed.at[a]! + placed.size[a]! > carton.inner[a]!))
      faults.push(`${placed.id} sticks out`);
    for (const other of items.slice(0, i))
      if ([0, 1, 2].every((a) => shared(placed, other, a) > 0)) faults.push(`${placed.id} and ${other.id} overlap`);
    if (placed.at[2] > 0 && rest(placed, items) < 0.75 * placed.size[0] * placed.size[1])
      faults.push(`${placed.id} floats`);
  }
  if (weight_g > carton.maxWeight_g + 1e-6) faults.push(`weighs ${weight_g} g of ${carton.maxWeight_g} g`);
  return faults;
}

function sorted(edges: Edges): number[] {
  return [...edges].sort((a, b) => a - b);
}

function shared(p: PlacedItem, q: PlacedItem, axis: number): number {
  return Math.min(p.at[axis]! + p.size[axis]!, q.at[axis]! + q.size[axis]!) - Math.max(p.at[axis]!, q.at[axis]!);
}

function rest(item: PlacedItem, others: readonly PlacedItem[]): number {
  let area = 0;
  for (const other of others)
    if (other.at[2] + other.size[2] === item.at[2])
      area += Math.max(0, shared(item, other, 0)) * Math.max(0, shared(item, other, 1));
  return area;
}
