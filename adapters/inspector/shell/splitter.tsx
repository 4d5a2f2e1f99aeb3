import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

/** The least and the most that the panes take, in per cent of the width. */
const [LEAST, MOST] = [20, 75];
/** How far a key moves it. */
const STEP = 2;

interface SplitterProps {
  /** Per cent that the part behind takes. */
  readonly share: number;
  readonly onMove: (share: number) => void;
}

/** The border between the list and the panes: dragged, or moved with the arrow keys. */
export function Splitter({ share, onMove }: SplitterProps): JSX.Element {
  const [dragged, setDragged] = useState(false);
  const move = (to: number) => onMove(Math.max(LEAST, Math.min(to, MOST)));
  return (
    <div
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panes"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={Math.round(share)}
      tabIndex={0}
      onKeyDown={event => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.stopPropagation();
        move(share + (event.key === 'ArrowLeft' ? STEP : -STEP));
      }}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(true);
      }}
      onPointerMove={event => {
        const room = event.currentTarget.parentElement?.getBoundingClientRect();
        if (dragged && room !== undefined) move(100 * (1 - (event.clientX - room.left) / room.width));
      }}
      onPointerUp={() => setDragged(false)}
      onLostPointerCapture={() => setDragged(false)}
    />
  );
}
