import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A view whose code is loaded when it is first shown.
 * @param load imports it
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): (props: Props) => JSX.Element {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props): JSX.Element {
    const [View, show] = useState(() => loaded);
    const [problem, setProblem] = useState(false);
    useEffect(() => {
      if (View !== undefined) return;
      load().then(
        view => {
          loaded = view;
          show(() => view);
        },
        () => setProblem(true),
      );
    }, [View]);
    if (View !== undefined) return <View {...props} />;
    return problem ? (
      <p class="problem" role="alert">
        This part of the page cannot be loaded: the server does not answer. Reload the page once it does.
      </p>
    ) : (
      <p class="quiet-text" role="status" aria-busy="true" />
    );
  };
}
