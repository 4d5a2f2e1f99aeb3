import {
  type Completable,
  type CompletableArgument,
  type CompletableCommand,
  type CompletableForm,
  type CompletableOption,
  type Content,
  type Words,
  wordLists,
} from './completable.js';
import { quoted } from './quoted.js';

/** The script for fish. The description of an option or a command is beside it. */
export function fishScript({ options, commands }: Completable): string {
  return `# fish completion for hostcall. To have it now: hostcall completions fish | source

${Object.entries(wordLists)
  .map(([name, words]) => `set -g __hostcall_${name} ${words.join(' ')}`)
  .join('\n')}

# The options of a command that take an argument.
function __hostcall_taking
    switch $argv[1]
${commands.flatMap(takingCase).join('\n')}
    end
end

# Prints the command, whether its options have ended, and the number of the argument that comes next, as far as they are typed.
function __hostcall_place
    set -l words (commandline -opc)
    set -e words[1]
    while string match -q -- '-*' "$words[1]"
        set -e words[1]
    end
    set -q words[1]; or return
    set -l taking (__hostcall_taking $words[1])
    set -l place $words[1] going 1
    set -e words[1]
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        if test $place[2] = ended; or not string match -q -- '-?*' $word
            set place[3] (math $place[3] + 1)
            contains -- $place[1] ${commands.flatMap(({ name, passThrough }) => (passThrough ? [name] : [])).join(' ')}; and set place[2] ended
        else if test $word = --
            set place[2] ended
        else if contains -- $word $taking
            set -e words[1]
        else if string match -qr -- '^-[^-]' $word
            # Letters: the first that takes an argument has what follows it, or else the next word.
            set -l letters (string split '' -- (string sub -s 2 -- $word))
            while set -q letters[1]; and not contains -- -$letters[1] $taking
                set -e letters[1]
            end
            test (count $letters) -eq 1; and set -e words[1]
        end
    end
    printf '%s\\n' $place
end

# Whether no command is typed yet.
function __hostcall_commandless
    test -z "$(__hostcall_place)"
end

# Whether options of COMMAND can come.
function __hostcall_options
    set -l place (__hostcall_place)
    test "$place[1]" = $argv[1] -a "$place[2]" = going
end

# Whether argument NUMBER of COMMAND comes, or a later one with MORE.
function __hostcall_argument
    set -l place (__hostcall_place)
    test "$place[1]" = $argv[1]; or return
    test $place[3] -eq $argv[2]; or test -n "$argv[3]" -a $place[3] -gt $argv[2]
end

# What is typed of the word at the cursor.
function __hostcall_typed
    commandline -ct | string trim -l -c '\\'"'
end

# Prints a set: some words with commas between, and ! in front.
function __hostcall_set
    set -l before (__hostcall_typed | string match -r '^(?:[a-z]+=)?(?:.*,)?!?')
    printf '%s\\t\\n' "$before"$argv
end

# Prints what is done to calls: a set of hostcalls, and behind colons some words.
function __hostcall_tampering
    set -l typed (__hostcall_typed)
    if not string match -q '*:*' $typed
        __hostcall_set $__hostcall_hostcalls
    else if string match -qr ':error=[^:]*$' $typed
        printf '%s\\t\\n' (string match -r '^.*:error=' $typed)$__hostcall_errnos
    else
        printf '%s\\t\\n' (string match -r '^.*:' $typed)$argv
    end
end

${commands.flatMap(formsFunctions).join('\n\n')}

complete -c hostcall -f
${options.flatMap(option => optionLines('', option)).join('\n')}
${commands.map(({ name, text }) => `complete -c hostcall -n __hostcall_commandless -a ${name} -d ${quoted(text)}`).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`;
}

function takingCase({ name, options }: CompletableCommand): string[] {
  const taking = options.flatMap(({ names, argument }) => (argument === undefined ? [] : names));
  return taking.length === 0
    ? []
    : [`        case ${name}\n            string split -- ' ' ${quoted(taking.join(' '))}`];
}

