import {
  describe as describeHostcall,
  encodeUtf8,
  type HostcallName,
  layouts,
  type ParamKind,
  paramKinds,
  type Result,
  resultKind,
  takesBytes,
} from '../../../domain/index.js';

/** The data of a call at a pointer. */
export interface Place {
  readonly name: string;
  readonly kind: ParamKind | Result['kind'] | 'window';
  readonly at: number;
  readonly size: number;
  /** The contents before the call; undefined where it only writes. */
  readonly input?: Uint8Array;
}

/** A call with its arguments, and all that they point to. */
export interface PlacedCall {
  readonly args: readonly (number | bigint)[];
  readonly places: readonly Place[];
}

/** How many bytes a result takes; of strings, the table of two pointers. */
function sizeOf(kind: Result['kind']): number {
  const { form, struct, size = 0 } = resultKind(kind);
  if (form === 'strings') return 8;
  return struct === undefined ? size : layouts[struct].size;
}

const RIGHTS = 0x0fff_ffffn;

/**
 * A call of a hostcall that does something, put together from its description.
 * @param directory a descriptor of a directory with a file `file` and a link `link`
 * @param file a descriptor of that file
 * @param place where something with so many bytes is to lie
 */
export function placedCall(
  name: HostcallName,
  { directory, file }: { readonly directory: number; readonly file: number },
  place: (name: string, size: number) => number,
): PlacedCall {
  const { params, results } = describeHostcall(name);
  const args: (number | bigint)[] = [];
  const places: Place[] = [];
  const put = (what: string, kind: Place['kind'], size: number, input?: Uint8Array) => {
    const at = place(what, size);
    places.push({ name: what, kind, at, size, ...(input && { input }) });
    return at;
  };
  const isNew = /create|symlink/.test(name);
  for (const { name: param, kind } of params) {
    const { form } = paramKinds[kind];
    if (kind === 'fd') {
      args.push(name.startsWith('path_') || /prestat|readdir/.test(name) ? directory : file);
    } else if (form === 'text') {
      const isThere = param !== 'new_path' && !isNew;
      const text = isThere ? (name === 'path_readlink' ? 'link' : 'file') : param === 'old_path' ? 'goal' : 'newer';
      const bytes = encodeUtf8(name === 'path_remove_directory' ? 'folder' : text);
      args.push(put(param, kind, bytes.length, bytes), bytes.length);
    } else if (form === 'buffers') {
      const window = put('window', 'window', 8, takesBytes(kind) ? encodeUtf8('written!') : undefined);
      const table = new Uint8Array(8);
      const view = new DataView(table.buffer);
      view.setUint32(0, window, true);
      view.setUint32(4, 8, true);
      args.push(put(param, kind, 8, table), 1);
    } else if (form === 'span') {
      const size = name === 'random_get' ? 9000 : 64;
      args.push(put(param, kind, size), size);
    } else if (form === 'subscriptions') {
      // A clock, at once.
      const subscription = new Uint8Array(layouts.subscription.size);
      subscription[0] = 7;
      args.push(put(param, kind, subscription.length, subscription));
    } else if (form === 'events') {
      args.push(put(param, kind, layouts.event.size));
    } else if (form === 'count') {
      args.push(1);
    } else if (form === 'rights') {
      args.push(RIGHTS);
    } else if (form === 'integer' || form === 'time') {
      args.push(0n);
    } else {
      args.push(0);
    }
  }
  for (const { name: result, kind } of results) {
    args.push(put(result, kind, sizeOf(kind)));
    if (kind === 'strings') args.push(put(`${result}_buf`, 'strings', 'main.wasm\0x\0'.length));
  }
  return { args, places };
}
