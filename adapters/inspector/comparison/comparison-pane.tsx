import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { CallText } from '../list/call-row.js';
import { VirtualList } from '../list/virtual-list.js';
import type { Session } from '../session.js';
import { askForFile, RUN_FILES } from '../shell/files.js';
import { sourceOfFile } from '../source.js';
import { useWatched } from '../watched.js';
import { compareRuns } from './compare.js';
import type { Pairs } from './compare-lists.js';
import { type PairRow, pairCounts, pairRows } from './pair-rows.js';

const counts = new Intl.NumberFormat('en');

/** Another run beside this one. */
export function ComparisonPane({ session }: { readonly session: Session }): JSX.Element {
  const other = useWatched(session.other);
  const choose = () =>
    askForFile(RUN_FILES, file => void sourceOfFile(file).then(source => session.compareWith(source)));
  if (other === undefined) {
    return (
      <div class="notice">
        <h2>Compare with another run</h2>
        <p>
          The calls of both stand side by side, and what differs is marked: addresses, times and random numbers, which
          differ in every run, do not count.
        </p>
        <button type="button" class="primary" onClick={choose}>
          Choose a recording or a trace
        </button>
      </div>
    );
  }
  return <Compared key={other.number} session={session} other={other} onChoose={choose} />;
}

interface ComparedProps {
  readonly session: Session;
  readonly other: Session;
  readonly onChoose: () => void;
}

function Compared({ session, other, onChoose }: ComparedProps): JSX.Element {
  const ready = useWatched(session.done) && useWatched(other.done);
  const damage = useWatched(other.damage);
  const empty = useWatched(other.length) === 0;
  const [pairs, setPairs] = useState<Pairs | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (!ready || empty) return;
    const end = new AbortController();
    compareRuns(session, other, end.signal).then(setPairs, (error: Error) => setProblem(error.message));
    return () => end.abort();
  }, [ready, empty, session, other]);
  const trouble = problem ?? (damage !== undefined && empty ? `${other.name}: ${damage}` : undefined);
  return (
    <div class="comparison">
      <header class="row">
        <h2>
          <span class="sign-b">+</span> {other.name}
        </h2>
        <span class="row-end">
          <button type="button" onClick={onChoose}>
            Another run
          </button>
        </span>
      </header>
      {trouble !== undefined ? (
        <p class="problem" role="alert">
          {trouble}
        </p>
      ) : pairs === undefined ? (
        <p role="status">Comparing…</p>
      ) : (
        <Differences session={session} other={other} pairs={pairs} />
      )}
    </div>
  );
}

interface DifferencesProps {
  readonly session: Session;
  readonly other: Session;
  readonly pairs: Pairs;
}

function Differences({ session, other, pairs }: DifferencesProps): JSX.Element {
  const rows = useMemo(() => pairRows(pairs), [pairs]);
  const selected = useWatched(session.selected);
  const marked = rows.findIndex(row => row.kind !== 'gap' && row.kind !== 'b' && row.a === selected);
  return (
    <>
      <p role="status">{summary(pairs)}</p>
      {pairs.endDiffers && (
        <p>
          This run {session.calls.ending}; the other {other.calls.ending}.
        </p>
      )}
      <VirtualList
        class="pairs"
        label="Differences"
        columns={3}
        count={rows.length}
        revealed={marked}
        idOf={row => `pair-${row}`}
        draw={(index, top) => {
          const row = rows[index];
          return (
            row && (
              <Pair
                key={index}
                session={session}
                other={other}
                row={row}
                index={index}
                top={top}
                selected={index === marked}
              />
            )
          );
        }}
      />
    </>
  );
}

function summary(pairs: Pairs): string {
  const found = pairCounts(pairs);
  const say = (kind: 'result' | 'arguments' | 'onlyA' | 'onlyB', text: string) => {
    const count = found.get(kind) ?? 0;
    return count === 0 ? [] : [`${counts.format(count)} ${text}`];
  };
  const parts = [
    ...say('result', 'with another result'),
    ...say('arguments', 'with other arguments'),
    ...say('onlyA', 'only in this run'),
    ...say('onlyB', 'only in the other'),
  ];
  if (parts.length === 0) return 'Both runs make the same calls, and get the same.';
  return `${counts.format(found.get('same') ?? 0)} calls are the same; ${parts.join(', ')}.`;
}

interface PairProps {
  readonly session: Session;
  readonly other: Session;
  readonly row: PairRow;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
}

function Pair({ session, other, row, index, top, selected }: PairProps): JSX.Element {
  const style = { transform: `translateY(${top}px)` };
  const onPointerDown = () => row.a >= 0 && session.select(row.a);
  const kind = `pair pair-${row.kind}${selected ? ' selected' : ''}`;
  if (row.kind === 'gap') {
    return (
      <div id={`pair-${index}`} class={kind} role="row" style={style} onPointerDown={onPointerDown}>
        <span role="gridcell" class="pair-gap-text">
          {counts.format(row.count)} equal calls
        </span>
      </div>
    );
  }
  const line = row.kind === 'b' ? other.lineOf(row.b) : session.lineOf(row.a);
  return (
    <div id={`pair-${index}`} class={kind} role="row" style={style} onPointerDown={onPointerDown}>
      <span role="gridcell" class="pair-sign">
        {row.kind === 'a' ? '−' : row.kind === 'b' ? '+' : ''}
      </span>
      <span role="gridcell" class="call-number">
        {row.kind === 'b' ? row.b : row.a}
      </span>
      <span role="gridcell" class="pair-line" title={`${line.head} = ${line.result}`}>
        <CallText line={line.head} name={line.name} /> = {line.result}
      </span>
    </div>
  );
}
