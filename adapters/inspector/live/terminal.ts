/** The terminal of the program. Its code is loaded when a program is run. */
import { Terminal } from '@xterm/xterm';
import { LineInput } from './line-input.js';
import type { LiveModel } from './live-model.js';
import { styledBySheets } from './styled-by-sheets.js';

/** Lines that are kept above those that are seen. */
const SCROLLBACK = 5000;

/** The colours of the page, as the terminal takes them. */
function colours(element: Element) {
  const style = getComputedStyle(element);
  return {
    background: style.backgroundColor,
    foreground: style.color,
    cursor: style.caretColor,
    selectionBackground: style.outlineColor,
  };
}

/**
 * Shows the terminal of a program.
 * @param element is filled with it
 * @returns what takes it away again
 */
export function showTerminal(element: HTMLElement, model: LiveModel): () => void {
  const { fontFamily, fontSize } = getComputedStyle(element);
  const terminal = new Terminal({
    convertEol: true,
    cursorBlink: false,
    fontFamily,
    fontSize: Number.parseFloat(fontSize),
    scrollback: SCROLLBACK,
    screenReaderMode: true,
    theme: colours(element),
  });
  const removeSheets = styledBySheets(() => terminal.open(element));
  terminal.textarea?.setAttribute('aria-label', `Terminal of ${model.connection.name}`);
  const line = new LineInput();
  terminal.onData(keys => {
    const { shown, lines, ends } = line.type(keys);
    if (shown !== '') terminal.write(shown);
    if (lines !== '') void model.send({ command: 'input', text: lines });
    if (ends) void model.send({ command: 'end-input' });
  });
  // Keys that drive the program are the page's.
  terminal.attachCustomKeyEventHandler(({ key }) => !/^F\d+$/.test(key));
  model.writeTo(bytes => terminal.write(bytes));

  const adaptSize = () => {
    const cell = element.querySelector('.xterm-screen')?.getBoundingClientRect();
    if (cell === undefined || cell.width === 0) return;
    const width = cell.width / terminal.cols;
    const height = cell.height / terminal.rows;
    const columns = Math.max(20, Math.floor((element.clientWidth - 20) / width));
    const rows = Math.max(2, Math.floor(element.clientHeight / height));
    if (columns !== terminal.cols || rows !== terminal.rows) terminal.resize(columns, rows);
  };
  const resized = new ResizeObserver(adaptSize);
  resized.observe(element);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => {
    terminal.options.theme = colours(element);
  };
  dark.addEventListener('change', recolour);
  const themed = new MutationObserver(recolour);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  adaptSize();
  return () => {
    resized.disconnect();
    themed.disconnect();
    dark.removeEventListener('change', recolour);
    terminal.dispose();
    removeSheets();
  };
}
