import { type CallColumns, Status } from '../../../application/inspection/index.js';
import { groupIndexOf } from '../list/call-colours.js';
import type { Span } from './axis.js';

/** The data to draw. */
export interface Drawing {
  readonly columns: CallColumns;
  /** How many of its calls are drawn. */
  readonly length: number;
  /** Where a call begins and ends on the axis. */
  readonly timed: boolean;
  readonly span: Span;
  /** Of each call, the row that it is drawn in; -1 if in none. */
  readonly rowOf: (call: number) => number;
  /** The row of a call's thread; -1 if there is none. */
  readonly threadRowOf: (call: number) => number;
  readonly rows: number;
  /** Pixels, of the screen and not of CSS. */
  readonly width: number;
  readonly rowHeight: number;
  readonly gap: number;
  /** Colours of `colourGroups`, and then that of failures. */
  readonly colours: readonly string[];
}

/** Behind the colours of groups. */
const FAILED = 7;

/**
 * Draws calls as boxes. What is narrower than a pixel is put into a grid first, so that a million calls are as many boxes as there are pixels; a failure
 * wins there, since it is what one looks for.
 */
export function drawCalls(canvas: CanvasRenderingContext2D, drawing: Drawing, top: number): void {
  const { columns, length, timed, span, rowOf, threadRowOf, rows, width, rowHeight, gap, colours } = drawing;
  const { names, statuses, starts, durations } = columns;
  const scale = width / (span.to - span.from);
  const origin = starts[0] as number;
  const grid = new Uint8Array(rows * width);
  const height = rowHeight - gap;
  for (let call = 0; call < length; call++) {
    const from = timed ? (starts[call] as number) - origin : call;
    const duration = timed ? durations[call] || 0 : 1;
    if (from > span.to || from + duration < span.from) continue;
    const left = Math.max(0, Math.floor((from - span.from) * scale));
    const right = Math.min(width, Math.ceil((from + duration - span.from) * scale));
    if (left >= width) continue;
    const colour = statuses[call] === Status.failed ? FAILED : (groupIndexOf[names[call] as number] as number);
    for (const row of [rowOf(call), threadRowOf(call)]) {
      if (row < 0) continue;
      if (right - left > 2) {
        canvas.fillStyle = colours[colour] as string;
        canvas.fillRect(left, top + row * rowHeight, right - left - 1, height);
        continue;
      }
      const at = row * width + left;
      if (grid[at] !== FAILED + 1) grid[at] = colour + 1;
    }
  }
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < width; ) {
      const value = grid[row * width + from] as number;
      let to = from + 1;
      while (to < width && grid[row * width + to] === value) to++;
      if (value > 0) {
        canvas.fillStyle = colours[value - 1] as string;
        // A failure is told by its shape, too.
        const short = value === FAILED + 1;
        canvas.fillRect(from, top + row * rowHeight - (short ? gap : 0), to - from, height + (short ? gap : 0));
      }
      from = to;
    }
  }
}
