import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../tools/chromium.js';
import type { Job, Report } from './job.js';

export { findChromium, launchChromium, PATIENCE } from '../../tools/chromium.js';

/** The minimal policy of a page: its own scripts, and WebAssembly. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** The files of the server: path → content. */
export type Site = Readonly<Record<string, { readonly type: string; readonly body: string | Uint8Array }>>;

/** The place where a job runs. */
export interface Place {
  /** Whether the page is cross-origin isolated: then it has `SharedArrayBuffer`, and finer clocks. */
  readonly isolated: boolean;
  readonly worker: boolean;
}

/** A Chromium without a window, with a server of its own on this machine. */
export class Chromium {
  /** What pages have said on their consoles, as `log: text`. */
  readonly console: string[] = [];
  readonly #context: BrowserContext;
  readonly #server: Server;
  readonly #folder: string;

  private constructor(context: BrowserContext, server: Server, folder: string) {
    this.#context = context;
    this.#server = server;
    this.#folder = folder;
    context.on('console', message => this.console.push(`${message.type()}: ${message.text()}`));
    context.on('weberror', error => this.console.push(`uncaught: ${error.error().message}`));
  }

  /** @param site what the server has; `/page.js` is loaded by every page */
  static async open(executablePath: string, site: Site): Promise<Chromium> {
    const folder = await mkdtemp(join(tmpdir(), 'hostcall-chromium-'));
    const server = serve(site);
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    try {
      const context = await launchChromium(executablePath, folder);
      return new Chromium(context, server, folder);
    } catch (error) {
      server.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Has a job done in a fresh page, or in a worker of a fresh page. */
  async do(job: Job, { isolated, worker }: Place): Promise<Report> {
    const page = await this.#context.newPage();
    const { port } = this.#server.address() as AddressInfo;
    try {
      await page.goto(`http://127.0.0.1:${port}/${isolated ? 'isolated' : 'plain'}`);
      return worker ? await inWorker(page, job) : await onMainThread(page, job);
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function serve(site: Site): Server {
  return createServer(({ url = '' }, response) => {
    const { type, body } = site[url] ?? { type: 'text/html', body: '<!doctype html><title>hostcall</title>' };
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Security-Policy', POLICY);
    // On scripts too: a worker is isolated only if its script says so.
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    if (url !== '/plain') response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.end(body);
  });
}

/** The functions below run in the page. What they use there has no types here. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Anything = any;

function onMainThread(page: Page, job: Job): Promise<Report> {
  return page.evaluate(async (given): Promise<Report> => {
    await import('/page.js' as string);
    return (globalThis as Anything).doJob(given);
  }, job);
}

function inWorker(page: Page, job: Job): Promise<Report> {
  return page.evaluate(
    given =>
      new Promise<Report>((resolve, reject) => {
        const worker = new (globalThis as Anything).Worker('/page.js', { type: 'module' });
        worker.onmessage = ({ data }: { data: Report & { failure?: string } }) =>
          data.failure === undefined ? resolve(data) : reject(new Error(data.failure));
        worker.onerror = ({ message }: { message: string }) => reject(new Error(message));
        worker.postMessage(given);
      }),
    job,
  );
}
