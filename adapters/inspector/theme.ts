/** Light or dark: as the system says, unless a person has chosen. */

/** A choice of colours. `system` follows the setting of the system. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'hostcall.theme';

/** The choice that was made in an earlier visit; `system` if none was. */
export function chosenTheme(): Theme {
  const kept = read();
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Shows the page in these colours, and remembers the choice. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A page whose storage is blocked forgets it.
  }
  apply(theme);
}

/** Shows the page in the colours that were chosen in an earlier visit. */
export function followTheme(): void {
  apply(chosenTheme());
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function apply(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
}
