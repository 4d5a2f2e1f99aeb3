import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { colourGroups } from '../list/call-colours.js';
import { durationText } from '../list/times.js';
import type { Session } from '../session.js';
import { useWidth } from '../shell/use-size.js';
import { useWatched } from '../watched.js';
import { moved, type Span, ticks, tickText, within, zoomed } from './axis.js';
import { drawCalls } from './draw.js';
import { Lanes, laneName } from './lanes.js';
import { resolvedColours } from './resolved-colours.js';

/** Heights of a lane and of the gap above it, in CSS pixels. */
const LANE = 15;
const GAP = 3;

/** The room that the text of a mark takes, in pixels: it is left out where it would be cut off. */
const TICK = 64;

/** A pointer that moves less than this clicks, in pixels. */
const CLICK = 4;

/** How long after the last change it is drawn again while a file is read, in milliseconds. */
const REST = 200;

const COLOURS = [...colourGroups.map(group => `--family-${group}`), '--failure'];

/** Calls over time, a lane for each descriptor and each thread. */
export function Timeline({ session }: { readonly session: Session }): JSX.Element {
  const length = useSettled(session);
  const lanes = useMemo(() => new Lanes(session.calls), [session]);
  const range = useWatched(session.shown.range);
  const hidden = useWatched(session.hiddenFrom);
  const [asked, setAsked] = useState<Span | undefined>(undefined);
  const [hint, setHint] = useState('');
  const [brush, setBrush] = useState<Span | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const theme = useTheme();

  const order = useMemo(() => {
    lanes.advance();
    return lanes.order;
  }, [lanes, length]);
  useEffect(() => {
    session.threads.value = lanes.threads.size;
  }, [order, lanes, session]);
  const rowOfLane = useMemo(() => {
    const rows = new Int16Array(lanes.all.length).fill(-1);
    for (const [row, lane] of order.entries()) rows[lane] = row;
    return rows;
  }, [order, lanes]);
  const whole = session.times.whole;
  const span = within(asked ?? whole, whole);

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === undefined || context === null || width === 0 || length === 0) return;
    const ratio = devicePixelRatio;
    const height = order.length * LANE + GAP;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    const { columns } = session.calls;
    const threads = lanes.threads;
    drawCalls(
      context,
      {
        columns,
        length: Math.min(columns.length, hidden),
        timed: session.times.timed,
        span,
        rowOf: call => rowOfLane[lanes.laneOf[call] as number] as number,
        threadRowOf:
          threads.size > 1
            ? call => rowOfLane[threads.get(columns.threads[call] as number) as number] as number
            : () => -1,
        rows: order.length,
        width: element.width,
        rowHeight: LANE * ratio,
        gap: GAP * ratio,
        colours: resolvedColours(element, COLOURS),
      },
      GAP * ratio,
    );
  }, [length, order, rowOfLane, span.from, span.to, width, theme, hidden]);

  const placeOf = (at: number) => ((at - span.from) / (span.to - span.from)) * width;
  const timeAt = (clientX: number) => {
    const left = canvas.current?.getBoundingClientRect().left ?? 0;
    return span.from + (Math.max(0, Math.min(clientX - left, width)) / width) * (span.to - span.from);
  };
  const callAt = (event: PointerEvent) => {
    const top = canvas.current?.getBoundingClientRect().top ?? 0;
    const lane = order[Math.floor((event.clientY - top) / LANE)];
    return lane === undefined
      ? undefined
      : nearest(session, lanes, lane, timeAt(event.clientX), (CLICK * (span.to - span.from)) / width);
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const from = timeAt(event.clientX);
    setBrush({ from, to: from });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (brush !== undefined) setBrush({ from: brush.from, to: timeAt(event.clientX) });
    const call = callAt(event);
    setHint(call === undefined ? '' : hintOf(session, call));
  };
  const onPointerUp = (event: PointerEvent) => {
    if (brush === undefined) return;
    setBrush(undefined);
    const [from, to] = [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)];
    if (placeOf(to) - placeOf(from) >= CLICK) session.shown.range.value = { from, to };
    else {
      const call = callAt(event);
      if (call !== undefined) session.select(call);
    }
  };
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      setAsked(zoomed(span, event.deltaY > 0 ? 1.25 : 0.8, timeAt(event.clientX), whole));
    } else if (event.deltaX !== 0) {
      event.preventDefault();
      setAsked(moved(span, event.deltaX / width, whole));
    }
  };
  const centre = () => {
    const at = session.times.placeOf(session.selected.value);
    return at >= span.from && at <= span.to ? at : (span.from + span.to) / 2;
  };
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => setAsked(moved(span, -0.1, whole)),
    ArrowRight: () => setAsked(moved(span, 0.1, whole)),
    '+': () => setAsked(zoomed(span, 0.5, centre(), whole)),
    '=': () => setAsked(zoomed(span, 0.5, centre(), whole)),
    '-': () => setAsked(zoomed(span, 2, centre(), whole)),
    '0': () => setAsked(undefined),
    Enter: () => {
      session.shown.range.value = span;
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  useWheel(canvas, onWheel);

  const marks = ticks(span, Math.max(2, Math.floor(width / 110)));
  const shown = brush ?? range;
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-axis">
        <div class="timeline-tools">
          <ZoomButton text="−" label="Show more of the time" onClick={actions['-'] as () => void} />
          <ZoomButton text="+" label="Show less of the time" onClick={actions['+'] as () => void} />
          <ZoomButton text="all" label="Show all of the time" onClick={actions['0'] as () => void} />
        </div>
        <div class="timeline-ticks">
          {hint === '' ? (
            marks.map(at => (
              <span key={at} style={{ left: `${placeOf(at)}px` }}>
                {placeOf(at) < width - TICK && tickText(at, span, session.times.timed)}
              </span>
            ))
          ) : (
            <output class="timeline-hint">{hint}</output>
          )}
        </div>
      </div>
      <div class="timeline-lanes">
        <ol class="timeline-names" style={{ paddingTop: `${GAP}px` }}>
          {order.map(index => {
            const lane = lanes.all[index];
            return lane === undefined ? null : (
              <li key={index} title={laneName(lane)} style={{ height: `${LANE}px` }}>
                {laneName(lane)}
              </li>
            );
          })}
        </ol>
        <div
          id="timeline"
          class="timeline-field"
          tabIndex={0}
          role="application"
          aria-label={`Timeline of ${length} calls in ${order.length} lanes. Arrow keys move it, plus and minus zoom, Enter limits the list to what it shows.`}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => setBrush(undefined)}
          onPointerLeave={() => setHint('')}
          onDblClick={() => {
            session.shown.range.value = undefined;
          }}
        >
          <canvas ref={canvas} style={{ height: `${order.length * LANE + GAP}px` }} />
          {shown !== undefined && (
            <div
              class="timeline-range"
              style={{
                left: `${Math.max(0, placeOf(Math.min(shown.from, shown.to)))}px`,
                width: `${Math.max(1, placeOf(Math.max(shown.from, shown.to)) - Math.max(0, placeOf(Math.min(shown.from, shown.to))))}px`,
              }}
            />
          )}
          <Cursor session={session} placeOf={placeOf} width={width} />
        </div>
      </div>
    </section>
  );
}

