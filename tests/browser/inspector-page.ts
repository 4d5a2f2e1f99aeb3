import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { filesSession } from '../../adapters/cli/inspect/files-session.js';
import { PageFiles } from '../../adapters/cli/inspect/page-files.js';
import { InspectorServer } from '../../adapters/cli/inspect/server.js';
import { Progress } from '../../adapters/cli/terminal/progress.js';
import { Scratch } from '../adapters/cli/command-line.js';
import { repository } from '../guests/build-cache.js';
import { launchChromium, PATIENCE } from './chromium.js';

const bundle = fileURLToPath(new URL('dist/inspector', repository));

/** How a page is looked at. */
export interface View {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** What stands behind the address. */
  readonly hash?: string;
}

/** The inspector in a Chromium without a window, served as `hostcall inspect` serves it. */
export class InspectorPages {
  /** What pages have said on their consoles, and what was refused to them. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #folder: string;
  readonly #scratch = new Scratch();
  readonly #servers: InspectorServer[] = [];

  private constructor(context: BrowserContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
    context.on('console', message => this.complaints.push(`${message.type()}: ${message.text()}`));
    context.on('weberror', error => this.complaints.push(`uncaught: ${error.error().message}`));
  }

  static async open(executablePath: string): Promise<InspectorPages> {
    const folder = await mkdtemp(join(tmpdir(), 'hostcall-inspector-'));
    return new InspectorPages(await launchChromium(executablePath, folder), folder);
  }

  /**
   * Serves runs, and opens the page.
   * @param runs by the names of their files: one, or two to compare
   */
  async show(runs: Readonly<Record<string, string | Uint8Array>>, view: View = {}): Promise<Page> {
    const paths = Object.entries(runs).map(([name, content]) => this.#scratch.file(name, content));
    const server = new InspectorServer(new PageFiles(bundle), filesSession(paths, new Progress(undefined)));
    this.#servers.push(server);
    const address = await server.listen();
    const page = await this.#context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewportSize({ width: view.width ?? 1280, height: 800 });
    await page.emulateMedia({ colorScheme: view.scheme ?? 'light' });
    await page.goto(address + (view.hash ?? ''));
    return page;
  }

  async close(): Promise<void> {
    await this.#context.close();
    for (const server of this.#servers) await server.close();
    this.#scratch.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
