import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { launchChromium, PATIENCE } from './chromium.js';

const release = dirname(createRequire(import.meta.url).resolve('speedscope/dist/release/index.html'));

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** What speedscope made of a file. */
export interface Imported {
  /** The title of its page: what it calls the profile. */
  readonly title: string;
  /** What it said on its console. */
  readonly console: readonly string[];
  /** What it exports again. */
  readonly exported: string;
}

/** speedscope as its package has it, in a Chromium without a window, from a server on this machine. */
export class SpeedscopePage {
  readonly #context: BrowserContext;
  readonly #server: Server;
  readonly #folder: string;

  private constructor(context: BrowserContext, server: Server, folder: string) {
    this.#context = context;
    this.#server = server;
    this.#folder = folder;
  }

  static async open(executablePath: string): Promise<SpeedscopePage> {
    const folder = await mkdtemp(join(tmpdir(), 'hostcall-speedscope-'));
    const server = createServer(({ url = '/' }, response) => {
      const name = url === '/' ? 'index.html' : url.slice(1).replace(/[?#].*/, '');
      response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
      response.end(readFileSync(join(release, name)));
    });
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    return new SpeedscopePage(await launchChromium(executablePath, folder), server, folder);
  }

  /** Opens a file through the file picker, and exports it again. */
  async import(path: string): Promise<Imported> {
    const page = await this.#context.newPage();
    const console: string[] = [];
    const troubles: string[] = [];
    page.on('console', message => console.push(message.text()));
    page.on('pageerror', error => troubles.push(`uncaught: ${error.message}`));
    page.on('dialog', dialog => {
      troubles.push(`alert: ${dialog.message()}`);
      dialog.dismiss();
    });
    try {
      page.setDefaultTimeout(PATIENCE);
      await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
      await page.setInputFiles('input[type=file]', path);
      await page.getByText('Time Order').waitFor();
      const download = page.waitForEvent('download');
      await page.getByText('Export').click();
      const exported = readFileSync(await (await download).path(), 'utf8');
      if (troubles.length > 0) throw new Error('it is in trouble');
      return { title: await page.title(), console, exported };
    } catch (error) {
      throw new Error(`${(error as Error).message}\non its console: ${[...troubles, ...console].join('\n')}`);
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
