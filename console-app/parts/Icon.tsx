import { Icon as FloorIcon, type IconName } from '../../scanner-app/look/icons.tsx';

/** What the handheld's set has not: drawn on the same grid with the same stroke. */
const paths = {
  floor: 'M3 20V9l9-5 9 5v11M7 20v-7h10v7M7 16.5h10',
  orders: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  routes:
    'M6 18.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M18 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M8.500 16H14a3 3 0 0 0 0-6h-4a3 3 0 0 1 0-6h3',
  flash: 'M13 3L5.500 13.500H12L10.500 21l8-11H12z',
  stock: 'M3 20V8M21 20V8M3 11h18M3 18h18M6 11V6h5v5M13 18v-4h5v4',
  approve: 'M4 5h16v14H4zM8 12l3 3 5-6',
  plus: 'M12 5v14M5 12h14',
  down: 'M6 9l6 6 6-6',
  download: 'M12 4v11M7.500 11l4.500 4.500L16.500 11M5 20h14',
  calendar: 'M4 6h16v14H4zM4 10.500h16M8 3.500V7M16 3.500V7',
  box: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  key: 'M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10M11.500 12.500L4 20v0M4.500 19.500l2.500 2.500M8 16l2.500 2.500',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  pin: 'M12 3a6 6 0 0 0-6 6c0 4 6 11 6 11s6-7 6-11a6 6 0 0 0-6-6M10 9h4',
  undo: 'M9 5L4 10l5 5M4 10h9a6 6 0 0 1 0 12h-3',
  open: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 6.700-1.500',
  swap: 'M7 4v14M3.500 14.500L7 18l3.500-3.500M17 20V6M13.500 9.500L17 6l3.500 3.500',
  target: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14M12 2v4M12 18v4M2 12h4M18 12h4',
  menu: 'M4 7h16M4 12h16M4 17h16',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.500 20.500a7.500 7.500 0 0 1 15 0',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c3 3 3.500 6 3.500 9s-.500 6-3.500 9c-3-3-3.500-6-3.500-9S9 6 12 3',
  minus: 'M5 12h14',
  pause: 'M8 5v14M16 5v14',
  paste: 'M8 5H5v16h14V5h-3M9 3h6v4H9zM9 12h6M9 16h4',
} as const;

export type DeskIconName = IconName | keyof typeof paths;

export function Icon({ name, size = 20 }: { name: DeskIconName; size?: number }) {
  if (!(name in paths)) return <FloorIcon name={name as IconName} size={size} />;
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name as keyof typeof paths]} />
    </svg>
  );
}
