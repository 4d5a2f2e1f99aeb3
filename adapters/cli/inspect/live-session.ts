import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConfigurationError } from '../../../application/errors.js';
import {
  type BreakpointText,
  checkStepCommand,
  type LiveCommand,
  type LiveEvent,
  type LiveEventText,
  type LiveRun,
} from '../../../application/supervision/index.js';
import { sendJson } from './files-session.js';
import { type LiveProgram, type RunThread, startThread } from './run-thread.js';
import { type Route, type Routes, sendText } from './server.js';
import type { Session } from './session.js';

/** Bytes of a command. */
const MOST_ASKED = 2 ** 20;
/** Bytes that a page may lag behind. A page that reads nothing is disconnected, and can reconnect. */
const MOST_BEHIND = 2 ** 24;

/** A program that is run for the page, and run again when it asks for that. Pages come and go: the program stays. */
export class LiveSession {
  readonly #program: LiveProgram;
  #thread: RunThread;
  readonly #pages = new Set<ServerResponse>();

  private constructor(program: LiveProgram, thread: RunThread) {
    this.#program = program;
    this.#thread = thread;
  }

  /**
   * Begins to run a program.
   * @throws CommandLineError or ConfigurationError for anything that cannot be run
   */
  static async begin(program: LiveProgram): Promise<LiveSession> {
    const breakpoints = (program.options.break ?? []).map(filter => ({ filter }));
    // One that cannot be meant so is refused before anything runs.
    checkStepCommand({ command: 'breakpoints', breakpoints });
    const thread = startThread(program, breakpoints);
    await thread.ready;
    return new LiveSession(program, thread);
  }

  /** The routes of the server. */
  get routes(): Routes {
    const session: Session = {
      kind: 'live',
      name: basename(this.#program.program),
      recording: 'live/recording',
      events: 'live/events',
      commands: 'live/commands',
    };
    return new Map<string, Route>([
      ['/session.json', { GET: sendJson(session) }],
      ['/live/recording', { GET: (_, response) => this.#sendRecording(response) }],
      ['/live/events', { GET: (_, response) => this.#sendEvents(response) }],
      ['/live/commands', { POST: (request, response) => this.#command(request, response) }],
    ]);
  }

  /** Ends the program. */
  async close(): Promise<void> {
    await this.#run.kill();
    await this.#thread.gone;
  }

  get #run(): LiveRun {
    return this.#thread.run;
  }

  async #sendRecording(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment' });
    response.flushHeaders();
    await pipeline(Readable.from(this.#run.recording.read()), response);
  }

  #sendEvents(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.flushHeaders();
    const send = (event: LiveEvent) => {
      response.write(`${JSON.stringify(textOf(event))}\n`);
      if (response.writableLength > MOST_BEHIND) response.destroy();
    };
    const end = this.#run.listen(send);
    this.#pages.add(response);
    response.once('close', () => {
      end();
      this.#pages.delete(response);
    });
  }

  async #command(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['content-type'] !== 'application/json')
      return sendText(response, 415, 'a command is application/json');
    const text = await bodyOf(request);
    if (text === undefined) return sendText(response, 413, `a command has at most ${MOST_ASKED} bytes`);
    let command: LiveCommand;
    try {
      command = commandIn(text);
    } catch (error) {
      return sendText(response, 400, (error as Error).message);
    }
    if (!(await this.#obey(command)))
      return sendText(response, 503, 'the program makes no calls, and takes no more commands until it does');
    response.writeHead(204);
    response.end();
  }

  /** @returns whether the program takes it */
  async #obey(command: LiveCommand): Promise<boolean> {
    switch (command.command) {
      case 'input':
        this.#run.input(Buffer.from(command.text));
        return true;
      case 'end-input':
        this.#run.endInput();
        return true;
      case 'kill':
        await this.#run.kill();
        return true;
      case 'restart':
        await this.#restart(this.#run.breakpoints);
        return true;
      default:
        return this.#run.command(command);
    }
  }

  async #restart(breakpoints: readonly BreakpointText[]): Promise<void> {
    await this.#run.kill('it was begun again');
    // The changes in its overlays are reported before the next run changes them.
    await this.#thread.gone;
    this.#thread = startThread(this.#program, breakpoints);
    const restarted: LiveEvent = { kind: 'restarted' };
    for (const page of this.#pages) page.end(`${JSON.stringify(restarted)}\n`);
  }
}

/** The command that a text is. @throws SyntaxError or ConfigurationError that says why it is none */
function commandIn(text: string): LiveCommand {
  const command = JSON.parse(text) as LiveCommand | null;
  switch (command?.command) {
    case 'input':
      if (typeof command.text !== 'string') throw new ConfigurationError('input is text', 'give the text');
      return command;
    case 'end-input':
    case 'kill':
    case 'restart':
      return command;
    default:
      return checkStepCommand(command);
  }
}

function textOf(event: LiveEvent): LiveEventText {
  return event.kind === 'output' ? { ...event, bytes: Buffer.from(event.bytes).toString('base64') } : event;
}

/**
 * The body of a command; undefined as soon as it has too many bytes. The rest of it is read all the same, and dropped: a connection that is closed while
 * something still arrives is reset, and the answer may be lost (RFC 9112, section 9.6). Node ends a request that takes longer than `server.requestTimeout`.
 */
function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= MOST_ASKED) {
        pieces.push(piece);
      } else {
        pieces.length = 0;
        resolve(undefined);
      }
    });
    request.once('end', () => resolve(Buffer.concat(pieces).toString()));
    request.once('error', reject);
  });
}
