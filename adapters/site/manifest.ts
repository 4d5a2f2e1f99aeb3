/** The build's data for the page: `manifest.json`, beside the page. */
import type { HostcallName } from '../../domain/index.js';
import type { RunWorld } from './run/run-world.js';

/** A recorded run that one may open. */
export interface Example {
  readonly name: string;
  readonly title: string;
  /** The point of the example. */
  readonly text: string;
  /** Its C or WebAssembly text. */
  readonly source: string;
  /** The name of the source file. */
  readonly sourceName: string;
  /** How many calls were recorded. */
  readonly calls: number;
  /** What it was given; absent if a browser cannot give it the same. */
  readonly world?: RunWorld;
}

/** A call in one of the recordings. */
export interface ExampleCall {
  /** The name of an {@link Example}. */
  readonly run: string;
  /** Its number in the recording, from 0. */
  readonly call: number;
  /** As a trace prints it. */
  readonly line: string;
  readonly sentence: string;
  /** The name of its errno; empty if it succeeded. */
  readonly errno: string;
}

export interface Manifest {
  readonly version: string;
  /** Those that the first page offers. */
  readonly examples: readonly Example[];
  /** Those that only the reference refers to. */
  readonly further: readonly Example[];
  readonly calls: Readonly<Partial<Record<HostcallName, readonly ExampleCall[]>>>;
}
