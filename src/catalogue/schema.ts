import { z } from 'zod';

/** Printable, no control characters, no blanks at the ends. */
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]+$/u, 'expected no control characters')
    .refine((value) => value === value.trim(), 'expected no blanks at the ends');

export const quantity = z.int().min(1).max(1_000_000);
const size_mm = z.tuple([z.int().min(1).max(10_000), z.int().min(1).max(10_000), z.int().min(1).max(10_000)]);
const weight_g = z.int().min(1).max(2_000_000);
export const Temperature = z.enum(['ambient', 'chilled', 'frozen']);
export type Temperature = z.infer<typeof Temperature>;

/** A code that is scanned, and the units that one scan of it stands for: 1 for the piece, 12 for a case of twelve. */
export const Barcode = z.strictObject({ code: text(80), quantity });
export type Barcode = z.infer<typeof Barcode>;

export const Pack = z.strictObject({
  name: text(60),
  quantity: quantity.min(2),
  size_mm: size_mm.optional(),
  weight_g: weight_g.optional(),
});
export type Pack = z.infer<typeof Pack>;

/** Packs of one item. */
export const MOST_PACKS = 10;

/** Without a name it is called by its number, which reads the same in every language. */
export const AddPack = Pack.partial({ name: true });
export type AddPack = z.infer<typeof AddPack>;

export const NewItem = z.strictObject({
  code: text(60),
  name: text(200),
  barcodes: z.array(Barcode).max(20).default([]),
  size_mm,
  weight_g,
  temperature: Temperature.default('ambient'),
  lotTracked: z.boolean().default(false),
  expiryTracked: z.boolean().default(false),
  serialTracked: z.boolean().default(false),
  /** Shortest life that goods may have left when they arrive. */
  minLifeDays: z.int().min(0).max(3_650).default(0),
  keepUpright: z.boolean().default(false),
  packs: z.array(Pack).max(MOST_PACKS).default([]),
});
export type NewItem = z.infer<typeof NewItem>;

export const AddItem = NewItem.extend({ sellerId: z.uuid() });
export type AddItem = z.infer<typeof AddItem>;
export const Added = z.strictObject({ itemId: z.uuid() });
export type Added = z.infer<typeof Added>;

export const AddItems = z.strictObject({ sellerId: z.uuid(), items: z.array(NewItem).min(1).max(1_000) });
export type AddItems = z.infer<typeof AddItems>;
export const AddedItems = z.strictObject({
  items: z.array(z.strictObject({ row: z.int(), code: z.string(), itemId: z.uuid(), added: z.boolean() })),
  refused: z.array(
    z.strictObject({
      row: z.int(),
      code: z.string(),
      message: z.string(),
      field: z.string().optional(),
      got: z.unknown().optional(),
      expected: z.unknown().optional(),
    }),
  ),
});
export type AddedItems = z.infer<typeof AddedItems>;

export const ItemPath = z.strictObject({ itemId: z.uuid() });

export const SetPackaging = z.strictObject({
  size_mm: size_mm.optional(),
  weight_g: weight_g.optional(),
  keepUpright: z.boolean().optional(),
  packs: z.array(Pack).max(MOST_PACKS).optional(),
});
export type SetPackaging = z.infer<typeof SetPackaging>;

export const SetTracking = z.strictObject({
  lotTracked: z.boolean().optional(),
  expiryTracked: z.boolean().optional(),
  serialTracked: z.boolean().optional(),
  minLifeDays: z.int().min(0).max(3_650).optional(),
});
export type SetTracking = z.infer<typeof SetTracking>;

export const Item = z.strictObject({
  itemId: z.uuid(),
  sellerId: z.uuid(),
  code: z.string(),
  name: z.string(),
  barcodes: z.array(Barcode),
  size_mm: z.array(z.int()),
  weight_g: z.int(),
  unitVolume_cm3: z.int(),
  temperature: Temperature,
  lotTracked: z.boolean(),
  expiryTracked: z.boolean(),
  serialTracked: z.boolean(),
  minLifeDays: z.int(),
  keepUpright: z.boolean(),
  packs: z.array(Pack),
});
export type Item = z.infer<typeof Item>;

export const ItemsQuery = z.strictObject({
  sellerId: z.uuid().optional(),
  /** A beginning of the code, a part of the name, or a whole barcode. */
  search: text(80).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export type ItemsQuery = z.infer<typeof ItemsQuery>;

export const Items = z.strictObject({ items: z.array(Item), next: z.uuid().optional() });
export type Items = z.infer<typeof Items>;
