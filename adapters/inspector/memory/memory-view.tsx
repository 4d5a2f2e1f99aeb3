import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CallMemory, MemoryArea, MemorySpan } from '../../../application/inspection/index.js';
import { useSearch } from '../find/use-search.js';
import type { Session } from '../session.js';
import { later } from '../shell/later.js';
import { useWidth } from '../shell/use-size.js';
import { useWatched } from '../watched.js';
import { areaNamed, byteAt, byteText, type MemoryByte, type Stretch, stretchesOf } from './byte-map.js';

const Origin = later(() => import('./origin.js').then(({ Origin: view }) => view));

/** The width of a character, in pixels, and the characters of a line beside its address: those of each byte, and the spaces. */
const CHARACTER = 6.65;
const PER_BYTE = 4;
const SPACES = 3;

/** How many bytes of a stretch are shown at first, and with each wish for more. */
const SHOWN = 256;
const MORE = 4096;

/** How many bytes are shown around those that have been found, where they are further behind. */
const AROUND = 64;

/** How many colours there are for buffers; see `--buffer-1`. */
const COLOURS = 6;

interface MemoryViewProps {
  readonly session: Session;
  readonly call: number;
  readonly memory: CallMemory;
}

/** The memory that a call reads and writes, in hexadecimal and as text. What an argument is, and where it lies, light each other up. */
export function MemoryView({ session, call, memory }: MemoryViewProps): JSX.Element {
  const chosen = useWatched(session.byte);
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const stretches = useMemo(() => stretchesOf(memory.areas), [memory]);
  const digits = Math.max(4, ...stretches.map(({ to }) => to.toString(16).length));
  const fits = Math.floor((width / CHARACTER - digits - SPACES) / PER_BYTE);
  const perLine = fits >= 16 ? 16 : 8;
  const search = useSearch(session);
  const found = useMemo(() => search?.placesOf(call, memory).flat() ?? [], [search, call, memory]);
  useLayoutEffect(() => {
    if (width > 0 && found.length > 0 && search?.isInLine(call) === false)
      root.current?.querySelector('.byte.found')?.scrollIntoView({ block: 'nearest' });
  }, [found, width]);
  return (
    <div ref={root} class="memory">
      {stretches.length === 0 && <p class="quiet-text">This call takes and gives nothing in memory.</p>}
      {stretches.map(stretch => (
        <StretchView
          key={`${call} ${stretch.from}`}
          session={session}
          memory={memory}
          stretch={stretch}
          digits={digits}
          perLine={perLine}
          found={found.filter(({ address }) => address >= stretch.from && address < stretch.to)}
        />
      ))}
      {chosen === undefined ? (
        stretches.length > 0 && <p class="quiet-text">Choose a byte to see where it comes from.</p>
      ) : (
        <Origin session={session} call={call} address={chosen} written={isWritten(stretches, chosen)} />
      )}
    </div>
  );
}

function isWritten(stretches: readonly Stretch[], address: number): boolean {
  const stretch = stretches.find(({ from, to }) => address >= from && address < to);
  return stretch !== undefined && byteAt(stretch, address).area?.use === 'written';
}

interface StretchViewProps extends Omit<MemoryViewProps, 'call'> {
  readonly stretch: Stretch;
  readonly digits: number;
  readonly perLine: number;
  /** The bytes of a text that is searched for. */
  readonly found: readonly MemorySpan[];
}

