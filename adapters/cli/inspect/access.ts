/** Who may ask the server of the inspector for anything. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The part of a request that is checked. */
export interface AskedRequest {
  readonly method: string;
  /** As it stands in the request: not decoded, nothing resolved. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A request that is let in; or why one is not. */
export type Access = { readonly path: string } | { readonly refused: string };

/** Names of this machine, for itself. No other site can have a page under one of them, however its own name resolves. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/;

/** How long the address that is handed to another program is good for, in milliseconds. */
const LAUNCH_MS = 60_000;

/** 256 random bits, which cannot be guessed. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares texts in a time that does not depend on where they differ. */
function sameSecret(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * The secret of one server, and the check of each request. The token is the first part of every path, so that all relative addresses of the page have it, and
 * no other server on this machine is sent it, as one would be a cookie: cookies do not heed ports.
 */
export class AccessCheck {
  /** The first part of every path. */
  readonly token = secret();
  #launch: { readonly path: string; readonly until: number } | undefined;

  /**
   * Makes a path for another program to open: other users of the machine can see what a program is started with. It leads to the page once, and within a
   * minute.
   */
  launchPath(): string {
    const path = `/${secret()}`;
    this.#launch = { path, until: performance.now() + LAUNCH_MS };
    return path;
  }

  /** Whether a request is for the path that was made last, which has not been used. It is used now. */
  launches(request: AskedRequest): boolean {
    const launch = this.#launch;
    if (!hasKnownHost(request) || launch === undefined || performance.now() > launch.until) return false;
    if (!sameSecret(request.url, launch.path)) return false;
    this.#launch = undefined;
    return true;
  }

  /** Checks a request. */
  check(request: AskedRequest): Access {
    if (!hasKnownHost(request)) return { refused: 'the Host of the request is not this machine' };
    const [, given = '', rest] = /^\/([^/?#]*)(\/[^?#]*)?/.exec(request.url) ?? [];
    if (!sameSecret(given, this.token))
      return { refused: 'the address has no token, or not the one of this server: open the one that was printed' };
    if (!isFromOwnPage(request)) return { refused: 'the request comes from a page of another origin' };
    return { path: rest ?? '' };
  }
}

/**
 * Whether a request has a name of this machine as its Host: a page of another site whose name has been made to resolve to this machine (DNS rebinding) has its
 * own there.
 */
function hasKnownHost({ headers: { host = '' } }: AskedRequest): boolean {
  return LOOPBACK.test(host);
}

/** Whether a request can come from the page itself, or from the address bar. Browsers tell where others come from, and let no page change that. */
function isFromOwnPage({ method, headers }: AskedRequest): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return origin === `http://${host}`;
  // Without an Origin, nothing is changed.
  if (method !== 'GET') return false;
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  // A link to the page, such as in a terminal that is a page itself. It opens as a page of its own: frames are refused.
  return headers['sec-fetch-dest'] === 'document';
}
