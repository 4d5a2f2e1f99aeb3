import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { buildSite } from '../../tools/site/build-site.js';
import { buildC } from '../guests/build-c.js';
import { launchChromium } from './chromium.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** What makes a page cross-origin isolated. On scripts too: a worker is only if its script says so. */
const ISOLATING = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** The folder that the site is served from: not the root, as on hosts of project pages. */
const BELOW = '/pages/project/';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core found. */
export interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly string[];
}

/** The site, built, served from a folder by a server that adds no header, and shown in a Chromium. */
export class SitePage {
  /** What pages said on their consoles, and what could not be fetched. */
  readonly complaints: string[] = [];
  readonly folder: string;
  readonly #context: BrowserContext;
  readonly #server: Server;
  readonly #temporary: string;

  private constructor(context: BrowserContext, server: Server, temporary: string) {
    this.#context = context;
    this.#server = server;
    this.#temporary = temporary;
    this.folder = join(temporary, 'site');
    context.on('console', message => this.complaints.push(`${message.type()}: ${message.text()}`));
    context.on('weberror', error => this.complaints.push(`uncaught: ${error.error().message}`));
    context.on('response', answer => {
      if (answer.status() >= 400) this.complaints.push(`${answer.status()}: ${answer.url()}`);
    });
  }

  /** @param isolated whether the server sends the headers that make a page cross-origin isolated; else it adds none */
  static async open(executablePath: string, { isolated = false } = {}): Promise<SitePage> {
    const temporary = await mkdtemp(join(tmpdir(), 'hostcall-site-'));
    const site = join(temporary, 'site');
    await buildSite(site, source => {
      const path = fileURLToPath(source);
      return buildC(basename(path, '.c'), [], new URL('.', source));
    });
    const server = createServer(({ url = '' }, response) => {
      const { pathname } = new URL(url, 'http://localhost');
      const name = pathname.slice(BELOW.length) || 'index.html';
      try {
        if (!pathname.startsWith(BELOW)) throw new Error('outside');
        const body = readFileSync(join(site, name));
        const type = { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' };
        response.writeHead(200, isolated ? { ...type, ...ISOLATING } : type).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    return new SitePage(await launchChromium(executablePath, join(temporary, 'profile')), server, temporary);
  }

  /** A new page at a place of the site. */
  async show(hash = '#/', { width = 1280, scheme = 'light' as 'light' | 'dark' } = {}): Promise<Page> {
    const page = await this.#context.newPage();
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(this.address(hash));
    return page;
  }

  /** The address of a place. */
  address(hash: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${BELOW}${hash}`;
  }

  async close(): Promise<void> {
    await this.#context.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#temporary, { recursive: true, force: true });
  }
}

/** What axe-core finds serious or critical in a page. */
export async function seriousFindings(page: Page): Promise<AxeFinding[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe is a global of the page, which has no types here
    const { violations } = await (globalThis as any).axe.run();
    return violations.map(({ id, impact, nodes }: { id: string; impact: string; nodes: { html: string }[] }) => ({
      id,
      impact,
      nodes: nodes.map(({ html }) => html),
    }));
  });
  return found.filter(({ impact }: AxeFinding) => impact === 'serious' || impact === 'critical');
}
