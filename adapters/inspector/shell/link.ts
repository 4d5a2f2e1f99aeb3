/** What stands behind the `#` of the page's address, beside what else does: `#call=1234&sort=-duration&filter=fd_read`. */

/** The parts of a link. */
type Linked = 'call' | 'sort' | 'filter';

function pattern(what: Linked): RegExp {
  return new RegExp(`(^#?|&)${what}=([^&]*)(?=&|$)`);
}

/** The value of a link's part; undefined if it is missing or cannot be decoded. @param hash of the page's address */
export function linked(hash: string, what: Linked): string | undefined {
  const [, , value] = pattern(what).exec(hash) ?? [];
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** The same address with something else; undefined takes it away. */
export function withLinked(hash: string, what: Linked, value: string | undefined): string {
  const found = pattern(what);
  if (value === undefined)
    return hash.replace(found, (_, before: string) => (before === '&' ? '' : before)).replace(/^#&/, '#');
  const text = `${what}=${encodeURIComponent(value)}`;
  if (found.test(hash)) return hash.replace(found, `$1${text}`);
  return hash.length > 1 ? `${hash}&${text}` : `#${text}`;
}

/** The call that a link leads to. */
export function linkedCall(hash: string): number | undefined {
  const number = linked(hash, 'call');
  return number !== undefined && /^\d{1,9}$/.test(number) ? Number(number) : undefined;
}
