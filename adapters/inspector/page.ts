/** The page as `hostcall inspect` serves it: it looks at what its server has. */
import type { ServedProgram } from './live/served-connection.js';
import { mountInspector } from './mount.js';

/** The contents of the server's `session.json`. */
type ServedSession =
  | ServedProgram
  | { readonly kind: 'files'; readonly files: readonly { readonly name: string; readonly href: string }[] };

/** The server's files; none without a server, where the page asks for a file. */
async function servedSession(): Promise<ServedSession> {
  try {
    const response = await fetch('session.json');
    return (await response.json()) as ServedSession;
  } catch {
    return { kind: 'files', files: [] };
  }
}

const element = document.querySelector('#inspector');
if (element !== null) {
  const session = await servedSession();
  if (session.kind === 'live') {
    const [{ mountLive }, { ServedConnection }] = await Promise.all([
      import('./live/mount-live.js'),
      import('./live/served-connection.js'),
      loadStyles('live/live.css'),
    ]);
    mountLive(element, new ServedConnection(session));
  } else {
    const [run, other] = session.files.map(({ name, href }) => ({ name, url: new URL(href, location.href).href }));
    mountInspector(element, run, other);
  }
}

/** Loads a style sheet that only some pages need. */
function loadStyles(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(`${href} cannot be loaded`)));
    document.head.append(link);
  });
}
