import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { memoryOfCall } from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { ArgumentTree } from './argument-tree.js';
import { MemoryView } from './memory-view.js';

interface InsideProps {
  readonly session: Session;
  readonly call: number;
}

/** A call's arguments, and the memory that it reads and writes. */
export function Inside({ session, call }: InsideProps): JSX.Element {
  const memory = useMemo(() => {
    const event = session.calls.event(call);
    return event === undefined ? undefined : memoryOfCall(event);
  }, [session, call]);
  if (memory === undefined) {
    return (
      <p class="quiet-text">A trace has the lines of the calls alone. A recording has the bytes in memory, too.</p>
    );
  }
  return (
    <>
      <ArgumentTree key={call} session={session} memory={memory} />
      <MemoryView session={session} call={call} memory={memory} />
    </>
  );
}
