import type { Knex } from 'knex';

/** What a vehicle can beside cooling is among what its site has named, whoever forgets a skill meanwhile: it goes with the skill. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE vehicle_skill (
      site_id    uuid NOT NULL,
      vehicle_id uuid NOT NULL,
      code       text COLLATE "C" NOT NULL,
      PRIMARY KEY (site_id, vehicle_id, code),
      FOREIGN KEY (site_id, vehicle_id) REFERENCES vehicle,
      FOREIGN KEY (site_id, code) REFERENCES delivery_skill ON DELETE CASCADE
    );
    CREATE INDEX vehicle_skill_of ON vehicle_skill (site_id, code);
    INSERT INTO vehicle_skill (site_id, vehicle_id, code)
    SELECT v.site_id, v.vehicle_id, k.code FROM vehicle v JOIN delivery_skill k ON k.site_id = v.site_id AND k.code = ANY(v.skills);
    UPDATE vehicle SET skills = ARRAY(SELECT unnest(skills) INTERSECT SELECT unnest('{chilled,frozen}'::text[]) ORDER BY 1)
     WHERE NOT skills <@ '{chilled,frozen}';
    ALTER TABLE vehicle ADD CONSTRAINT vehicle_skills_check CHECK (skills <@ '{chilled,frozen}');
  `);
}
