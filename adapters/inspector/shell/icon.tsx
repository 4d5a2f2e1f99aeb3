import type { JSX } from 'preact';

/** The paths of icons on a square of 16. */
const PATHS = {
  open: 'M2 4h4l1.5 1.5H14v7.5H2z',
  predict: 'M5.5 6a2.5 2.5 0 1 1 3.7 2.2c-.8.45-1.2.9-1.2 1.8M8 12.7v.1',
  light: 'M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  dark: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  keys: 'M1.5 4.5h13v7h-13zM4 7h0M6.5 7h0M9 7h0M11.5 7h0M5 9.5h6',
  close: 'M4 4l8 8M12 4l-8 8',
  previous: 'M10 3.5L5.5 8L10 12.5',
  next: 'M6 3.5L10.5 8L6 12.5',
  note: 'M3 2.5h10v8L10 13.5H3zM10 13.5v-3h3M5.5 5.5h5M5.5 8h3',
  follow: 'M2 8h8M7 4.5L10.5 8L7 11.5M13.5 3v10',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM10.5 10.5L14 14',
  ascending: 'M4 10l4-4.5L12 10',
  descending: 'M4 6l4 4.5L12 6',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture for a button that has a label. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
