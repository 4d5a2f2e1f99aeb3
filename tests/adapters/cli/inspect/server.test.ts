import { once } from 'node:events';
import { readdirSync, readlinkSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { LINUX, needing } from '../../../needs.js';
import { serveTestPage, type TestServer, testFiles } from './test-server.js';

/** The first bytes of a recording. */
const RECORDING = Buffer.from('\x89hcr\r\n\x1a\n\x02\x00rest', 'latin1');
const LARGE = 64 * 2 ** 20;

describe('the server of the inspector', () => {
  let server: TestServer;

  before(async () => {
    server = await serveTestPage(scratch => {
      const large = scratch.file('large.hcr', RECORDING);
      truncateSync(large, LARGE);
      return testFiles(scratch.file('run.hcr', RECORDING), large);
    });
  });
  after(() => server.close());

  const ask = (...given: Parameters<TestServer['ask']>) => server.ask(...given);

  it('listens on 127.0.0.1 alone', () => {
    expect(server.address.hostname).to.equal('127.0.0.1');
    expect(server.address.pathname).to.match(/^\/[\w-]{43}\/$/);
  });

  it('has the page, and what it is made of', async () => {
    const page = await ask('');
    expect(page).to.include({ status: 200 });
    expect(page.body.toString()).to.contain('<title>inspector</title>');
    expect(page.headers['content-type']).to.equal('text/html; charset=utf-8');
    expect((await ask('parts/list.css')).headers['content-type']).to.equal('text/css; charset=utf-8');
  });

  it('lists its files, and serves their bytes', async () => {
    const { files } = JSON.parse((await ask('session.json')).body.toString());
    expect(files).to.deep.equal([
      { name: 'run.hcr', kind: 'recording', size: RECORDING.length, href: 'files/0' },
      { name: 'large.hcr', kind: 'recording', size: LARGE, href: 'files/1' },
    ]);
    const { body, headers } = await ask('files/0');
    expect(body.equals(RECORDING)).to.equal(true);
    expect(headers).to.include({ 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' });
  });

  it('gives a file as it is now', async () => {
    const path = `${server.scratch.path}/run.hcr`;
    writeFileSync(path, Buffer.concat([RECORDING, RECORDING]));
    try {
      expect((await ask('files/0')).body.length).to.equal(2 * RECORDING.length);
    } finally {
      writeFileSync(path, RECORDING);
    }
  });

  it('gives a large file whole', async () => {
    expect((await ask('files/1')).body.length).to.equal(LARGE);
  });

  needing(LINUX).it('keeps serving after a client disconnects in the middle, and leaves nothing open', async () => {
    const large = join(server.scratch.path, 'large.hcr');
    for (let i = 0; i < 5; i++) {
      const socket = connect(Number(server.address.port), '127.0.0.1');
      socket.write(`GET ${server.address.pathname}files/1 HTTP/1.1\r\nHost: ${server.address.host}\r\n\r\n`);
      await once(socket, 'data');
      socket.destroy();
      await once(socket, 'close');
    }
    expect((await ask('files/0')).status).to.equal(200);
    // The server learns of it a little later.
    while (opensOf(large) > 0) await new Promise(resolve => setTimeout(resolve, 10));
  });

  for (const path of ['', 'session.json', 'files/0', 'nothing', '../'])
    it(`sets every protecting header on '${path}'`, async () => {
      const { headers } = await ask(path);
      expect(headers).to.include({
        'cache-control': 'no-store',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).to.contain("default-src 'none'").and.contain("frame-ancestors 'none'");
      expect(policy).to.not.match(/unsafe-inline|'unsafe-eval'|https?:|\*/);
      expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).to.deep.equal([]);
    });

  describe('refuses', () => {
    const refused = async (...given: Parameters<TestServer['ask']>) => {
      const answer = await ask(...given);
      expect(answer.status).to.equal(403);
      expect(answer.headers.location).to.equal(undefined);
      const text = answer.body.toString();
      expect(text).to.not.contain(server.address.pathname.slice(1, -1));
      return text;
    };

    it('requests without a token, or with another', async () => {
      const token = server.address.pathname;
      const other = token.replace(/^.../, '/AA');
      for (const path of ['/', '/session.json', '//', other, `${other}session.json`, `/x${token}`, token.slice(0, -2)])
        expect(await refused(path)).to.match(/^the address has no token, or not the one of this server/);
      expect(await refused(`/?token=${token.slice(1, -1)}`)).to.contain('no token');
    });

    it('a token that is spelled with escapes', async () => {
      const [first, ...rest] = server.address.pathname.slice(1);
      await refused(`/%${first?.charCodeAt(0).toString(16)}${rest.join('')}`);
    });

    it('a Host of another name, whatever it resolves to', async () => {
      const { port } = server.address;
      for (const Host of [
        'evil.example',
        `evil.example:${port}`,
        `127.0.0.1.evil.example:${port}`,
        `evil.localhost:${port}`,
        `evil-127.0.0.1:${port}`,
        '0.0.0.0',
        '[::1]',
      ])
        expect(await refused('session.json', { headers: { Host } })).to.match(/^the Host of the request/);
    });

    it('an Origin of another page, on this machine too', async () => {
      const { port } = server.address;
      for (const Origin of [
        'https://evil.example',
        'null',
        `http://127.0.0.1:${Number(port) - 1}`,
        `https://127.0.0.1:${port}`,
      ])
        for (const method of ['GET', 'POST'])
          expect(await refused('session.json', { method, headers: { Origin } })).to.match(/another origin/);
    });

    it('what a browser says comes from another site', async () => {
      for (const site of ['cross-site', 'same-site'])
        for (const [mode, dest] of [
          ['no-cors', 'script'],
          ['cors', 'empty'],
          ['navigate', 'iframe'],
        ])
          await refused('session.json', {
            headers: { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': dest },
          });
    });

    it('to change anything for a page that does not say where it is', async () => {
      await refused('session.json', { method: 'POST' });
    });
  });

  it('lets its own page in, under each name of this machine', async () => {
    const { port } = server.address;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'localhost'])
      for (const headers of [
        { Host: host },
        { Host: host, Origin: `http://${host}` },
        { Host: host, 'Sec-Fetch-Site': 'same-origin' },
        { Host: host, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' },
      ])
        expect((await ask('session.json', { headers })).status).to.equal(200);
  });

  it('accepts no other methods', async () => {
    const Origin = server.address.origin;
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE']) {
      const { status, headers } = await ask('session.json', { method, headers: { Origin } });
      expect(status, method).to.equal(405);
      expect(headers.allow).to.equal('GET');
    }
  });

  it('serves only its own files, whatever the path looks like', async () => {
    const paths = [
      '../server.test.ts',
      '..%2f..%2fetc%2fpasswd',
      'parts/../../run.hcr',
      'parts/..%5crun.hcr',
      'parts//list.css',
      './index.html',
      '/',
      'files/2',
      'files/-1',
      'files/0/',
      'constructor',
      '__proto__',
      'index.html%00.js',
      `${'a/'.repeat(3000)}x`,
    ];
    for (const path of paths) {
      const { status, body } = await ask(server.address.pathname + path);
      expect([path, status, body.toString()]).to.deep.equal([path, 404, 'there is nothing at this address\n']);
    }
  });

  it('answers a request for a file that has gone with an error, and keeps serving', async () => {
    const { path } = server.scratch;
    renameSync(`${path}/run.hcr`, `${path}/moved.hcr`);
    try {
      const { status, body } = await ask('files/0');
      expect(status).to.equal(500);
      expect(body.toString()).to.match(/ENOENT/);
      expect((await ask('session.json')).status).to.equal(200);
    } finally {
      renameSync(`${path}/moved.hcr`, `${path}/run.hcr`);
    }
  });

  it('refuses addresses that only resemble the one given to another program', async () => {
    const { pathname } = new URL(server.server.launchAddress());
    for (const path of ['/', '/x', pathname.slice(0, -1), `${pathname}/`, `${pathname}?`, pathname.toLowerCase()]) {
      const { status, headers } = await ask(path);
      expect([path, status, headers.location]).to.deep.equal([path, 403, undefined]);
    }
    // The address is still valid.
    expect((await ask(pathname, { method: 'POST' })).status).to.equal(403);
    expect((await ask(pathname)).status).to.equal(303);
  });

  it('redirects to the page once from the address given to another program', async () => {
    const { pathname } = new URL(server.server.launchAddress());
    expect(pathname).to.not.equal(server.address.pathname);
    const evil = { Host: 'evil.example' };
    expect((await ask(pathname, { headers: evil })).status).to.equal(403);
    const first = await ask(pathname);
    expect(first.status).to.equal(303);
    expect(first.headers.location).to.equal(server.address.pathname);
    expect((await ask(pathname)).status).to.equal(403);
  });
});

/** How many descriptors of this process are of a file. */
function opensOf(path: string): number {
  return readdirSync('/proc/self/fd').filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      // That of the listing itself.
      return false;
    }
  }).length;
}
