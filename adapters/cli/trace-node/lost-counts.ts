import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METER_BYTES, summaryOfAll } from '../../../application/tracing/index.js';
import { print, tell } from '../terminal/report.js';
import { summaryTable } from '../trace/summary-table.js';
import { tracePlan } from '../trace/trace-plan.js';
import { SharedTrace } from './shared-trace.js';
import type { TraceNodeOptions } from './trace-setting.js';

const SUFFIX = '.counts';

/** Makes the directory in which the processes of a trace keep what they have counted; undefined if nothing is counted, or that cannot be. */
export function directoryForCounts({ summary, summaryOnly }: TraceNodeOptions): string | undefined {
  if (!summary && !summaryOnly) return undefined;
  try {
    return mkdtempSync(join(tmpdir(), 'hostcall-'));
  } catch {
    return undefined;
  }
}

/**
 * Prints the tables of the processes that could not print their own, because a signal or a crash has ended them, and removes the directory. What they counted in
 * their last moment may be missing.
 * @param command the process whose lines have no number in front
 */
export function printLostCounts(directory: string, options: TraceNodeOptions, command: number | undefined): void {
  try {
    for (const name of readdirSync(directory)) {
      if (!name.endsWith(SUFFIX)) continue;
      const pid = Number(name.slice(0, -SUFFIX.length));
      printLines(tableOf(readFileSync(join(directory, name)), options, pid === command ? undefined : pid), options);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function tableOf(counts: Buffer, options: TraceNodeOptions, pid: number | undefined): readonly string[] {
  const { summary } = tracePlan(options);
  const memories: SharedArrayBuffer[] = [];
  for (let at = 0; at + METER_BYTES <= counts.length; at += METER_BYTES) {
    const memory = new SharedArrayBuffer(METER_BYTES);
    new Uint8Array(memory).set(counts.subarray(at, at + METER_BYTES));
    memories.push(memory);
  }
  const counted = summaryOfAll(memories);
  if (summary === undefined || counted.total.calls === 0) return [];
  const table = summaryTable(counted, summary);
  return pid === undefined ? table : [`[pid ${pid}]`, ...table];
}

/** Where the processes print theirs. */
function printLines(lines: readonly string[], options: TraceNodeOptions): void {
  const { format, target } = tracePlan(options);
  if (format === 'text' && target.kind === 'file') {
    const file = new SharedTrace(target.path);
    for (const line of lines) file.line(line);
    file.flush();
  } else if (format === 'text' && target.kind === 'stdout') {
    if (lines.length > 0) print(lines.join('\n'));
  } else tell(lines);
}
