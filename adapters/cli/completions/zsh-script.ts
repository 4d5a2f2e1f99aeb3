import {
  type Completable,
  type CompletableCommand,
  type CompletableForm,
  type CompletableOption,
  type Content,
  type Words,
  wordLists,
} from './completable.js';
import { quoted } from './quoted.js';

/** The script for zsh: a file for `fpath`, which can be sourced as well. */
export function zshScript({ options, commands }: Completable): string {
  return `#compdef hostcall
# zsh completion for hostcall. To have it now: source <(hostcall completions zsh)

typeset -ga ${Object.entries(wordLists)
    .map(([name, words]) => `_hostcall_${name}=(${words.join(' ')})`)
    .join(' \\\n  ')}

# Completes a set: some words with commas between, and ! in front.
_hostcall_set() {
  compset -P '*,'
  compset -P '!'
  compadd -S '' -- "$@"
}

# Completes what is done to calls: a set of hostcalls, and behind colons some words.
_hostcall_tampering() {
  if [[ $PREFIX != *:* ]]; then
    _hostcall_set $_hostcall_hostcalls
    return
  fi
  compset -P '*:'
  if compset -P 'error='; then compadd -S '' -- $_hostcall_errnos
  else compadd -S '' -- "$@"; fi
}

${commands.flatMap(formsFunctions).join('\n\n')}

_hostcall_commands() {
  local -a commands=(
${commands.map(({ name, text }) => `    ${quoted(`${name}:${text}`)}`).join('\n')}
  )
  _describe -t commands command commands
}

_hostcall() {
  local context state state_descr line ret=1
  typeset -A opt_args
  _arguments -C -s -S -A '-*' \\
${options.flatMap(option => optionSpecs('', option)).join(' \\\n')} \\
    '1: :_hostcall_commands' '*:: :->arguments' && ret=0
  [[ $state == arguments ]] || return ret
  curcontext="\${curcontext%:*}-$words[1]:"
  case $words[1] in
${commands.map(commandCase).join('\n')}
  esac
  return ret
}

# zsh calls a file in fpath as the function; one that is sourced has to be made known.
if [[ $funcstack[1] == _hostcall ]]; then _hostcall "$@"; else compdef _hostcall hostcall; fi
`;
}

function commandCase({ name, options, arguments: all, passThrough }: CompletableCommand): string {
  const specs = [
    ...options.flatMap(option => optionSpecs(name, option)),
    ...all.map(
      ({ name: argument, content, rest }) =>
        `    ${quoted(`${rest ? '*' : ''}:${escaped(argument)}:${action(name, '', content)}`)}`,
    ),
  ];
  // Behind the first argument, options are the program's.
  return `    ${name}) _arguments -s -S ${passThrough ? "-A '-*' " : ''}\\\n  ${specs.join(' \\\n  ')} && ret=0 ;;`;
}

/** How `_arguments` is told of an option, a line for each of its names. */
function optionSpecs(command: string, { names, text, repeatable, argument }: CompletableOption): string[] {
  // Letters that are repeated are found one by one.
  const single = names.filter(name => name.startsWith('--') || name.length === 2);
  const others = single.includes('--help') || single.includes('--version') ? '- : *' : single.join(' ');
  const value =
    argument === undefined ? '' : `:${escaped(argument.name)}:${action(command, single[0] ?? '', argument.content)}`;
  return single.map(name => {
    const taking = argument === undefined ? '' : name.startsWith('--') ? '=' : '+';
    return `    ${quoted(`${repeatable ? '*' : `(${others})`}${name}${taking}[${escaped(text)}]${value}`)}`;
  });
}

/** What completes it. A space in front keeps `_arguments` from adding arguments of its own. */
function action(command: string, option: string, content: Content): string {
  switch (content.kind) {
    case 'words':
      return typeof content.words === 'string'
        ? ` compadd -- ${wordsText(content.words)}`
        : `(${content.words.map(escaped).join(' ')})`;
    case 'file':
      return content.suffix === undefined ? '_files' : `_files -g "*${content.suffix}"`;
    case 'directory':
      return '_files -/';
    case 'variable':
      return '_parameters -g "*export*"';
    case 'forms':
      return ` ${formsFunction(command, option)}`;
    case 'anything':
      return ' ';
  }
}

const formsFunction = (command: string, option: string) => `_hostcall_${command}${option.replaceAll('-', '_')}`;

/** The functions for the options of a command whose arguments have forms. */
function formsFunctions({ name, options }: CompletableCommand): string[] {
  return options.flatMap(({ names, argument }) =>
    argument?.content.kind === 'forms' ? [formsText(formsFunction(name, names[0] ?? ''), argument.content.forms)] : [],
  );
}

function formsText(name: string, forms: readonly CompletableForm[]): string {
  const branches = forms.map(({ head, set, parts }) => {
    const answer =
      parts.length === 0
        ? `_hostcall_set ${wordsText(set)}`
        : `_hostcall_tampering ${parts.map(({ word }) => word).join(' ')}`;
    return `if compset -P ${quoted(head)}; then ${answer}`;
  });
  const [first] = forms;
  const bare = first === undefined || first.parts.length > 0 ? '' : `\n    _hostcall_set ${wordsText(first.set)}`;
  return `${name}() {
  ${branches.join('\n  el')}
  else
    local -a forms=(
${forms.map(({ head, text }) => `      ${quoted(`${head}:${text}`)}`).join('\n')}
    )
    _describe -t forms expression forms -S ''${bare}
  fi
}`;
}

function wordsText(words: Words): string {
  return typeof words === 'string' ? `$_hostcall_${words}` : words.join(' ');
}

/** Within a specification for `_arguments`. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
