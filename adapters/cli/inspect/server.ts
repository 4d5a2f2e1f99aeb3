/** The server of the inspector: for the person at this machine alone. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessCheck } from './access.js';
import type { PageFiles } from './page-files.js';

/** Answers a request for one path. What it rejects with is answered as a failure. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What can be done at a path, by method. */
export type Route = { readonly [Method in 'GET' | 'POST']?: Handler };

/** What can be asked for beside the page, by path. */
export type Routes = ReadonlyMap<string, Route>;

/**
 * What the page may do: run its own scripts, be styled by its own sheets, and talk to this server. A style that a script computes is no
 * inline style. See https://www.w3.org/TR/CSP3/.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** On every response, so that none can be framed, embedded, kept, or taken for something else. */
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), display-capture=()',
};

/** Sends a short text. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** Serves the page of the inspector and what it looks at, on 127.0.0.1 and a port that the system chooses. */
export class InspectorServer {
  readonly #server: Server;
  readonly #access = new AccessCheck();
  readonly #page: PageFiles;
  readonly #routes: Routes;

  /** @param routes by paths behind the token, such as `/session.json` */
  constructor(page: PageFiles, routes: Routes) {
    this.#page = page;
    this.#routes = routes;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** Begins to listen. @returns the address of the page, with the token */
  async listen(): Promise<string> {
    await new Promise<void>((listening, failed) => {
      this.#server.once('error', failed);
      this.#server.listen(0, '127.0.0.1', listening);
    });
    return `${this.#origin}/${this.#access.token}/`;
  }

  /** An address that another program is to open: it leads to the page once. */
  launchAddress(): string {
    return this.#origin + this.#access.launchPath();
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { method = '', url = '' } = request;
    const asked = { method, url, headers: request.headers };
    const access = this.#access.check(asked);
    try {
      if ('path' in access) await this.#route(access.path, request, response);
      else if (method === 'GET' && this.#access.launches(asked)) redirect(response, `/${this.#access.token}/`);
      else sendText(response, 403, access.refused);
    } catch (error) {
      fail(response, error as Error);
    }
  }

  async #route(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const file = this.#page.get(path === '/' ? 'index.html' : path.slice(1));
    const handlers = file === undefined ? this.#routes.get(path) : { GET: sendFile(file) };
    const handler = method === 'GET' || method === 'POST' ? handlers?.[method] : undefined;
    if (handler !== undefined) {
      await handler(request, response);
    } else if (handlers === undefined) {
      sendText(response, 404, 'there is nothing at this address');
    } else {
      response.setHeader('Allow', Object.keys(handlers).join(', '));
      sendText(response, 405, 'this cannot be done at this address');
    }
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location });
  response.end();
}

function sendFile({ type, bytes }: { readonly type: string; readonly bytes: Uint8Array }): Handler {
  return (_, response) => {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length });
    response.end(bytes);
  };
}

/** Where something has been sent already, the connection is cut: what is there is not to look whole. */
function fail(response: ServerResponse, { message }: Error): void {
  if (response.headersSent) response.destroy();
  else sendText(response, 500, message);
}
