/** Advisory locks of a database: each guards one kind of work, whoever does it. */

/** The schema changes. */
export const MIGRATION_LOCK = 7205759403;
/** The app's own login is made or renewed. */
export const LOGIN_LOCK = 7205759404;
/** Personal data is wrapped under another key. */
export const ROTATION_LOCK = 7205759405;
/** The demo data of an empty database is made. */
export const DEMO_LOCK = 7205759406;
