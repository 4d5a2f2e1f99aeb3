/** The pages of `hostcall explain`: what the table says about a subject, as lines of text. */
import {
  causeOf,
  describe,
  type EnumKind,
  Errno,
  type ErrnoName,
  enumerations,
  errnos,
  errnosOf,
  errnoText,
  type FlagKind,
  families,
  flagSets,
  generalCauses,
  type HostcallName,
  hostcallClasses,
  hostcallNames,
  type Layout,
  type LayoutName,
  layouts,
  notInUnstable,
  type Param,
  PREVIEW1,
  rights,
  signatureOf,
  UNSTABLE,
  unstableLayouts,
  whenceFromUnstable,
} from '../../../domain/index.js';
import { labelled, labelledTable, NO_BREAK, paragraph, table } from '../terminal/page.js';
import type { Subject } from './catalogue.js';

/**
 * Explains a subject.
 * @param width characters a line may have
 * @returns lines, the first of them a heading
 */
export function explanation(subject: Subject, width: number): string[] {
  switch (subject.kind) {
    case 'hostcall':
      return hostcallPage(subject.name, width);
    case 'errno':
      return errnoPage(subject.value, width);
    case 'right':
      return rightPage(subject.bit, width);
    case 'flag':
      return flagPage(subject.set, subject.bit, width);
    case 'value':
      return valuePage(subject.of, subject.value, width);
    case 'flags':
      return [`${subject.name}: a set of flags`, '', ...flagTable(subject.name, width), ...uses(subject.name, width)];
    case 'enumeration':
      return [
        `${subject.name}: an enumeration`,
        '',
        ...valueTable(subject.name, width),
        ...uses(subject.name, width),
        ...(subject.name === 'whence' ? ['', ...labelled(UNSTABLE, WHENCE_DIFFERS, width)] : []),
      ];
    case 'struct':
      return structPage(subject.name, width);
    case 'family':
      return [
        `${subject.name}: a family of hostcalls`,
        '',
        ...paragraph(families[subject.name], width),
        '',
        ...hostcallTable(name => describe(name).family === subject.name, width),
      ];
    case 'class':
      return [
        `%${subject.name}: a class of hostcalls that a trace can be filtered by`,
        '',
        ...hostcallTable(name => describe(name).classes.includes(subject.name), width),
      ];
    case 'module':
      return modulePage(subject.name, width);
    case 'list':
      return listPage(subject.of, width);
  }
}

/** What there is to explain, for those who ask for nothing in particular. */
export function overview(width: number): string[] {
  const names = (family: string) => hostcallNames.filter(name => describe(name).family === family).join(' ');
  return [
    'Hostcalls, by family:',
    ...table(
      Object.keys(families).map(family => [family, names(family)] as const),
      width,
    ),
    '',
    'And:',
    ...table(
      [
        [
          'errnos',
          `${errnos.length} error numbers, by name or number: \`hostcall explain ENOENT\`, \`hostcall explain 44\``,
        ],
        ['rights', `${rights.length} rights: \`hostcall explain FD_READ\``],
        ['flags', `${Object.keys(flagSets).join(' ')}, and each of their names: \`hostcall explain O_CREAT\``],
        [
          'enumerations',
          `${Object.keys(enumerations).join(' ')}, and each of their values: \`hostcall explain SEEK_CUR\``,
        ],
        ['structs', Object.keys(layouts).join(' ')],
        ['classes', hostcallClasses.map(name => `%${name}`).join(' ')],
        ['modules', `${PREVIEW1} ${UNSTABLE}`],
      ],
      width,
    ),
  ];
}

