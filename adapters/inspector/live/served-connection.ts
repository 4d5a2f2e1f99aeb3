import type { LiveCommand, LiveEvent, LiveEventText } from '../../../application/supervision/index.js';
import type { LiveConnection } from './connection.js';

/** A running program in the server's `session.json`. */
export interface ServedProgram {
  readonly kind: 'live';
  readonly name: string;
  readonly recording: string;
  readonly events: string;
  readonly commands: string;
}

const GONE = 'The server does not answer: see whether hostcall inspect still runs.';

/** A program that the page's server runs. */
export class ServedConnection implements LiveConnection {
  readonly name: string;
  readonly #program: ServedProgram;

  constructor(program: ServedProgram) {
    this.name = program.name;
    this.#program = program;
  }

  async *events(signal: AbortSignal): AsyncGenerator<LiveEvent> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const bytes of this.#bytes(this.#program.events, signal)) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield eventOf(JSON.parse(line) as LiveEventText);
    }
  }

  recording(signal: AbortSignal): AsyncIterable<Uint8Array> {
    return this.#bytes(this.#program.recording, signal);
  }

  async send(command: LiveCommand): Promise<string | undefined> {
    try {
      const response = await fetch(this.#program.commands, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(command),
      });
      return response.ok ? undefined : (await response.text()).trim();
    } catch {
      return GONE;
    }
  }

  async *#bytes(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const response = await fetch(path, { signal });
    if (!response.ok || response.body === null) throw new Error(GONE);
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  }
}

function eventOf(text: LiveEventText): LiveEvent {
  if (text.kind !== 'output') return text;
  return { ...text, bytes: Uint8Array.from(atob(text.bytes), char => char.charCodeAt(0)) };
}
