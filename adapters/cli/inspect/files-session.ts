import { open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Progress } from '../terminal/progress.js';
import { openTraceFile, type TraceFile } from '../trace-file.js';
import type { Handler, Routes } from './server.js';
import type { Session } from './session.js';

/**
 * Opens recordings and traces, one or two.
 * @param paths `-` for standard input
 * @returns what the server has of them
 * @throws CommandLineError for a file that can't be read, or is something else
 */
export function filesSession(paths: readonly string[], progress: Progress): Routes {
  const files = paths.map(path => openTraceFile(path, progress));
  const session: Session = {
    kind: 'files',
    files: files.map(({ path, kind, size }, at) => ({
      name: path === '-' ? 'standard input' : basename(path),
      kind,
      size,
      href: `files/${at}`,
    })),
  };
  return new Map([
    ['/session.json', { GET: sendJson(session) }],
    ...files.map((file, at) => [`/files/${at}`, { GET: sendTrace(file) }] as const),
  ]);
}

/** Answers with a value. */
export function sendJson(value: unknown): Handler {
  return (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value));
  };
}

function sendTrace({ path, kept }: TraceFile): Handler {
  return async (_, response) => {
    if (kept === undefined) return sendFile(path, response);
    response.writeHead(200, bytesHeaders(kept.length));
    response.end(kept);
  };
}

/** Sends the file as it is now, since it may have been replaced. Data appended while it is sent is left out. */
async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const file = await open(path);
  const { size } = await file.stat().catch(async error => {
    await file.close();
    throw error;
  });
  response.writeHead(200, bytesHeaders(size));
  // The stream closes the file at its end, and when it is destroyed because the client has disconnected. Its end must not precede its start.
  await pipeline(file.createReadStream({ start: 0, end: Math.max(0, size - 1) }), response);
}

/** A browser must not display it, whatever its contents. */
function bytesHeaders(size: number) {
  return { 'Content-Type': 'application/octet-stream', 'Content-Length': size, 'Content-Disposition': 'attachment' };
}
