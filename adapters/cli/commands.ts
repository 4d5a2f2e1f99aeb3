import { checkCommand } from './check/check-command.js';
import type { CommandDescription } from './command-description.js';
import { completionsCommand } from './completions/completions-command.js';
import { diffCommand } from './diff/diff-command.js';
import { explainCommand } from './explain/explain-command.js';
import { inspectCommand } from './inspect/inspect-command.js';
import { lessonsCommand } from './lessons/lessons-command.js';
import { recordCommand } from './record/record-command.js';
import { replayCommand } from './replay/replay-command.js';
import { runCommand } from './run/run-command.js';
import { traceCommand } from './trace/trace-command.js';
import { traceNodeCommand } from './trace-node/trace-node-command.js';

/** The commands of hostcall. */
export const commands: readonly CommandDescription[] = [
  runCommand,
  traceCommand,
  traceNodeCommand,
  recordCommand,
  replayCommand,
  diffCommand,
  inspectCommand,
  checkCommand,
  explainCommand,
  lessonsCommand,
  completionsCommand(() => commands),
];
