/** Colours, where somebody looks. */
import { isatty } from 'node:tty';
import { styleText } from 'node:util';

/** When to use colours. */
export type ColourChoice = 'auto' | 'always' | 'never';
export const colourChoices: readonly ColourChoice[] = ['auto', 'always', 'never'];

/** What a piece of text is to look like. */
export type Style = Parameters<typeof styleText>[0];

/** Makes a piece of text look like something. */
export type Paint = (style: Style, text: string) => string;

/**
 * How to paint what is written to a descriptor of this process.
 * @param choice `auto` is colours on a terminal, unless `NO_COLOR` is set or the terminal has none
 */
export function paintFor(fd: number, choice: ColourChoice = 'auto'): Paint {
  const { NO_COLOR, TERM } = process.env;
  const coloured = choice === 'always' || (choice === 'auto' && !NO_COLOR && TERM !== 'dumb' && isatty(fd));
  return coloured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
