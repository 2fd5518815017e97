export * from './store/access.ts';
export * from './store/accounts.ts';
export * from './store/devices.ts';
export * from './store/pins.ts';
export * from './store/sessions.ts';
export * from './store/tries.ts';
export * from './store/language.ts';
