/** A server of the inspector with a page of the test's own, and requests as a browser would not make them. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { filesSession } from '../../../../adapters/cli/inspect/files-session.js';
import { PageFiles } from '../../../../adapters/cli/inspect/page-files.js';
import { InspectorServer, type Routes } from '../../../../adapters/cli/inspect/server.js';
import { Progress } from '../../../../adapters/cli/terminal/progress.js';
import { Scratch } from '../command-line.js';

/** Shows what it has been given, so that a test of a browser sees that it ran. */
const PAGE: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>inspector</title><script type="module" src="main.js"></script>',
  'main.js': "const session = await (await fetch('session.json')).json(); document.title = session.files[0].name;",
  'parts/list.css': 'body { margin: 0 }',
};

/** The answer of a server. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server that listens. */
export interface TestServer {
  readonly scratch: Scratch;
  readonly server: InspectorServer;
  /** With the token. */
  readonly address: URL;
  /** Asks for a path as it is, with nothing in it resolved; one without a slash in front is behind the token. */
  ask(path: string, options?: { readonly method?: string; readonly headers?: OutgoingHttpHeaders }): Promise<Answer>;
  close(): Promise<void>;
}

/** @param routes makes what the server has, beside the page */
export async function serveTestPage(routes: (scratch: Scratch) => Routes): Promise<TestServer> {
  const scratch = new Scratch();
  const server = new InspectorServer(new PageFiles(scratch.folder('page', PAGE)), routes(scratch));
  const address = new URL(await server.listen());
  return {
    scratch,
    server,
    address,
    ask: (path, { method = 'GET', headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const { hostname, port, pathname } = address;
        const asked = request(
          { hostname, port, method, headers, path: path.startsWith('/') ? path : pathname + path },
          response => {
            const pieces: Buffer[] = [];
            response.on('data', piece => pieces.push(piece));
            response.once('error', reject);
            response.once('end', () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
            );
          },
        );
        asked.once('error', reject);
        asked.end();
      }),
    async close() {
      await server.close();
      scratch.remove();
    },
  };
}

/** Files of a folder, as `inspect` opens them. */
export function testFiles(...paths: readonly string[]): Routes {
  return filesSession(paths, new Progress(undefined));
}
