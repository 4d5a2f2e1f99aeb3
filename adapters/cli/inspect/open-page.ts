import { spawn } from 'node:child_process';
import { complain } from '../terminal/report.js';

/** What opens an address in the browser of the person at the machine. */
function opener(address: string): readonly [command: string, ...words: string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', address];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', address];
    default:
      return ['xdg-open', address];
  }
}

/** Has the system open an address. Where it cannot, stderr says so. */
export function openPage(address: string): void {
  const [command, ...words] = opener(address);
  const failed = (why: string) => complain(`the page was not opened: ${command} ${why}; open the address above`);
  const child = spawn(command, words, { stdio: 'ignore', detached: true });
  child.once('error', ({ message }) => failed(`cannot be started: ${message}`));
  child.once('exit', status => {
    if (status !== 0) failed(`ended with the status ${status}`);
  });
  child.unref();
}
