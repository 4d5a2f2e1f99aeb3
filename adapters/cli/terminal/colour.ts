/** Colours, for a terminal only. */
import { styleText } from 'node:util';
import { isTerminal } from './is-terminal.js';

/** When to use colours. */
export type ColourChoice = 'auto' | 'always' | 'never';
export const colourChoices: readonly ColourChoice[] = ['auto', 'always', 'never'];

/** The style of a piece of text. */
export type Style = Parameters<typeof styleText>[0];

/** Makes a piece of text look like something. */
export type Paint = (style: Style, text: string) => string;

/** Whether the environment forces colours; undefined if it says nothing. Of the two variables `NO_COLOR` counts more. */
function forced(): boolean | undefined {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR === undefined ? undefined : FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
}

/**
 * Whether what is written to a descriptor of this process has colours.
 * @param choice `auto` is colours on a terminal that has some, unless `NO_COLOR` is set; with `FORCE_COLOR` also where no terminal is
 */
export function isColoured(fd: number, choice: ColourChoice = 'auto'): boolean {
  if (choice !== 'auto') return choice === 'always';
  return forced() ?? (process.env.TERM !== 'dumb' && isTerminal(fd));
}

/** How to paint what is written to a descriptor of this process. */
export function paintFor(fd: number, choice?: ColourChoice): Paint {
  return isColoured(fd, choice)
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
}
