/** What a carrier gets to know of a parcel. `reference` is ours, and the same for every attempt at this label. */
export interface LabelAsked {
  reference: string;
  sscc: string;
  weight_g: number;
}

export interface LabelBought {
  trackingNo: string;
}

export interface Carrier {
  code: string;
  name: string;
  /** Ours: knows no network, so a label is bought in the transaction that intends it. */
  inHouse: boolean;
  /**
   * Buys a label. Throws when the answer is unknown (nothing came back in time); the purchase is then looked for by its
   * reference, never made a second time blindly.
   */
  buy(asked: LabelAsked): Promise<LabelBought | { refusedBecause: string }>;
  /** What the carrier has under our reference; undefined: it says that there is nothing. Throws when it does not answer. */
  find(reference: string): Promise<LabelBought | undefined>;
  /** Takes a label back. Throws when the answer is unknown. */
  cancel(reference: string): Promise<void>;
}