interface ZoomButtonProps {
  readonly text: string;
  readonly label: string;
  readonly onClick: () => void;
}

function ZoomButton({ text, label, onClick }: ZoomButtonProps): JSX.Element {
  return (
    <button type="button" class="quiet" aria-label={label} title={label} onClick={onClick}>
      {text}
    </button>
  );
}

interface CursorProps {
  readonly session: Session;
  readonly placeOf: (at: number) => number;
  readonly width: number;
}

/** Where the call is that is looked at. It moves without drawing the calls anew. */
function Cursor({ session, placeOf, width }: CursorProps): JSX.Element | null {
  const selected = useWatched(session.selected);
  const place = placeOf(session.times.placeOf(selected));
  if (selected < 0 || !(place >= 0 && place <= width)) return null;
  return <div class="timeline-cursor" style={{ transform: `translateX(${place}px)` }} />;
}

function hintOf(session: Session, call: number): string {
  const { head, result } = session.lineOf(call);
  const took = durationText(session.calls.columns.durations[call] as number);
  return `#${call} ${head.slice(0, 160)} = ${result}${took === '' ? '' : `, ${took}`}`;
}

/** The call of a lane that is nearest to a place, no further away than `reach`. */
function nearest(session: Session, lanes: Lanes, lane: number, at: number, reach: number): number | undefined {
  const { columns } = session.calls;
  const thread = lanes.all[lane]?.kind === 'thread' ? lanes.all[lane]?.number : undefined;
  let best: number | undefined;
  let least = reach;
  for (let call = 0; call < Math.min(lanes.length, session.hiddenFrom.value); call++) {
    if (thread === undefined ? lanes.laneOf[call] !== lane : columns.threads[call] !== thread) continue;
    const from = session.times.placeOf(call);
    const away =
      at < from ? from - at : Math.max(0, at - from - (session.times.timed ? columns.durations[call] || 0 : 1));
    if (away > least || (best !== undefined && away === least)) continue;
    best = call;
    least = away;
  }
  return best;
}

/** The number of calls read, once it has not changed for a while: drawing all of them takes longer than reading a few. */
function useSettled(session: Session): number {
  const length = useWatched(session.length);
  const [settled, settle] = useState(length);
  const drawn = useRef(0);
  useEffect(() => {
    // It is drawn again where nothing more comes, and while calls come in ever longer intervals.
    const wait = length > 2 * drawn.current ? 0 : REST;
    const timer = setTimeout(() => {
      drawn.current = session.length.value;
      settle(session.length.value);
    }, wait);
    return () => clearTimeout(timer);
  }, [length, session]);
  return settled;
}

/** Changes with the colours of the page. */
function useTheme(): string {
  const [theme, setTheme] = useState('');
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const read = () => setTheme(`${document.documentElement.dataset.theme} ${dark.matches}`);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    dark.addEventListener('change', read);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', read);
    };
  }, []);
  return theme;
}

/** A wheel that zooms must be able to keep the page from scrolling, which only a listener of its own can. */
function useWheel(element: RefObject<HTMLElement | null>, onWheel: (event: WheelEvent) => void): void {
  useEffect(() => {
    const { current } = element;
    current?.addEventListener('wheel', onWheel, { passive: false });
    return () => current?.removeEventListener('wheel', onWheel);
  });
}
