/** `hostcall inspect` with a program, as a page uses it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LiveCommand, LiveEventText } from '../../../../application/supervision/index.js';
import { bin } from '../command-line.js';

type EventOf<Kind extends LiveEventText['kind']> = Extract<LiveEventText, { readonly kind: Kind }>;

/**
 * Starts `hostcall inspect`.
 * @param input for its standard input
 * @param env its environment variables
 * @throws Error with what it says on stderr, if it ends at once
 */
export async function startInspect(
  args: readonly string[],
  input?: string | Uint8Array,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const child = spawn(process.execPath, [bin, 'inspect', ...args], { env, stdio: ['pipe', 'inherit', 'pipe'] });
  child.stdin.end(input);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line);
    const [, address] = /the inspector is at (\S+) until Ctrl-C$/.exec(line) ?? [];
    if (address !== undefined) return { child, address };
  }
  throw new Error(lines.join('\n'));
}

/** The command, and a connection to its events. */
export class LiveClient {
  readonly address: string;
  /** All events, from the beginning. */
  events: LiveEventText[] = [];
  /** The output of the command after its address. */
  stderr = '';
  readonly #process: ChildProcess;
  #looked = 0;
  #wake: () => void = () => {};
  #connection = new AbortController();

  private constructor(process: ChildProcess, address: string) {
    this.#process = process;
    this.address = address;
  }

  /** Starts the command. @throws Error with what it says on stderr, if it ends at once */
  static async start(args: readonly string[]): Promise<LiveClient> {
    const { child, address } = await startInspect(args);
    const client = new LiveClient(child, address);
    child.stderr?.on('data', (text: Buffer) => {
      client.stderr += text;
    });
    await client.connect();
    return client;
  }

  /** The number of the command's process. */
  get pid(): number {
    return this.#process.pid as number;
  }

  /** Connects to the events, as a page does when it is loaded. */
  async connect(): Promise<void> {
    this.#connection.abort();
    this.#connection = new AbortController();
    this.events = [];
    this.#looked = 0;
    const { signal } = this.#connection;
    const response = await fetch(`${this.address}live/events`, { signal });
    if (response.body === null) throw new Error(`it answered with ${response.status}`);
    void this.#read(response.body.pipeThrough(new TextDecoderStream()), signal);
  }

  async #read(body: ReadableStream<string>, signal: AbortSignal): Promise<void> {
    let rest = '';
    try {
      for await (const text of body) {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        this.events.push(...lines.map(line => JSON.parse(line) as LiveEventText));
        this.#wake();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Waits for the next event of a kind behind those that were waited for. */
  async next<Kind extends LiveEventText['kind']>(
    kind: Kind,
    fits: (event: EventOf<Kind>) => boolean = () => true,
  ): Promise<EventOf<Kind>> {
    for (;;) {
      while (this.#looked < this.events.length) {
        const event = this.events[this.#looked++] as LiveEventText;
        if (event.kind === kind && fits(event as EventOf<Kind>)) return event as EventOf<Kind>;
      }
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  /** Where the program stops next. */
  async stop() {
    return (await this.next('stopped')).stop;
  }

  /** @returns the status of the answer, and its text */
  async post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.address}live/commands`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: new URL(this.address).origin, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Gives a command that is taken. */
  async do(command: LiveCommand): Promise<void> {
    const { status, text } = await this.post(command);
    if (status !== 204) throw new Error(`${command.command} is answered with ${status}: ${text}`);
  }

  /** The output of the program so far. */
  get output(): string {
    return this.events.flatMap(event => (event.kind === 'output' ? [Buffer.from(event.bytes, 'base64')] : [])).join('');
  }

  /** The recording, once the program has ended. */
  async recording(): Promise<Uint8Array> {
    return new Uint8Array(await (await fetch(`${this.address}live/recording`)).arrayBuffer());
  }

  /** Ends the command as Ctrl-C does. @returns the signal that ended it */
  async end(): Promise<NodeJS.Signals | null> {
    this.#connection.abort();
    if (this.#process.signalCode !== null) return this.#process.signalCode;
    const exit = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    const [, signal] = await exit;
    return signal;
  }
}
