import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Without these it looks for hosts that are not ours. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium on this machine: what the environment variable CHROMIUM names, else what is on the PATH; undefined if there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM !== undefined) return CHROMIUM;
  const paths = PATH.split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name)));
  return paths.find(path => existsSync(path));
}

/** How long a test with a browser may take, in milliseconds: its first start on a busy machine takes longest. */
export const PATIENCE = 170_000;

/** Starts it without a window. @param folder for its profile @param switches beside its usual ones */
export function launchChromium(
  executablePath: string,
  folder: string,
  switches: readonly string[] = [],
): Promise<BrowserContext> {
  const args = [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...switches];
  return chromium.launchPersistentContext(folder, { executablePath, args, headless: true, timeout: PATIENCE });
}
