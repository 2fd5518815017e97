import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE inbound_shipment (
      site_id      uuid NOT NULL REFERENCES site,
      shipment_id  uuid NOT NULL,
      seller_id    uuid NOT NULL REFERENCES seller,
      asn          text COLLATE "C" NOT NULL CHECK (asn <> ''),
      version      int NOT NULL DEFAULT 1 CHECK (version > 0),
      state        text COLLATE "C" NOT NULL CHECK (state IN ('draft','booked','scheduled','in_transit','arrived',
                     'receiving','counted','closed','cancelled','no_show','refused')),
      unannounced  boolean NOT NULL DEFAULT false,
      expected_on  date NOT NULL,
      carrier      text,
      tracking     text COLLATE "C",
      dock_code    text COLLATE "C",
      -- why it was cancelled, refused at the gate, or closed with less than announced
      reason       text,
      counted_at   timestamptz,
      at           timestamptz NOT NULL,
      PRIMARY KEY (site_id, shipment_id),
      UNIQUE (site_id, seller_id, asn),
      CHECK (state NOT IN ('cancelled','refused') OR reason IS NOT NULL),
      CHECK (state NOT IN ('counted','closed') OR counted_at IS NOT NULL)
    );
    CREATE INDEX inbound_shipment_by_id ON inbound_shipment (shipment_id);
    CREATE INDEX inbound_shipment_by_asn ON inbound_shipment (asn);
    CREATE INDEX inbound_shipment_tracking ON inbound_shipment (tracking) WHERE tracking IS NOT NULL;
    CREATE INDEX inbound_shipment_counted ON inbound_shipment (counted_at) WHERE state = 'counted';

    CREATE TABLE inbound_line (
      site_id     uuid NOT NULL,
      shipment_id uuid NOT NULL,
      line_no     int  NOT NULL CHECK (line_no > 0),
      seller_id   uuid NOT NULL,
      item_id     uuid NOT NULL,
      lot         text COLLATE "C" NOT NULL DEFAULT '',
      expiry      date,
      -- 0: not announced
      expected    int NOT NULL CHECK (expected >= 0),
      received    int NOT NULL DEFAULT 0,
      good        int NOT NULL DEFAULT 0 CHECK (good >= 0),
      inspect     int NOT NULL DEFAULT 0 CHECK (inspect >= 0),
      damaged     int NOT NULL DEFAULT 0 CHECK (damaged >= 0),
      hold        int NOT NULL DEFAULT 0 CHECK (hold >= 0),
      -- why fewer came than announced
      short_reason text,
      PRIMARY KEY (site_id, shipment_id, line_no),
      FOREIGN KEY (site_id, shipment_id) REFERENCES inbound_shipment,
      FOREIGN KEY (seller_id, item_id) REFERENCES item,
      CHECK (received = good + inspect + damaged + hold)
    );

    CREATE TABLE inbound_box (
      site_id     uuid NOT NULL,
      shipment_id uuid NOT NULL,
      box_no      int  NOT NULL CHECK (box_no > 0),
      sscc        text COLLATE "C" NOT NULL CHECK (sscc ~ '^[0-9]{18}$'),
      width_mm    int NOT NULL CHECK (width_mm > 0),
      length_mm   int NOT NULL CHECK (length_mm > 0),
      height_mm   int NOT NULL CHECK (height_mm > 0),
      weight_g    int NOT NULL CHECK (weight_g > 0),
      state       text COLLATE "C" NOT NULL DEFAULT 'expected' CHECK (state IN ('expected','open','closed')),
      PRIMARY KEY (site_id, shipment_id, box_no),
      UNIQUE (site_id, sscc),
      FOREIGN KEY (site_id, shipment_id) REFERENCES inbound_shipment
    );
    CREATE INDEX inbound_box_by_sscc ON inbound_box (sscc);

    CREATE TABLE inbound_box_line (
      site_id     uuid NOT NULL,
      shipment_id uuid NOT NULL,
      box_no      int  NOT NULL,
      line_no     int  NOT NULL,
      quantity    int  NOT NULL CHECK (quantity > 0),
      received    int  NOT NULL DEFAULT 0 CHECK (received >= 0),
      PRIMARY KEY (site_id, shipment_id, box_no, line_no),
      FOREIGN KEY (site_id, shipment_id, box_no) REFERENCES inbound_box,
      FOREIGN KEY (site_id, shipment_id, line_no) REFERENCES inbound_line
    );

    -- one hour of one dock; the key lets one shipment have it
    CREATE TABLE dock_booking (
      site_id     uuid NOT NULL,
      dock_code   text COLLATE "C" NOT NULL,
      starts_at   timestamptz NOT NULL,
      shipment_id uuid NOT NULL,
      -- of a draft: until then nobody else gets the hour
      held_until  timestamptz,
      PRIMARY KEY (site_id, dock_code, starts_at),
      UNIQUE (site_id, shipment_id),
      FOREIGN KEY (site_id, shipment_id) REFERENCES inbound_shipment,
      FOREIGN KEY (site_id, dock_code) REFERENCES bin
    );

    -- a licence plate: a label on whatever carries goods through the house
    CREATE TABLE lpn (
      site_id    uuid NOT NULL,
      lpn_code   text COLLATE "C" NOT NULL CHECK (lpn_code <> ''),
      kind       text COLLATE "C" NOT NULL DEFAULT 'tote' CHECK (kind IN ('pallet','box','tote')),
      seller_id  uuid NOT NULL REFERENCES seller,
      place      text COLLATE "C" NOT NULL,
      parent_lpn text COLLATE "C",
      state      text COLLATE "C" NOT NULL CHECK (state IN ('filled','empty')),
      at         timestamptz NOT NULL,
      PRIMARY KEY (site_id, lpn_code),
      FOREIGN KEY (site_id, parent_lpn) REFERENCES lpn,
      CHECK (parent_lpn <> lpn_code)
    );
    CREATE INDEX lpn_parent ON lpn (site_id, parent_lpn) WHERE parent_lpn IS NOT NULL;
    CREATE INDEX lpn_waiting ON lpn (site_id, at) WHERE state = 'filled';

    -- what one scan at the dock took in
    CREATE TABLE receipt (
      site_id     uuid NOT NULL,
      receipt_id  uuid NOT NULL,
      shipment_id uuid NOT NULL,
      line_no     int  NOT NULL,
      box_no      int,
      lpn_code    text COLLATE "C" NOT NULL,
      lot         text COLLATE "C" NOT NULL DEFAULT '',
      serial      text COLLATE "C" NOT NULL DEFAULT '',
      condition   text COLLATE "C" NOT NULL CHECK (condition IN ('sellable','inspect','hold','damaged')),
      quantity    int NOT NULL CHECK (quantity > 0),
      reason      text,
      movement_id uuid NOT NULL,
      undone_by   uuid,
      actor_id    uuid NOT NULL,
      at          timestamptz NOT NULL,
      PRIMARY KEY (site_id, receipt_id),
      FOREIGN KEY (site_id, shipment_id, line_no) REFERENCES inbound_line,
      FOREIGN KEY (site_id, lpn_code) REFERENCES lpn
    );
    CREATE INDEX receipt_line ON receipt (site_id, shipment_id, line_no);
    CREATE INDEX receipt_lpn ON receipt (site_id, lpn_code);

    -- goods put where the bin's rules forbid them: by whom and why
    CREATE TABLE put_away_override (
      site_id     uuid NOT NULL,
      movement_id uuid NOT NULL,
      bin_code    text COLLATE "C" NOT NULL,
      item_id     uuid NOT NULL,
      rule        text COLLATE "C" NOT NULL,
      reason      text NOT NULL CHECK (reason <> ''),
      actor_id    uuid NOT NULL,
      at          timestamptz NOT NULL,
      PRIMARY KEY (site_id, movement_id, item_id),
      FOREIGN KEY (site_id, bin_code) REFERENCES bin
    );
  `);
}
