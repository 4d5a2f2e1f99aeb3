import type { ComponentType, JSX } from 'preact';
import { useLoaded } from '../loaded.js';

interface LazyViewProps {
  readonly load: () => Promise<ComponentType<{ readonly name: string }>>;
  readonly name: string;
}

/** A view whose code is loaded when it is first needed. */
export function LazyView({ load, name }: LazyViewProps): JSX.Element {
  // A component is a function, which a state would call.
  const { value: view, problem } = useLoaded(boxed(load));
  if (view !== undefined) {
    const { Component } = view;
    return <Component name={name} />;
  }
  return (
    <main class="reading">
      <p class="quiet" role="status">
        {problem === undefined ? 'Loading …' : 'This view cannot be loaded. Reload the page.'}
      </p>
    </main>
  );
}

type Boxed = { readonly Component: ComponentType<{ readonly name: string }> };
const boxes = new Map<LazyViewProps['load'], () => Promise<Boxed>>();

function boxed(load: LazyViewProps['load']): () => Promise<Boxed> {
  let box = boxes.get(load);
  if (box === undefined) {
    box = async () => ({ Component: await load() });
    boxes.set(load, box);
  }
  return box;
}