function commandLines({ name, options, arguments: all }: CompletableCommand): string[] {
  return [
    ...options.flatMap(option => optionLines(name, option)),
    ...all.flatMap((argument, index) => argumentLine(name, argument, index + 1)),
  ];
}

/** How fish is told of an option: it knows of one that takes an argument, and of one letter. */
function optionLines(command: string, { names, text, argument }: CompletableOption): string[] {
  const spelt = names.flatMap(name =>
    name.startsWith('--') ? [`-l ${name.slice(2)}`] : name.length === 2 ? [`-s ${name.slice(1)}`] : [],
  );
  const condition = command === '' ? '__hostcall_commandless' : quoted(`__hostcall_options ${command}`);
  const value = argument === undefined ? '' : optionValue(command, names[0] ?? '', argument.content);
  return [`complete -c hostcall -n ${condition} ${spelt.join(' ')}${value} -d ${quoted(text)}`];
}

function optionValue(command: string, option: string, content: Content): string {
  if (content.kind === 'file') return ' -rF';
  // An empty description for each, since fish would give it that of the option.
  const answer =
    content.kind === 'words' && typeof content.words !== 'string'
      ? content.words.map(word => `${word}\\t`).join(' ')
      : answerWith(command, option, content);
  return answer === undefined ? ' -x' : ` -xa ${quoted(answer)}`;
}

function argumentLine(command: string, { content, rest }: CompletableArgument, number: number): string[] {
  const condition = quoted(`__hostcall_argument ${command} ${number}${rest ? ' more' : ''}`);
  const head = `complete -c hostcall -n ${condition}`;
  if (content.kind === 'file' && content.suffix === undefined) return [`${head} -F`];
  const answer = answerWith(command, '', content);
  return answer === undefined ? [] : [`${head} -ka ${quoted(answer)}`];
}

/** The command that prints the candidates; undefined where there are none, or fish knows them. */
function answerWith(command: string, option: string, content: Content): string | undefined {
  switch (content.kind) {
    case 'words':
      return wordsText(content.words);
    case 'file':
      return content.suffix === undefined ? undefined : `(__fish_complete_suffix ${content.suffix})`;
    case 'directory':
      return '(__fish_complete_directories)';
    case 'variable':
      return '(set -nx)';
    case 'forms':
      return `(${formsFunction(command, option)})`;
    case 'anything':
      return undefined;
  }
}

const formsFunction = (command: string, option: string) => `__hostcall_${command}${option.replaceAll('-', '_')}`;

/** The functions for the options of a command whose arguments have forms. */
function formsFunctions({ name, options }: CompletableCommand): string[] {
  return options.flatMap(({ names, argument }) =>
    argument?.content.kind === 'forms' ? [formsText(formsFunction(name, names[0] ?? ''), argument.content.forms)] : [],
  );
}

function formsText(name: string, forms: readonly CompletableForm[]): string {
  const cases = forms.map(({ head, set, parts }) => {
    const answer =
      parts.length === 0
        ? `__hostcall_set ${wordsText(set)}`
        : `__hostcall_tampering ${parts.map(({ word }) => word).join(' ')}`;
    return `        case ${quoted(`${head}*`)}\n            ${answer}`;
  });
  const [first] = forms;
  const bare =
    first === undefined || first.parts.length > 0 ? '' : `\n            __hostcall_set ${wordsText(first.set)}`;
  const heads = forms.flatMap(({ head, text }) => [head, quoted(text)]).join(' ');
  return `function ${name}
    switch "$(__hostcall_typed)"
${cases.join('\n')}
        case '*'
            printf '%s\\t%s\\n' ${heads}${bare}
    end
end`;
}

function wordsText(words: Words): string {
  return typeof words === 'string' ? `$__hostcall_${words}` : words.join(' ');
}
