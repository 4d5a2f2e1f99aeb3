import type { Completable, CompletableCommand, CompletableForm, Content, Words } from './completable.js';
import { wordLists } from './completable.js';
import { quoted } from './quoted.js';

/**
 * The script for bash 4 and later; 3.2, which macOS has beside zsh, breaks words in another way. Words are taken from the line itself, since bash breaks
 * them at `=` and `:` too, and an answer replaces only what stands behind the last break.
 */
export function bashScript({ options, commands }: Completable): string {
  return `# bash completion for hostcall. To have it now: source <(hostcall completions bash)
((BASH_VERSINFO[0] >= 4)) || return 0

${Object.entries(wordLists)
  .map(([name, words]) => `_hostcall_${name}=${quoted(words.join(' '))}`)
  .join('\n')}

# Sets options, taking and through: the options of a command, those that take an argument, and whether they end at its first argument.
_hostcall_describe() {
  options= taking= through=
  case $command in
    '') options=${quoted(options.flatMap(({ names }) => names).join(' '))} ;;
${commands.map(describedCommand).join('\n')}
  esac
}

# Offers what can follow an option. The first argument stands in front of it in the same word, such as --host=.
_hostcall_value() {
  case "$command $2" in
${valueCases(commands).join('\n')}
  esac
}

# Offers what an argument can be, by its number.
_hostcall_argument() {
  case "$command $1" in
${commands.flatMap(argumentCases).join('\n')}
  esac
}

# Offers those of some words that continue what is typed behind HEAD. HEAD WORDS AFTER
_hostcall_words() {
  local word
  for word in $2; do
    word=$1$word
    [[ $word == "$typed"* ]] && COMPREPLY[\${#COMPREPLY[@]}]=\${word#"$kept"}$3
  done
}

# Offers a set: words with commas between, and behind colons what else there is. HEAD WORDS PARTS
_hostcall_set() {
  local set=\${typed#"$1"} before
  if [[ -n $3 && $set == *:* ]]; then
    before=$1\${set%:*}:
    case \${set##*:} in
      error=*) _hostcall_words "\${before}error=" "$_hostcall_errnos" ;;
      *) _hostcall_words "$before" "$3" ;;
    esac
  else
    before=
    [[ $set == *,* ]] && before=\${set%,*},
    [[ \${set#"$before"} == '!'* ]] && before=$before!
    _hostcall_words "$1$before" "$2"
  fi
}

# Offers files, directories among them. HEAD PATTERN, or HEAD -d for directories alone
_hostcall_files() {
  local name path=\${typed#"$1"}
  compopt -o filenames 2>/dev/null
  [[ $2 == -d ]] || compopt +o nospace 2>/dev/null
  path=\${path//\\\\/}
  while IFS= read -r name; do
    name=$1$name
    COMPREPLY[\${#COMPREPLY[@]}]=\${name#"$kept"}
  done < <(compgen -d -- "$path"; [[ $2 == -d ]] || compgen -f -X "$2" -- "$path")
  # A program may be called anything.
  [[ \${#COMPREPLY[@]} -eq 0 && $2 == '!'* ]] && _hostcall_files "$1" ''
}

_hostcall() {
  local IFS=$' \\t\\n' line=\${COMP_LINE:0:COMP_POINT} words=() word typed kept command options taking through rest i last number option
  COMPREPLY=()

  # The words as they are typed; the last one up to the cursor.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $line == [[:blank:]]* || i -eq 0 ]]; then
      line=\${line#"\${line%%[![:blank:]]*}"}
      words[\${#words[@]}]=
    fi
    ((i == COMP_CWORD)) && word=$line
    line=\${line#"$word"}
    words[\${#words[@]} - 1]+=$word
  done
  last=$((\${#words[@]} - 1))
  typed=\${words[last]//[\\"\\']/}
  # What of it stays, since bash has broken the word there.
  word=\${word//[\\"\\']/}
  [[ -z \${word//[=:]/} ]] && word=
  kept=\${typed%"$word"}

  for ((i = 1; i < last; i++)); do [[ \${words[i]} == -* ]] || break; done
  ((i < last)) && command=\${words[i]}
  _hostcall_describe
  if [[ -z $command ]]; then
    case $typed in
      -*) _hostcall_words '' "$options" ' ' ;;
      *) _hostcall_words '' ${quoted(commands.map(({ name }) => name).join(' '))} ' ' ;;
    esac
    return
  fi

  # What stands before: how many arguments, whether options have ended, and an option that takes the last word.
  number=1
  while ((++i < last)); do
    word=\${words[i]} option=
    case $rest$word in
      ended*) ((number++)) ;;
      --) rest=ended ;;
      --*) [[ " $taking " == *" $word "* ]] && option=$word ;;
      -?*)
        # Letters: the first that takes an argument has what follows it, or else the next word.
        while [[ -n \${word#-} && " $taking " != *" \${word:0:2} "* ]]; do word=-\${word:2}; done
        [[ \${#word} -eq 2 ]] && option=$word ;;
      *)
        ((number++))
        [[ -n $through ]] && rest=ended ;;
    esac
    [[ -n $option ]] && ((++i))
  done

  if ((i > last)); then _hostcall_value '' "$option"
  elif [[ $rest$typed == --*=* ]]; then _hostcall_value "\${typed%%=*}=" "\${typed%%=*}"
  elif [[ $rest$typed == -[!-]?* && " $taking " == *" \${typed:0:2} "* ]]; then _hostcall_value "\${typed:0:2}" "\${typed:0:2}"
  elif [[ $rest$typed == -* ]]; then _hostcall_words '' "$options" ' '
  else _hostcall_argument "$number"
  fi
}

complete -o nospace -F _hostcall hostcall
`;
}

