import type { JSX } from 'preact';
import type { Session } from '../session.js';

/** Leads to a call. */
export function CallLink({ session, call }: { readonly session: Session; readonly call: number }): JSX.Element {
  return (
    <button type="button" class="link code" onClick={() => session.select(call)}>
      #{call} {session.calls.name(call)}
    </button>
  );
}
