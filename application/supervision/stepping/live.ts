/** The messages between a page and the program that it drives. */
import type { OutputName } from '../run-memory.js';
import type { BreakpointText } from './breakpoints.js';
import type { StepCommand } from './step-command.js';
import type { StepState } from './step-messages.js';

/** What happens to a program that runs. */
export type LiveEvent =
  | StepState
  /** What it has written to its terminal. */
  | { readonly kind: 'output'; readonly output: OutputName; readonly bytes: Uint8Array }
  /** Where it stops. */
  | { readonly kind: 'breakpoints'; readonly breakpoints: readonly BreakpointText[] }
  /** The answer for the call that it is stopped at; undefined for its own result. */
  | { readonly kind: 'answer'; readonly text?: string | undefined }
  /** A command could not be obeyed. */
  | { readonly kind: 'problem'; readonly text: string }
  /** It was restarted: nothing follows, and later requests are for the new run. */
  | { readonly kind: 'restarted' };

/** The requests of a page. */
export type LiveCommand =
  | StepCommand
  /** The program gets this from its terminal. */
  | { readonly command: 'input'; readonly text: string }
  /** Nothing more comes from the terminal. */
  | { readonly command: 'end-input' }
  /** Ends the program, whatever it does. */
  | { readonly command: 'kill' }
  /** Ends it, and runs it again. */
  | { readonly command: 'restart' };

/** An event as JSON has it: bytes are text in base64. */
export type LiveEventText =
  | Exclude<LiveEvent, { readonly kind: 'output' }>
  | { readonly kind: 'output'; readonly output: OutputName; readonly bytes: string };
