import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  type ByteOrigin,
  type OriginSearch,
  originText,
  searchOrigin,
  type TracedByte,
  traceByte,
  tracedText,
} from '../../../application/inspection/index.js';
import type { Session } from '../session.js';
import { CallLink } from '../shell/call-link.js';
import { inSlices } from '../slices.js';

/** How many calls are searched at once, between two looks at the clock. */
const AT_ONCE = 200;

interface OriginProps {
  readonly session: Session;
  readonly call: number;
  readonly address: number;
  /** Whether the call wrote the byte. */
  readonly written: boolean;
}

/** Where a byte comes from: the call that wrote it, the descriptor that this read it from, and how that was opened. */
export function Origin({ session, call, address, written }: OriginProps): JSX.Element {
  const [found, setFound] = useState<ByteOrigin | TracedByte | undefined>(undefined);
  const [left, setLeft] = useState<number | undefined>(undefined);
  const taken = !written && traceByte(session.calls, call, address) !== undefined;
  useEffect(() => {
    const { calls } = session;
    const instance = calls.columns.instances[call] as number;
    const search: OriginSearch<ByteOrigin | TracedByte> =
      (written ? undefined : traceByte(calls, call, address)) ??
      searchOrigin(calls, address, written ? call + 1 : call, instance);
    const end = new AbortController();
    setFound(undefined);
    setLeft(search.left);
    void inSlices(
      () => search.advance(AT_ONCE),
      end.signal,
      () => setLeft(search.left),
    ).then(done => {
      if (!done) return;
      setFound(search.found);
      setLeft(undefined);
    });
    return () => end.abort();
  }, [session, call, address, written]);
  const calls =
    found === undefined ? [] : [found.call, ...(found.from?.chain ?? []).flatMap(({ openedBy }) => openedBy ?? [])];
  return (
    <section class="origin" aria-label="Where the byte comes from">
      <h3>
        Where does the byte at <code>0x{address.toString(16)}</code> come from?
      </h3>
      <p role="status">
        {left !== undefined
          ? `Searching ${left} earlier calls …`
          : taken || found === undefined
            ? tracedText(session.calls, found as TracedByte | undefined)
            : originText(session.calls, found)}
      </p>
      {calls.length > 0 && (
        <p class="origin-calls">
          {calls.map((each, index) => (
            <span key={`${each} ${index}`}>
              {index > 0 && ' ← '}
              {each === call ? 'this call' : <CallLink session={session} call={each} />}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}
