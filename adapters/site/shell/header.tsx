import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { chooseTheme, chosenTheme, type Theme } from '../../inspector/theme.js';
import { hashOf, type Route } from '../routes.js';

const PLACES: readonly (readonly [string, Route])[] = [
  ['Start', { view: 'start' }],
  ['Lessons', { view: 'lessons', name: '' }],
  ['Reference', { view: 'reference', name: '' }],
];

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'as the system'],
  ['light', 'light'],
  ['dark', 'dark'],
];

/** The top of every view: where one is, and where one can go. */
export function Header({ route }: { readonly route: Route }): JSX.Element {
  return (
    <header class="site-header">
      <a class="brand" href="#/">
        hostcall
      </a>
      <nav aria-label="Site">
        {PLACES.map(([text, place]) => (
          <a key={text} href={hashOf(place)} aria-current={place.view === route.view ? 'page' : undefined}>
            {text}
          </a>
        ))}
      </nav>
      <ThemeChoice />
    </header>
  );
}

function ThemeChoice(): JSX.Element {
  const [theme, setTheme] = useState(chosenTheme());
  return (
    <label class="theme-choice">
      <span>Colours</span>
      <select
        value={theme}
        onChange={event => {
          const chosen = event.currentTarget.value as Theme;
          chooseTheme(chosen);
          setTheme(chosen);
        }}
      >
        {THEMES.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
