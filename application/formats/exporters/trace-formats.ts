import { ChromeTraceExporter } from './chrome-trace.js';
import { NdjsonExporter } from './ndjson.js';
import { SpeedscopeExporter } from './speedscope.js';
import type { ExportOptions, TraceExporter, WriteText } from './trace-exporter.js';

/** The formats that a trace can be exported to, by their names on the command line. */
export const traceFormats = {
  ndjson: NdjsonExporter,
  chrome: ChromeTraceExporter,
  speedscope: SpeedscopeExporter,
} as const satisfies Record<string, new (write: WriteText, options?: ExportOptions) => TraceExporter>;

/** The name of such a format. */
export type TraceFormat = keyof typeof traceFormats;

/** The ends of file names by which a format is known; the first that fits counts. */
const EXTENSIONS: readonly (readonly [string, TraceFormat])[] = [
  ['.speedscope.json', 'speedscope'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.json', 'chrome'],
];

/**
 * The format that a file's name stands for.
 * @returns undefined for other names: those of plain text
 */
export function traceFormatOf(path: string): TraceFormat | undefined {
  const name = path.toLowerCase();
  return EXTENSIONS.find(([extension]) => name.endsWith(extension))?.[1];
}
