import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { useSize } from '../shell/use-size.js';
import { ScrollPosition } from './scroll-position.js';

/** The height of a row, in pixels; `--row` of the theme. */
const ROW = 22;

/** Rows that are drawn above and below those in view, so that a scroll shows no gap. */
const SPARE = 6;

interface VirtualListProps {
  readonly class: string;
  readonly label: string;
  readonly columns: number;
  /** A row of headings, which stays when the others are scrolled. */
  readonly head?: ComponentChildren;
  readonly count: number;
  /** The row that is to be in view; -1 for none. */
  readonly revealed: number;
  /** When it changes, the list is shown from its beginning. */
  readonly resets?: number;
  /** The `id` of a row's element. */
  readonly idOf: (row: number) => string;
  /** A row. @param top pixels below the top of the element that it is in */
  readonly draw: (row: number, top: number) => ComponentChildren;
  /** Told how many rows are wholly in view. */
  readonly onPage?: (rows: number) => void;
}

/** A list with only the rows in view in the document, however many there are. */
export function VirtualList(props: VirtualListProps): JSX.Element {
  const { class: name, label, columns, head, count, revealed, resets, idOf, draw, onPage } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const position = useMemo(() => new ScrollPosition(ROW), []);
  const before = useRef(-1);
  const shown = useMemo(() => ({ value: revealed }), []);
  shown.value = revealed;
  const [, redraw] = useReducer((times: number) => times + 1, 0);

  useSize(
    scroller,
    element => {
      const { value: row } = shown;
      const inView = row >= position.firstRow && row < position.endRow;
      position.resize(count, element.clientHeight - (body.current?.offsetTop ?? 0));
      // Visible rows stay visible when the view becomes lower.
      if (inView) position.reveal(row);
      onPage?.(position.page);
      redraw(undefined);
    },
    [count, position],
  );

  useLayoutEffect(() => {
    if (revealed < 0) return;
    // A row reached by a step appears at the edge, one reached by a jump in the middle.
    position.reveal(revealed, Math.abs(revealed - before.current) > 1);
    before.current = revealed;
    redraw(undefined);
  }, [revealed, position]);

  useLayoutEffect(() => {
    position.reveal(0);
    redraw(undefined);
  }, [resets, position]);

  // The scroll bar follows once the element has its height.
  useLayoutEffect(() => {
    const element = scroller.current as HTMLDivElement;
    if (element.scrollTop !== position.bar) element.scrollTop = position.bar;
  });

  const first = Math.max(0, position.firstRow - SPARE);
  const end = Math.min(count, position.endRow + SPARE);
  const drawn: ComponentChildren[] = [];
  for (let row = first; row < end; row++) drawn.push(draw(row, position.placeOf(row)));
  return (
    <div
      ref={scroller}
      class={`rows ${name}`}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + (head === undefined ? 0 : 1)}
      aria-colcount={columns}
      aria-activedescendant={revealed >= first && revealed < end ? idOf(revealed) : undefined}
      onScroll={({ currentTarget }) => {
        if (currentTarget.scrollTop === position.bar) return;
        position.scrolled(currentTarget.scrollTop);
        redraw(undefined);
      }}
    >
      {head}
      <div ref={body} class="rows-height" role="rowgroup" style={{ height: `${position.height}px` }}>
        {drawn}
      </div>
    </div>
  );
}
