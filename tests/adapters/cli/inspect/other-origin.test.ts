import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium, PATIENCE } from '../../../browser/chromium.js';
import { serveTestPage, type TestServer, testFiles } from './test-server.js';

/** Names that resolve to this machine for the browser, as those of a site that has been rebound. */
const REBOUND = 'rebound.example';

/** The results of the page of another origin, which tried everything that pages can. */
interface Attempts {
  readonly fetched: string;
  readonly opaque: string;
  readonly posted: string;
  readonly script: string;
  readonly events: string;
  readonly socket: string;
  readonly worker: string;
  readonly image: string;
}

/** Runs in the page. What it uses there has no types here. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Anything = any;

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

describe('a page of another origin, and the server of the inspector', function () {
  this.timeout(PATIENCE);
  if (executable === undefined) {
    it('are NOT tried: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  let server: TestServer;
  let other: Server;
  let context: BrowserContext;
  let driven = 0;

  before(async () => {
    server = await serveTestPage(scratch => {
      const routes = new Map(testFiles(scratch.file('secret.txt', 'sched_yield() = 0\n')));
      routes.set('/commands', {
        GET: (_, response) => void response.end(`${++driven}`),
        POST: (_, response) => void response.end(`${++driven}`),
      });
      return routes;
    });
    other = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>other</title><iframe name="target"></iframe>');
    });
    await new Promise<void>(listening => other.listen(0, '127.0.0.1', listening));
    context = await launchChromium(executable, server.scratch.folder('profile', {}), [
      `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
    ]);
  });
  after(async () => {
    await context?.close();
    other.closeAllConnections();
    other.close();
    await server.close();
  });

  /** Has a page of an origin try everything. @param target the address that it has, with the token even */
  function attempts(page: Page, target: string): Promise<Attempts> {
    return page.evaluate(async (base): Promise<Attempts> => {
      const scope = globalThis as Anything;
      const outcome = (work: Promise<unknown>) => work.then(String, (error: Error) => `failed: ${error.name}`);
      const loaded = (element: Anything, url: string) =>
        new Promise<string>(resolve => {
          element.onload = () => resolve('loaded');
          element.onerror = () => resolve('failed');
          element.src = url;
          scope.document.body.append(element);
        });
      const opened = (connection: Anything) =>
        new Promise<string>(resolve => {
          connection.onopen = () => resolve('opened');
          connection.onmessage = () => resolve('opened');
          connection.onerror = () => resolve('failed');
        });
      const make = (name: string) => scope.document.createElement(name);
      return {
        fetched: await outcome(fetch(`${base}files/0`).then(response => response.text())),
        opaque: await outcome(fetch(`${base}commands`, { mode: 'no-cors' }).then(({ type }) => type)),
        posted: await outcome(
          fetch(`${base}commands`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: '{}',
          }).then(response => response.text()),
        ),
        script: await loaded(make('script'), `${base}main.js`),
        image: await loaded(make('img'), `${base}files/0`),
        events: await opened(new scope.EventSource(`${base}commands`)),
        socket: await opened(new scope.WebSocket(`${base.replace('http', 'ws')}commands`)),
        worker: await outcome(
          new Promise((resolve, reject) => {
            const worker = new scope.Worker(`${base}main.js`);
            worker.onerror = () => reject(new Error());
            worker.onmessage = resolve;
          }),
        ),
      };
    }, target);
  }

  const nothing: Attempts = {
    fetched: 'failed: TypeError',
    opaque: 'failed: TypeError',
    posted: 'failed: TypeError',
    script: 'failed',
    image: 'failed',
    events: 'failed',
    socket: 'failed',
    worker: 'failed: SecurityError',
  };

  it('the page of the server itself is shown, and loads what it is made of', async () => {
    const page = await context.newPage();
    await page.goto(server.address.href);
    await page.waitForFunction(() => (globalThis as Anything).document.title === 'secret.txt');
    await page.close();
  });

  it('cannot read anything or do anything, even where it has the token', async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    expect(await attempts(page, server.address.href)).to.deep.equal(nothing);
    expect(driven).to.equal(0);
    await page.close();
  });

  it('cannot post a form', async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const [response] = await Promise.all([
      page.waitForResponse(response => response.url().endsWith('/commands')),
      page.evaluate(action => {
        const { document } = globalThis as Anything;
        const form = Object.assign(document.createElement('form'), { action, method: 'post', enctype: 'text/plain' });
        document.body.append(form);
        form.submit();
      }, `${server.address.href}commands`),
    ]);
    expect(response.status()).to.equal(403);
    expect(driven).to.equal(0);
    await page.close();
  });

  it('cannot show the page in a frame', async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const response = page.waitForResponse(response => response.url() === server.address.href);
    await page.evaluate(url => (globalThis as Anything).open(url, 'target'), server.address.href);
    expect((await response).status()).to.equal(403);
    await page.close();
  });

  it('cannot follow a window that it has opened', async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const popup = page.waitForEvent('popup');
    await page.evaluate(url => {
      const scope = globalThis as Anything;
      scope.opened = scope.open(url);
    }, server.address.href);
    const inspector = await popup;
    await inspector.waitForFunction(() => (globalThis as Anything).document.title === 'secret.txt');
    expect(await inspector.evaluate(() => (globalThis as Anything).opener)).to.equal(null);
    expect(await page.evaluate(() => (globalThis as Anything).opened.closed)).to.equal(true);
    await inspector.close();
    await page.close();
  });

  it('is refused under a name that has been made to resolve to this machine', async () => {
    const page = await context.newPage();
    const { port, pathname } = server.address;
    const response = await page.goto(`http://${REBOUND}:${port}${pathname}`);
    expect(response?.status()).to.equal(403);
    expect(await page.content()).to.contain('the Host of the request is not this machine');
    const own = await page
      .evaluate(async path => {
        const { status } = await fetch(path, { method: 'POST' });
        return status;
      }, `${pathname}commands`)
      .catch((error: Error) => error.message);
    expect(own).to.satisfy(
      (outcome: unknown) => outcome === 403 || /Content Security Policy|Failed to fetch/.test(String(outcome)),
    );
    expect(driven).to.equal(0);
    await page.close();
  });
});
