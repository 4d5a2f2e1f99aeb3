import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InspectorSource } from '../../inspector/index.js';
import { siteFile } from '../manifest-source.js';
import { opened } from '../opened.js';

/** The names that examples have; others would be parts of an address. */
const NAME = /^[a-z0-9-]+$/;

/** The inspector. @param name of an example; empty for what was opened in this visit */
export function OpenView({ name }: { readonly name: string }): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const source = sourceOf(name);
  useEffect(() => {
    if (source === undefined || element.current === null) return undefined;
    const place = element.current;
    let unmount: (() => void) | undefined;
    let left = false;
    import('../../inspector/mount.js').then(
      ({ mountInspector }) => {
        if (!left) unmount = mountInspector(place, source).unmount;
      },
      () => setProblem('The inspector cannot be loaded. Reload the page.'),
    );
    return () => {
      left = true;
      unmount?.();
    };
  }, [name]);
  if (source === undefined || problem !== undefined)
    return (
      <main class="reading">
        <article class="subject">
          <h2>{problem ?? 'Nothing is open'}</h2>
          <p>
            A recording that was dropped or made here is in the page alone, and gone after a reload.{' '}
            <a href="#/">Open it again, or choose an example</a>.
          </p>
        </article>
      </main>
    );
  return <div ref={element} class="inspector-place" />;
}

function sourceOf(name: string): InspectorSource | undefined {
  if (name === '') return opened.run;
  return NAME.test(name) ? { name: `${name}.hcr`, url: siteFile(`examples/${name}.hcr`) } : undefined;
}
