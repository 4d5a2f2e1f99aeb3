import { useEffect, useState } from 'preact/hooks';

/** Something that is being loaded: its value once it is there, or what went wrong. */
export interface Loaded<Value> {
  readonly value?: Value;
  readonly problem?: string;
}

/** Loads something once. @param load must be the same function in every drawing */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({});
  useEffect(() => {
    let current = true;
    load().then(
      value => current && setLoaded({ value }),
      (error: Error) => current && setLoaded({ problem: error.message }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  return loaded;
}
