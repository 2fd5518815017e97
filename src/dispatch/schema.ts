export * from './schema/board.ts';
export * from './schema/change.ts';
export * from './schema/fleet.ts';
export * from './schema/road.ts';
export * from './schema/tracks.ts';
export * from './schema/driven.ts';
export * from './schema/shifts.ts';
export * from './schema/ways.ts';