function describedCommand({ name, options, passThrough }: CompletableCommand): string {
  const names = options.flatMap(each => each.names);
  const taking = options.flatMap(each => (each.argument === undefined ? [] : each.names));
  return `    ${name})
      options=${quoted(names.join(' '))}
      taking=${quoted(taking.join(' '))}${passThrough ? '\n      through=yes' : ''} ;;`;
}

/** What follows the options, each kind once, with all options that it follows. */
function valueCases(commands: readonly CompletableCommand[]): string[] {
  const patterns = new Map<string, string[]>();
  for (const { name, options } of commands)
    for (const { names, argument } of options) {
      const answer = argument && answerWith(argument.content, '$1');
      if (answer === undefined) continue;
      const known = patterns.get(answer) ?? [];
      patterns.set(answer, [...known, ...names.map(each => `'${name} ${each}'`)]);
    }
  return [...patterns].map(([answer, names]) => `    ${names.join('|')})\n      ${answer} ;;`);
}

function argumentCases({ name, arguments: all }: CompletableCommand): string[] {
  return all.flatMap(({ content, rest }, index) => {
    const answer = answerWith(content, '');
    // All before it have been looked for.
    return answer === undefined ? [] : [`    ${rest ? `'${name} '*` : `'${name} ${index + 1}'`}) ${answer} ;;`];
  });
}

/** The command that answers; undefined where nothing can be said. */
function answerWith(content: Content, head: string): string | undefined {
  switch (content.kind) {
    case 'words':
      return `_hostcall_words "${head}" ${wordsText(content.words)} ' '`;
    case 'file':
      return `_hostcall_files "${head}" ${content.suffix === undefined ? "''" : `'!*${content.suffix}'`}`;
    case 'directory':
      return `_hostcall_files "${head}" -d`;
    case 'variable':
      return `_hostcall_words "${head}" "$(compgen -e)"`;
    case 'forms':
      return formsAnswer(content.forms, head);
    case 'anything':
      return undefined;
  }
}

function formsAnswer(forms: readonly CompletableForm[], head: string): string {
  const cases = forms.map(({ head: form, set, parts }) => {
    const words = quoted(parts.map(({ word }) => word).join(' '));
    return `        ${form}*) _hostcall_set "${head}${form}" ${wordsText(set)} ${words} ;;`;
  });
  const [first] = forms;
  const heads = quoted(forms.map(form => form.head).join(' '));
  const bare =
    first !== undefined && first.parts.length === 0 ? `; _hostcall_set "${head}" ${wordsText(first.set)}` : '';
  return `case \${typed#"${head}"} in
${cases.join('\n')}
        *) _hostcall_words "${head}" ${heads}${bare} ;;
      esac`;
}

function wordsText(words: Words): string {
  return typeof words === 'string' ? `"$_hostcall_${words}"` : quoted(words.join(' '));
}