function hostcallPage(name: HostcallName, width: number): string[] {
  const row = describe(name);
  const { params, results } = signatureOf(name);
  const wasm = [
    ...params.map(param => `(param${NO_BREAK}$${param.name}${NO_BREAK}${param.type})`),
    ...results.map(type => `(result${NO_BREAK}${type})`),
  ];
  const needed = (param: Param) =>
    param.rights === undefined
      ? ''
      : ` Needs the right${param.rights.length > 1 ? 's' : ''} ${param.rights.join(' and ')}.`;
  const given = row.results.map(result => [result.name, `(${result.kind}) ${result.text}`] as const);
  const lines = [
    `${name}(${row.params.map(param => param.name).join(', ')})${given.length > 0 ? ` -> ${given.map(([term]) => term).join(', ')}` : ''}`,
    '',
    ...paragraph(row.text, width),
    '',
    ...labelled('wasm', wasm.join(' '), width),
  ];
  if (row.params.length > 0)
    lines.push(
      ...labelledTable(
        'parameters',
        row.params.map(param => [param.name, `(${param.kind}) ${param.text}${needed(param)}`]),
        width,
      ),
    );
  if (given.length > 0) lines.push(...labelledTable('results', given, width));
  const errors = errnosOf(name);
  if (errors.length > 0)
    lines.push(
      ...labelledTable(
        'errnos',
        errors.map(error => [error, `${errnoText(Errno[error])}. ${causeOf(name, error).replaceAll('`', '')}`]),
        width,
      ),
    );
  lines.push(
    ...labelled('POSIX', row.posix || 'nothing like it', width),
    ...labelled('waits', row.waits ? 'it can wait for the outside world' : 'never', width),
    ...(row.noreturn ? labelled('returns', 'never', width) : []),
    ...labelled('classes', row.classes.map(each => `%${each}`).join(' '), width),
    ...labelled('family', `${row.family}: ${families[row.family]}`, width),
    ...labelled(UNSTABLE, differences(name), width),
  );
  if (row.notes !== undefined) lines.push('', ...paragraph(row.notes, width));
  return lines;
}

const UNSTABLE_WHENCE = whenceFromUnstable.map(value => enumerations.whence.values[value]);
const WHENCE_DIFFERS = `the order is ${UNSTABLE_WHENCE.join(', ')}, from 0.`;

/** What differs in `wasi_unstable`, in one sentence. */
function differences(name: HostcallName): string {
  if (notInUnstable.includes(name)) return 'does not have it.';
  const row = describe(name);
  const found: string[] = [];
  if (row.params.some(param => param.kind === 'whence')) found.push(`whence differs: ${WHENCE_DIFFERS}`);
  if (row.results.some(result => result.kind === 'filestat'))
    found.push(`the filestat differs: ${unstableLayouts.filestat.size} bytes, nlink a u32.`);
  if (row.params.some(param => param.kind === 'subscriptions'))
    found.push(
      `the subscription differs: ${unstableLayouts.subscription.size} bytes, a clock has an identifier before its id.`,
    );
  return found.length > 0 ? found.join(' ') : 'the same.';
}

function errnoPage(value: number, width: number): string[] {
  const { name = '', text = '' } = errnos[value] ?? {};
  const cause = generalCauses[name as ErrnoName];
  const from = hostcallNames.filter(call => (errnosOf(call) as string[]).includes(name));
  return [
    `${name} (${value}): ${text}`,
    '',
    ...(cause === undefined ? [] : [...paragraph(cause, width), '']),
    ...labelled('given by', from.length > 0 ? from.join(' ') : 'no hostcall', width),
  ];
}

function rightPage(bit: number, width: number): string[] {
  const { name = '', text = '' } = rights[bit] ?? {};
  const needing = hostcallNames.filter(call =>
    describe(call).params.some(param => (param.rights as readonly string[] | undefined)?.includes(name)),
  );
  return [
    `${name}: a right, bit ${bit} (0x${(2 ** bit).toString(16)})`,
    '',
    ...paragraph(text, width),
    '',
    ...labelled('needed by', needing.length > 0 ? needing.join(' ') : 'no hostcall always; see above', width),
  ];
}

function flagPage(set: FlagKind, bit: number, width: number): string[] {
  return [
    `${flagSets[set].bits[bit]}: a flag of ${set}, bit ${bit} (0x${(1 << bit).toString(16)})`,
    '',
    ...paragraph(flagSets[set].text[bit] ?? '', width),
    ...uses(set, width),
  ];
}

function valuePage(of: EnumKind, value: number, width: number): string[] {
  return [
    `${enumerations[of].values[value]}: a value of ${of}, ${value}`,
    '',
    ...paragraph(enumerations[of].text[value] ?? '', width),
    ...uses(of, width),
    ...(of === 'whence' ? ['', ...labelled(UNSTABLE, WHENCE_DIFFERS, width)] : []),
  ];
}

/** Where a set of flags or an enumeration is used: in which hostcalls, in which structs. */
function uses(kind: FlagKind | EnumKind, width: number): string[] {
  const calls = hostcallNames.filter(name => {
    const { params, results } = describe(name);
    return params.some(param => param.kind === kind) || results.some(result => result.kind === kind);
  });
  const structs = Object.entries<Layout>(layouts).filter(([, { fields }]) => fields.some(field => field.as === kind));
  const lines: string[] = [];
  if (calls.length > 0) lines.push(...labelled('hostcalls', calls.join(' '), width));
  if (structs.length > 0) lines.push(...labelled('structs', structs.map(([name]) => name).join(' '), width));
  return lines.length > 0 ? ['', ...lines] : [];
}

function structPage(name: LayoutName, width: number): string[] {
  const other: Layout | undefined = (unstableLayouts as Partial<Record<LayoutName, Layout>>)[name];
  const lines = [...layoutLines(name, PREVIEW1, layouts[name], width)];
  if (other !== undefined) lines.push('', ...layoutLines(name, UNSTABLE, other, width));
  return lines;
}

function layoutLines(name: string, module: string, { size, align, fields }: Layout, width: number): string[] {
  return [
    `${name}: a struct of ${size} bytes, aligned to ${align} (${module})`,
    '',
    ...table(
      fields.map(field => [
        `${String(field.offset).padStart(2)}  ${field.type.padEnd(3)}  ${field.name}`,
        `${field.as === undefined ? '' : `(${field.as}) `}${field.text}`,
      ]),
      width,
    ),
  ];
}

function modulePage(name: string, width: number): string[] {
  if (name === PREVIEW1)
    return [`${PREVIEW1}: the module the hostcalls are imported from`, '', ...hostcallTable(() => true, width)];
  return [
    `${UNSTABLE}: preview0, the module from which programs built before 2020 import the hostcalls`,
    '',
    ...paragraph(`As ${PREVIEW1}, but for:`, width),
    ...table(
      hostcallNames.map(call => [call, differences(call)] as const).filter(([, text]) => text !== 'the same.'),
      width,
    ),
  ];
}

function listPage(of: Extract<Subject, { kind: 'list' }>['of'], width: number): string[] {
  switch (of) {
    case 'hostcalls':
      return ['Hostcalls:', '', ...hostcallTable(() => true, width)];
    case 'errnos':
      return [
        'Errnos:',
        '',
        ...table(
          errnos.map(({ name, text }, value) => [`${String(value).padStart(2)}  ${name}`, text]),
          width,
        ),
      ];
    case 'rights':
      return [
        'Rights, by bit:',
        '',
        ...table(
          rights.map(({ name, text }, bit) => [`${String(bit).padStart(2)}  ${name}`, text]),
          width,
        ),
      ];
    case 'flags':
      return (Object.keys(flagSets) as FlagKind[]).flatMap((set, index) => [
        ...(index > 0 ? [''] : []),
        `${set}:`,
        ...flagTable(set, width),
      ]);
    case 'enumerations':
      return (Object.keys(enumerations) as EnumKind[]).flatMap((kind, index) => [
        ...(index > 0 ? [''] : []),
        `${kind}:`,
        ...valueTable(kind, width),
      ]);
    case 'structs':
      return (Object.keys(layouts) as LayoutName[]).flatMap((name, index) => [
        ...(index > 0 ? [''] : []),
        ...structPage(name, width),
      ]);
  }
}

function flagTable(set: FlagKind, width: number): string[] {
  const { bits, text } = flagSets[set];
  if (bits.length === 0) return paragraph('No flag is defined; it is 0.', width);
  return table(
    bits.map((name, bit) => [`0x${(1 << bit).toString(16).padEnd(2)}  ${name}`, text[bit] ?? '']),
    width,
  );
}

function valueTable(kind: EnumKind, width: number): string[] {
  const { values, text } = enumerations[kind];
  return table(
    values.map((name, value) => [`${String(value).padStart(2)}  ${name}`, text[value] ?? '']),
    width,
  );
}

function hostcallTable(wanted: (name: HostcallName) => boolean, width: number): string[] {
  return table(
    hostcallNames.filter(wanted).map(name => [name, describe(name).text]),
    width,
  );
}
