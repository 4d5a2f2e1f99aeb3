/** The inputs of a program of the site, as plain data, which can be posted to a worker, stored, and used again. */
export interface RunWorld {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
  /** The initial files of the preopened directory: path → content. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** The guest's name of that directory. */
  readonly mountedAt: string;
  /** The seed of random bytes and a clock that is read in steps, so that each run is the same; the browser's own if not given. */
  readonly seed?: number | undefined;
}

/** A program that is to be run, and recorded. */
export interface RunRequest {
  /** The file's name, such as `hello.wasm`. */
  readonly program: string;
  readonly wasm: Uint8Array;
  readonly world: RunWorld;
}

/** A world with nothing in it but an empty directory. */
export const emptyWorld: RunWorld = { args: [], env: {}, stdin: '', files: {}, mountedAt: '/' };
