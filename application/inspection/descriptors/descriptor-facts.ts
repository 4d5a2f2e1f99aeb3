import { type DescriptorEffect, describe, everyHostcall, fillsBuffers, takesBytes } from '../../../domain/index.js';
import { type CallShape, callShapes, type ParamShape, type ResultShape } from '../../tracing/index.js';

/** What the success of a hostcall reveals about descriptors, and where in the call: all of it follows from the table. */
export interface DescriptorFacts {
  /** Of its first descriptor and its second one, the index of the wasm argument. */
  readonly at: number;
  readonly secondAt: number;
  readonly awaits: boolean;
  readonly effect: DescriptorEffect | undefined;
  /** It moves bytes through the descriptor. */
  readonly moves: 'read' | 'written' | undefined;
  /** At the descriptor's offset, which it moves on. */
  readonly sequential: boolean;
  /** It returns the offset. */
  readonly offset: ResultShape | undefined;
  readonly fdstat: ResultShape | undefined;
  readonly filestat: ResultShape | undefined;
  /** Its buffer of directory entries. */
  readonly entries: ParamShape | undefined;
  /** The descriptor is a preopened directory. */
  readonly ofPreopen: boolean;
  /** Base and inheriting rights that it is given. */
  readonly rights: readonly ParamShape[];
  /** Status flags that it is given. */
  readonly fdflags: ParamShape | undefined;
  readonly oflags: ParamShape | undefined;
  /** What kind of socket it makes. */
  readonly socketType: ParamShape | undefined;
  /** It opens what a path names. */
  readonly byPath: boolean;
}

function factsOf({ name, params, results }: CallShape): DescriptorFacts {
  const row = describe(name);
  const [first, second] = params.filter(({ kind }) => kind === 'fd');
  const ofKind = (kind: ParamShape['kind']) => params.find(param => param.kind === kind);
  const result = (kind: ResultShape['kind']) => results.find(each => each.kind === kind);
  const moves = params.some(({ kind }) => fillsBuffers(kind))
    ? 'read'
    : params.some(({ kind }) => takesBytes(kind))
      ? 'written'
      : undefined;
  const hasPath = params.some(({ kind }) => kind === 'path');
  return {
    at: first?.at ?? -1,
    secondAt: second?.at ?? -1,
    awaits: params.some(({ form }) => form === 'subscriptions'),
    effect: row.descriptors,
    moves,
    // A call with a given offset leaves that of the descriptor alone, and sockets have none.
    sequential: moves !== undefined && row.family === 'fd-io' && ofKind('filesize') === undefined,
    offset: row.family === 'fd-io' ? result('filesize') : undefined,
    fdstat: result('fdstat'),
    filestat: hasPath ? undefined : result('filestat'),
    entries: params.find(({ content }) => content === 'entries'),
    ofPreopen: row.preopen !== undefined,
    rights: params.filter(({ kind }) => kind === 'rights'),
    fdflags: ofKind('fdflags'),
    oflags: ofKind('oflags'),
    socketType: ofKind('sockettype'),
    byPath: hasPath && row.descriptors === 'opens',
  };
}

const facts: readonly DescriptorFacts[] = callShapes('preview1').map(factsOf);

/** What a hostcall says of descriptors, by its number in the table. */
export function descriptorFacts(call: number): DescriptorFacts {
  return facts[call] as DescriptorFacts;
}

/** Whether any hostcall but such as only wait says something of descriptors. */
export const saysNothing: readonly boolean[] = everyHostcall.map((_, number) => {
  const { at, awaits, effect } = descriptorFacts(number);
  return at < 0 && !awaits && effect === undefined;
});
