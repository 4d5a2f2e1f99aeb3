import {
  type Abi,
  describe,
  type EnumKind,
  enumerations,
  everyHostcall,
  type FlagKind,
  flagSets,
  type HostcallDescription,
  type HostcallName,
  hostcallNames,
  isPromoted,
  type LayoutName,
  layoutOf,
  layouts,
  notInUnstable,
  type Param,
  paramKinds,
  type Result,
  type ResultKind,
  resultKind,
  signatureOf,
  threadNames,
  unstableLayouts,
  wasmEdgeNames,
} from '../../domain/index.js';

/** One parameter of a shell. */
interface ShellParam {
  readonly name: string;
  readonly type: string;
}

/** Whether a struct differs in wasi_unstable. */
function differs(struct: string | undefined): boolean {
  return struct !== undefined && struct in unstableLayouts;
}

/** Hostcalls whose shells differ between preview1 and wasi_unstable. */
const differing: readonly HostcallName[] = hostcallNames.filter(name => {
  const { params, results } = describe(name);
  return (
    params.some(({ kind }) => kind === 'whence' || differs(paramKinds[kind].pointsTo)) ||
    results.some(({ kind }) => differs(resultKind(kind).struct))
  );
});

function camel(name: string): string {
  return name.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether a name is one of JavaScript's. */
const isIdentifier = (name: string) => !name.includes('-');

/** The names a parameter has in a shell: of its pointer or value, and of its length if it has one. */
function namesOfParam({ name, kind }: Param): [string, string?] {
  const n = camel(name);
  if (paramKinds[kind].wasm.length === 2) return [n, `${n}Len`];
  return [n === 'in' ? 'subscriptions' : n === 'out' ? 'events' : n];
}

/** The names a result's out-pointers have in a shell. */
function namesOfResult({ name, kind }: Result): [string, string?] {
  const n = camel(name);
  return resultKind(kind).table ? [`${n}Ptr`, `${n}BufPtr`] : [`${n}Ptr`];
}

/** The parameters of a shell, in order: the wasm signature under the shell's names. */
function shellParams(name: HostcallName): ShellParam[] {
  const row = describe(name);
  const pointers = row.returnsResult ? [] : row.results.flatMap(namesOfResult);
  const names = [...row.params.flatMap(namesOfParam), ...pointers] as string[];
  return signatureOf(name).params.map(({ type }, index) => ({
    name: names[index] as string,
    type: type === 'i64' ? 'bigint' : 'number',
  }));
}

/** How many bytes a result takes behind its pointer. */
function sizeOf(kind: ResultKind, abi: Abi): number {
  const { struct, size = 0 } = resultKind(kind);
  return struct === undefined ? size : layoutOf(struct, abi).size;
}

/** The name of the function that loads or stores a struct. */
function ofStruct(verb: string, struct: LayoutName, abi: Abi): string {
  return `${verb}${struct[0]?.toUpperCase()}${struct.slice(1)}${abi === 'unstable' && differs(struct) ? 'Unstable' : ''}`;
}

/** What the shell does before it calls the meaning: checks that return an errno, lines that lift, and the lifted arguments. */
interface Lifting {
  readonly checks: string[];
  readonly lifts: string[];
  readonly args: string[];
  /** What is lifted before anybody is told of the call: what a trace tells is then what the meaning gets. */
  readonly first: LiftedFirst[];
  /** What is lowered through parameters. */
  readonly lowered: string[];
  /** The meaning is lent records. */
  lends: boolean;
}

/** A parameter that is lifted from memory. */
interface LiftedFirst extends ShellParam {
  /** The parameters of the shell that it is lifted from. */
  readonly from: readonly string[];
  readonly lift: string;
}

/** What the shell returns where it refuses the call. */
function refusing(name: HostcallName, errno: string): string {
  return `return reject(${everyHostcall.indexOf(name)}, ${errno});`;
}

function liftParam(param: Param, name: HostcallName, abi: Abi, into: Lifting): void {
  const row: HostcallDescription = describe(name);
  const [first, second] = namesOfParam(param);
  const { kind } = param;
  const { form, signed } = paramKinds[kind];
  const { checks, lifts, args } = into;
  const liftFirst = (from: readonly string[], lifted: string, type: string, lift: string) => {
    into.first.push({ from, name: lifted, type: `${type} | number`, lift: `lifter.${lift}` });
    lifts.push(`if (typeof ${lifted} === 'number') ${refusing(name, lifted)}`);
    args.push(lifted);
  };
  switch (form) {
    case 'number':
      args.push(`${first} >>> 0`);
      break;
    case 'text': {
      const which = row.params.filter(p => paramKinds[p.kind].form === 'text').indexOf(param as never);
      liftFirst([first, second as string], `${first}Text`, 'string', `path(${first}, ${second}, ${which})`);
      break;
    }
    case 'buffers':
      liftFirst([first, second as string], 'iovecs', 'Iovecs', `iovecs(${first}, ${second})`);
      into.lends = true;
      break;
    case 'span':
      into.lends = true;
      checks.push(`!memory.holds(${first}, ${second} >>> 0)`);
      args.push(`lifter.span(${first}, ${second})`);
      break;
    case 'rights':
      args.push(`lifter.rights(${first})`);
      break;
    case 'integer':
      args.push(signed ? `Number(${first})` : `lifter.unsigned(${first})`);
      break;
    case 'time':
      args.push(`lifter.timestamp(${first})`);
      break;
    case 'subscriptions': {
      const lift = `${abi === 'unstable' ? 'subscriptionsUnstable' : 'subscriptions'}(${first}, nsubscriptions)`;
      liftFirst([first], 'lifted', 'LiftedSubscriptions', lift);
      into.lends = true;
      break;
    }
    case 'events':
      checks.push(`!memory.holds(${first}, (nsubscriptions >>> 0) * ${layouts.event.size})`);
      args.push('lifted.events');
      break;
    case 'count':
      break;
    case 'bytes': {
      const from = second === undefined ? [first] : [first, second];
      const behind = paramKinds[kind].extent === 'behind';
      liftFirst(behind ? [first] : from, `${first}Bytes`, 'ByteSpan', `bytes('${kind}', ${from.join(', ')})`);
      if (behind) into.lowered.push(`lowerer.storeLength(${second}, ${first}Bytes);`);
      break;
    }
    case 'addresses':
      liftFirst([second as string], 'list', 'AddressList', `addresses(${first}, ${second})`);
      into.lowered.push(`if (lowerer.storeAddresses(${first}, list) !== 0) return Errno.EFAULT;`);
      break;
    case 'flags': {
      const bits = flagSets[kind as FlagKind].length;
      lifts.push(`if ((${first} & ~0x${((1 << bits) - 1).toString(16)}) !== 0) ${refusing(name, 'Errno.EINVAL')}`);
      args.push(first);
      break;
    }
    case 'enumeration': {
      const values = enumerations[kind as EnumKind].length;
      lifts.push(`if (${first} >>> 0 >= ${values}) ${refusing(name, 'Errno.EINVAL')}`);
      args.push(abi === 'unstable' && kind === 'whence' ? `whenceFromUnstable[${first}] as number` : first);
      break;
    }
  }
}

/** How a result is lowered: what is checked before the call, what the meaning gets for it, and what is done afterwards. */
interface Lowering {
  readonly check?: string;
  readonly arg?: string;
  readonly lower: string;
}

function lowerResult(result: Result, promoted: boolean, abi: Abi): Lowering {
  const [pointer, bytes] = namesOfResult(result);
  const { kind } = result;
  const { form, struct } = resultKind(kind);
  if (form === 'strings')
    return { arg: 'lowerer.strings', lower: `return lowerer.storeStrings(${pointer}, ${bytes});` };
  const size = sizeOf(kind, abi);
  const check = `!memory.holds(${pointer}, ${size})`;
  if (promoted) return { check, lower: `lowerer.store${size === 8 ? 'Wide' : ''}Result(${pointer}, result);` };
  if (struct !== undefined)
    return { check, arg: `lowerer.${struct}`, lower: `lowerer.${ofStruct('store', struct, abi)}(${pointer});` };
  if (form === 'time') return { check, arg: 'lowerer.timestamp', lower: `lowerer.storeTimestamp(${pointer});` };
  return { check, arg: 'lowerer.second', lower: `lowerer.storeSecond${size * 8}(${pointer});` };
}

/** The inside of a shell: what it lifts first, and its lines behind that. */
function renderBody(name: HostcallName, abi: Abi): { first: readonly LiftedFirst[]; lines: string[] } {
  const row = describe(name);
  const lifting: Lifting = { checks: [], lifts: [], args: [], first: [], lowered: [], lends: false };
  for (const param of row.params) liftParam(param, name, abi, lifting);
  const lowered: string[] = [];
  const promotes = isPromoted(row.results[0]?.kind);
  row.results.forEach((result, index) => {
    const { check, arg, lower }: Lowering = row.returnsResult
      ? { lower: 'lowerer.keepResult(result);' }
      : lowerResult(result, promotes && index === 0, abi);
    if (check !== undefined) lifting.checks.push(check);
    if (arg !== undefined) lifting.args.push(arg);
    // How much was received comes last: the flags may lie over it.
    if (resultKind(result.kind).form === 'flags') lowered.unshift(lower);
    else lowered.push(lower);
  });
  lowered.unshift(...lifting.lowered);
  if (row.params.some(({ kind }) => paramKinds[kind].form === 'events'))
    lowered.unshift('lowerer.storeEvents(events, lifted.events);');
  const lines: string[] = [];
  if (lifting.checks.length > 0) lines.push(`if (${lifting.checks.join(' || ')}) ${refusing(name, 'Errno.EFAULT')}`);
  lines.push(...lifting.lifts);
  const call = `meanings${isIdentifier(name) ? `.${name}` : `['${name}']`}(${lifting.args.join(', ')})`;
  if (lowered.length === 0 && !lifting.lends) {
    lines.push(`return 0 - ${call};`);
  } else {
    lines.push(`const result = ${call};`);
    if (lifting.lends) lines.push('lifter.release();');
    if (lowered.length === 0) lines.push('return 0 - result;');
    else lines.push('if (result < 0) return -result;', ...lowered);
    if (lowered.length > 0 && !lowered.at(-1)?.startsWith('return')) lines.push('return 0;');
  }
  return { first: lifting.first, lines };
}

function renderShell(name: HostcallName, abi: Abi): string {
  const row = describe(name);
  const params = shellParams(name);
  const declared = params.map(p => `${p.name}: ${p.type}`).join(', ');
  const { first, lines } = renderBody(name, abi);
  const inner = params.flatMap((param): readonly ShellParam[] => {
    const lifted = first.find(({ from }) => from.includes(param.name));
    if (lifted === undefined) return [param];
    return lifted.from[0] === param.name ? [lifted] : [];
  });
  const innerDeclared = inner.map(p => `${p.name}: ${p.type}`).join(', ');
  const passed = inner.map(p => p.name).join(', ');
  const number = everyHostcall.indexOf(name);
  const begin = `tracer.begin(${[number, ...params.map(p => p.name)].join(', ')});`;
  const plain = camel(name);
  const traced = row.noreturn
    ? [begin, `tracer.leave(${number});`, `return ${plain}(${passed});`]
    : row.mayExit
      ? [
          begin,
          'try {',
          `  return tracer.end(${number}, ${plain}(${passed}));`,
          '} catch (ended) {',
          `  tracer.leave(${number});`,
          '  throw ended;',
          '}',
        ]
      : [begin, `return tracer.end(${number}, ${plain}(${passed}));`];
  return [
    `  function ${plain}(${innerDeclared}): number {`,
    ...lines.map(line => `    ${line}`),
    '  }',
    `  function ${plain}Shell(${declared}): number {`,
    ...first.map(lifted => `    const ${lifted.name} = ${lifted.lift};`),
    `    const tracer = tap.tracer(${number});`,
    `    if (tracer === null) return ${plain}(${passed});`,
    ...traced.map(line => `    ${line}`),
    '  }',
  ].join('\n');
}

/** A function that makes the shells of one import object. */
interface Factory {
  readonly title: string;
  readonly doc: string;
  readonly names: readonly HostcallName[];
  readonly abi: Abi;
}

const factories: readonly Factory[] = [
  {
    title: 'createShells',
    doc: 'The import object of `wasi_snapshot_preview1`: what a guest calls.',
    names: hostcallNames,
    abi: 'preview1',
  },
  {
    title: 'createUnstableShells',
    doc: 'The import object of `wasi_unstable`: the shells of preview1 but for those that differ.',
    names: differing,
    abi: 'unstable',
  },
  {
    title: 'createWasmEdgeShells',
    doc: 'WasmEdge’s sockets, by the names of the table.',
    names: wasmEdgeNames,
    abi: 'preview1',
  },
  {
    title: 'createThreadShells',
    doc: 'The import object of wasi-threads. What is returned here is the errno, as everywhere; the result is in the copies of the call.',
    names: threadNames,
    abi: 'preview1',
  },
];

/** What the shells of some hostcalls are made of. What none of them needs is left out. */
function partsOf(names: readonly HostcallName[]): string {
  const rejects = names.some(name => renderBody(name, 'preview1').lines.some(line => line.includes('reject(')));
  return rejects ? 'memory, lifter, lowerer, meanings, tap, reject' : 'lowerer, meanings, tap';
}

function renderFactory({ title, doc, names, abi }: Factory): string {
  const entries = names.map(name => `    ${isIdentifier(name) ? name : `'${name}'`}: ${camel(name)}Shell,`);
  const lines = [`/** ${doc} */`, `export function ${title}({ ${partsOf(names)} }: ShellParts): Shells {`];
  lines.push(...names.map(name => renderShell(name, abi)));
  if (abi === 'preview1') {
    lines.push('  return {', ...entries, '  };');
  } else {
    const dropped = notInUnstable.map(name => `${name}: _${camel(name)}`).join(', ');
    lines.push(`  const { ${dropped}, ...shared } = createShells({ memory, lifter, lowerer, meanings, tap, reject });`);
    lines.push('  return {', '    ...shared,', ...entries, '  };');
  }
  lines.push('}');
  return lines.join('\n');
}

/** Renders `application/abi/shells.gen.ts`. */
export function renderShells(): string {
  return `// Generated from the table of hostcalls by tools/codegen; \`npm run codegen\` writes it anew. Do not edit.
//
// One function a hostcall: it checks every pointer, calls the meaning, and lowers the result. The function of the same name with "Shell" lifts first
// what lies in memory, and, where a trace is watched, tells the tracer before and after.
import { type AddressList, type ByteSpan, Errno, type Iovecs, whenceFromUnstable } from '../../domain/index.js';
import type { LiftedSubscriptions } from './guest-windows.js';
import type { ShellParts, Shells } from './shell-parts.js';

${factories.map(renderFactory).join('\n\n')}
`;
}
