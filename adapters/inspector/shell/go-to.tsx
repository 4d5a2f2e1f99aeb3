import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Session } from '../session.js';
import { Dialog } from './dialog.js';

interface GoToProps {
  readonly session: Session;
  readonly onClose: () => void;
}

/** Asks for the number of a call, and goes there. */
export function GoTo({ session, onClose }: GoToProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const last = session.length.value - 1;
  useLayoutEffect(() => field.current?.focus(), []);
  const go = (event: Event) => {
    event.preventDefault();
    const call = field.current?.valueAsNumber ?? Number.NaN;
    if (Number.isNaN(call)) return;
    session.select(call);
    onClose();
  };
  return (
    <Dialog title="Go to a call" onClose={onClose}>
      <form class="row" onSubmit={go}>
        <label>
          <span class="visually-hidden">Number of the call</span>
          <input ref={field} type="number" min={0} max={last} step={1} placeholder={`0 to ${last}`} required />
        </label>
        <button type="submit" class="primary">
          Go
        </button>
      </form>
    </Dialog>
  );
}