function StretchView({ session, memory, stretch, digits, perLine, found }: StretchViewProps): JSX.Element {
  const [shown, show] = useState(SHOWN);
  const lit = useWatched(session.lit);
  const chosen = useWatched(session.byte);
  const start = stretch.from - (stretch.from % perLine);
  const end = Math.min(stretch.to, start + shown);
  const [hit] = found;
  // A match further behind is shown with some bytes around it.
  const far = hit === undefined || hit.address + hit.length <= end ? undefined : around(hit, end, stretch.to, perLine);
  const litArea = lit === undefined ? undefined : areaNamed(memory.areas, lit);
  const move = (by: number) => {
    const at = Math.max(stretch.from, Math.min((chosen ?? hit?.address ?? stretch.from) + by, stretch.to - 1));
    session.chooseByte(at, byteAt(stretch, at).area?.path);
    if (at >= end && !(far !== undefined && at >= far.from && at < far.to)) show(at - start + MORE);
  };
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -perLine,
    ArrowDown: perLine,
  };
  const lines = (from: number, to: number) => {
    const drawn: JSX.Element[] = [];
    for (let at = from; at < to; at += perLine) {
      const bytes: MemoryByte[] = [];
      for (let address = at; address < Math.min(at + perLine, to); address++) bytes.push(byteAt(stretch, address));
      const near = found.filter(({ address, length }) => address < at + perLine && address + length > at);
      drawn.push(<Line key={at} {...{ address: at, digits, perLine, bytes, litArea, chosen, found: near }} />);
    }
    return drawn;
  };
  const more = (from: number, to: number) =>
    from < to && (
      <button type="button" onClick={() => show(from - start + MORE)}>
        {to - from} more bytes
      </button>
    );
  const point = (event: Event): number | undefined => {
    const given = (event.target as HTMLElement).dataset.at;
    return given === undefined ? undefined : Number(given);
  };
  return (
    <div class="stretch">
      <div
        class="hex"
        role="application"
        aria-label={`Memory from 0x${stretch.from.toString(16)}, ${stretch.to - stretch.from} bytes. ${hit === undefined ? '' : `What is searched for is at 0x${hit.address.toString(16)}. `}The arrow keys choose a byte.`}
        tabIndex={0}
        onKeyDown={event => {
          const by = moves[event.key];
          if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
          event.preventDefault();
          event.stopPropagation();
          move(by);
        }}
        onPointerOver={event => {
          const at = point(event);
          const path = at === undefined ? undefined : byteAt(stretch, at).area?.path;
          if (path !== undefined) session.lit.value = path;
        }}
        onPointerLeave={() => session.lit.set(session.pinned)}
        onClick={event => {
          const at = point(event);
          if (at !== undefined) session.chooseByte(at, byteAt(stretch, at).area?.path);
        }}
      >
        {lines(start, end)}
        {far !== undefined && (
          <>
            {more(end, far.from)}
            {lines(far.from, far.to)}
          </>
        )}
      </div>
      {more(far?.to ?? end, stretch.to)}
    </div>
  );
}

/** The lines with what has been found, and some around it. @param end of the lines before */
function around(
  { address, length }: MemorySpan,
  end: number,
  last: number,
  perLine: number,
): { from: number; to: number } {
  const from = address - AROUND;
  return { from: Math.max(end, from - (from % perLine)), to: Math.min(last, address + length + AROUND) };
}

interface LineProps {
  readonly address: number;
  readonly digits: number;
  readonly perLine: number;
  readonly bytes: readonly MemoryByte[];
  readonly litArea: MemoryArea | undefined;
  readonly chosen: number | undefined;
  readonly found: readonly MemorySpan[];
}

function Line({ address, digits, perLine, bytes, litArea, chosen, found }: LineProps): JSX.Element {
  const kindOf = (byte: MemoryByte) => {
    const { area, value } = byte;
    const kinds = ['byte'];
    if (area === undefined) kinds.push('outside');
    else {
      if (area.item !== undefined) kinds.push(`buffer-${(area.item % COLOURS) + 1}`);
      if (area.use === 'written') kinds.push('written');
      // Two fields that stand side by side are told apart.
      if (byte.address === area.address) kinds.push('begins');
    }
    if (value === undefined) kinds.push('unknown');
    if (litArea !== undefined && byte.address >= litArea.address && byte.address < litArea.address + litArea.length)
      kinds.push('lit');
    if (found.some(({ address: at, length }) => byte.address >= at && byte.address < at + length)) kinds.push('found');
    if (byte.address === chosen) kinds.push('chosen');
    return kinds.join(' ');
  };
  const missing = ' '.repeat(3 * (perLine - bytes.length));
  return (
    <div class="hex-line">
      <span class="hex-address">{address.toString(16).padStart(digits, '0')}</span>{' '}
      {bytes.map(byte => (
        <span key={byte.address} class={kindOf(byte)} data-at={byte.area === undefined ? undefined : byte.address}>
          {' '}
          {byte.area === undefined ? '  ' : byte.value === undefined ? '··' : byte.value.toString(16).padStart(2, '0')}
        </span>
      ))}
      {`${missing} `}
      {bytes.map(byte => (
        <span key={byte.address} class={kindOf(byte)} data-at={byte.area === undefined ? undefined : byte.address}>
          {byte.area === undefined ? ' ' : byte.value === undefined ? '·' : byteText(byte.value)}
        </span>
      ))}
    </div>
  );
}
