/** Line icons on a 24-unit grid, drawn with one 2-unit stroke. */
const paths = {
  home: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6',
  back: 'M15 5l-7 7 7 7',
  next: 'M5 12h14M13 6l6 6-6 6',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8v8M11 8v8M13.5 8v8M16 8v8',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M7 14h10',
  check: 'M4 13l5 5L20 6',
  cross: 'M6 6l12 12M18 6L6 18',
  warning: 'M12 4L2.5 20h19zM12 10v5M12 17.5v.01',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 7.5v.01',
  receive: 'M12 3v10M8 9l4 4 4-4M4 13v7h16v-7',
  putAway: 'M4 3v18M20 3v18M4 9h16M4 17h16M9 9V5h6v4M9 17v-3h3v3',
  pick: 'M3 4h3l2 11h10l2-8H7M9 20a1 1 0 1 0 0-.01M17 20a1 1 0 1 0 0-.01',
  sortToWall: 'M4 4h16v16H4zM12 4v16M4 12h16M8 6v3M7 8l1 1 1-1',
  pack: 'M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9M8 6l8 4',
  load: 'M3 6h10v10H3zM13 10h4l4 3v3h-8M7 19a2 2 0 1 0 0-.01M17 19a2 2 0 1 0 0-.01',
  deliver: 'M12 21s7-6.2 7-11a7 7 0 0 0-14 0c0 4.8 7 11 7 11M12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  count: 'M6 4h12v17H6zM9 4V2.5h6V4M9 9h6M9 13h6M9 17h3',
  move: 'M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4',
  replenish: 'M5 9a7.5 7.5 0 0 1 14 1M19 5v5h-5M19 15a7.5 7.5 0 0 1-14-1M5 19v-5h5',
  return: 'M9 5L4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3',
  handOver: 'M3 12h8M8 8l4 4-4 4M21 5v14M16 8v8',
  look: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L21 21',
  tray: 'M4 14l3-9h10l3 9v6H4zM4 14h5l1 2h4l1-2h5',
  gear: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1',
  away: 'M3 3l18 18M8.5 7.5A6 6 0 0 1 18 11a4 4 0 0 1 2 7M16 19H7a5 5 0 0 1-1-9.9',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2',
  torch: 'M8 3h8v4l-2 3v11h-4V10L8 7zM12 13v2',
  photo: 'M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M16 9v.01',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4',
  erase: 'M9 5h12v14H9l-6-7zM12 9l6 6M18 9l-6 6',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6',
  leave: 'M14 4h6v16h-6M3 12h11M10 8l4 4-4 4',
  speaker: 'M4 9h4l5-4v14l-5-4H4zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 28 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
