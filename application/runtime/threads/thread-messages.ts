/** The messages between the host of a program and its threads, beside calls. All of them can be posted. */
import type { CompiledModule, LinearMemory, StackFrame } from '../../../domain/index.js';
import type { UnknownImports } from '../../modules/index.js';

/** An order for a thread. */
export type ThreadOrder =
  /** To instantiate the program, as a thread of it. Later calls are on this instance. */
  | {
      readonly order: 'instantiate';
      readonly module: CompiledModule;
      /** The memory, by the module and name that it is imported with. */
      readonly memory: { readonly module: string; readonly name: string; readonly memory: LinearMemory };
      readonly slot: SharedArrayBuffer;
      readonly bell: Int32Array;
      readonly unknownImports: UnknownImports;
      readonly network: boolean;
      /** Whether the host wants to know which functions lead to a call. */
      readonly stacks: boolean;
    }
  /** To call an export, and to report its result. */
  | { readonly order: 'call'; readonly name: string; readonly args: readonly unknown[] }
  /** To call the export in which threads begin, and to tell when the thread has ended. */
  | { readonly order: 'run'; readonly tid: number; readonly startArg: number };

/** The messages of a thread. */
export type ThreadReport =
  | { readonly report: 'instantiated' }
  | { readonly report: 'returned'; readonly result: unknown }
  /** The program has trapped. */
  | { readonly report: 'trapped'; readonly text: string; readonly frames: readonly StackFrame[] }
  /** The imports do not fit, or something else is wrong that is not the program's doing. */
  | { readonly report: 'failed'; readonly link: boolean; readonly message: string };
