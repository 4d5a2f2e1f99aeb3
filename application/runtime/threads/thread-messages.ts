/** What the host of a program and its threads tell each other, beside calls. All of it can be posted. */
import type { CompiledModule, LinearMemory, StackFrame } from '../../../domain/index.js';
import type { UnknownImports } from '../../modules/index.js';

/** What a thread is asked to do. */
export type ThreadOrder =
  /** To instantiate the program, as a thread of it. What is made so is what is called from then on. */
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
  /** To call an export, and to tell what has come of it. */
  | { readonly order: 'call'; readonly name: string; readonly args: readonly unknown[] }
  /** To call the export in which threads begin, and to tell when the thread has ended. */
  | { readonly order: 'run'; readonly tid: number; readonly startArg: number };

/** What a thread tells. */
export type ThreadReport =
  | { readonly report: 'instantiated' }
  | { readonly report: 'returned'; readonly result: unknown }
  /** The program has trapped. */
  | { readonly report: 'trapped'; readonly text: string; readonly frames: readonly StackFrame[] }
  /** The imports do not fit, or something else is wrong that is not the program's doing. */
  | { readonly report: 'failed'; readonly link: boolean; readonly message: string };
