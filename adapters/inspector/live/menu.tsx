import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface MenuProps {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part that opens below its title. Escape closes it, and so does any action elsewhere. */
export function Menu({ title, children }: MenuProps): JSX.Element {
  const root = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = ({ target }: Event) => {
      const { current } = root;
      if (current !== null && !current.contains(target as Node)) current.open = false;
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const { current } = root;
    if (event.key !== 'Escape' || current?.open !== true) return;
    event.preventDefault();
    current.open = false;
    current.querySelector('summary')?.focus();
  };
  return (
    <details ref={root} class="live-menu" onKeyDown={onKeyDown}>
      <summary>{title}</summary>
      <div class="live-menu-body">{children}</div>
    </details>
  );
}
