/** Where a run comes from, and how its bytes get here. */

/**
 * A run to look at: the bytes of a recording, of a text trace or of an NDJSON trace; or where to fetch them; or the pieces of a recording that is still being
 * made, as they come.
 */
export type InspectorSource = { readonly name: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly url: string; readonly init?: RequestInit }
  | { readonly chunks: AsyncIterable<Uint8Array> }
);

/** The work in progress, and its progress from 0 to 1, or NaN if unknown. */
export interface Progress {
  readonly text: string;
  readonly done: number;
}

/**
 * The bytes of a source, piece by piece.
 * @param signal ends it early
 * @throws Error with a message for people, where it cannot be fetched
 */
export async function* chunksOf(source: InspectorSource, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) yield source.bytes;
  else if ('chunks' in source) yield* source.chunks;
  else yield* fetched(source.name, source.url, { ...source.init, signal });
}

async function* fetched(name: string, url: string, init: RequestInit): AsyncGenerator<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw new Error(`${name} cannot be fetched: the server does not answer. See whether it still runs.`, { cause });
  }
  if (!response.ok || response.body === null)
    throw new Error(`${name} cannot be fetched: the server answers with status ${response.status}.`);
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** A file that a person has chosen or dropped. */
export async function sourceOfFile(file: File): Promise<InspectorSource> {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
