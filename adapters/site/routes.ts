/** The addresses of the site: what stands behind the `#`. A part behind `&` is the inspector's. */

/** A place in the site. */
export type Route =
  | { readonly view: 'start' }
  /** A program that was dropped, and what it is to be given. */
  | { readonly view: 'run' }
  /** A recorded example in the inspector; with an empty name, what was opened in this visit. */
  | { readonly view: 'open'; readonly name: string }
  /** A page of the reference; with an empty name, the first one. */
  | { readonly view: 'reference'; readonly name: string }
  /** A lesson; with an empty name, the list of them. */
  | { readonly view: 'lessons'; readonly name: string };

/** What an address shows; the start for any other. @param hash of the page's address */
export function routeOf(hash: string): Route {
  const [path = ''] = hash.replace(/^#/, '').split('&', 1);
  const [, view = '', ...rest] = path.split('/');
  const name = decoded(rest.join('/'));
  switch (view) {
    case 'run':
      return { view };
    case 'open':
    case 'lessons':
    case 'reference':
      return { view, name };
    default:
      return { view: 'start' };
  }
}

/** The address of a place. @param call which call the inspector is to show */
export function hashOf(route: Route, call?: number): string {
  const name = 'name' in route && route.name !== '' ? `/${encodeURIComponent(route.name)}` : '';
  const place = route.view === 'start' ? '#/' : `#/${route.view}${name}`;
  return call === undefined ? place : `${place}&call=${call}`;
}

/** Whether two addresses show the same place, regardless of the call that they name. */
export function isSamePlace(one: Route, other: Route): boolean {
  return hashOf(one) === hashOf(other);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
