/** The completions of a command line, as the real shells offer them. */
import { spawnSync } from 'node:child_process';
import { PATIENCE } from '../command-line.js';

/** Asks a shell that has read a script what it offers for some lines, with the cursor at the end of each; in the folder `cwd`. */
export type Asked = (script: string, lines: readonly string[], cwd: string) => Map<string, string[]>;

/** Between two lines. */
const MARK = '== ';

/** bash splits a line into COMP_WORDS at blanks and at = and : outside of quotes. What it would put in place of the last word, and what is before that in it. */
const BASH = `
source "$1"; shift
for line; do
  printf '${MARK}%s\\n' "$line"
  COMP_LINE=$line COMP_POINT=\${#line} COMP_WORDS=() rest=$line
  while [[ -n $rest ]]; do
    if [[ $rest =~ ^[[:blank:]]+ ]]; then
      rest=\${rest#"\${BASH_REMATCH[0]}"}
      [[ -n $rest ]] || COMP_WORDS+=('')
    else
      [[ $rest =~ ^[=:]+ ]] || [[ $rest =~ ^(\\"[^\\"]*\\"?|\\'[^\\']*\\'?|[^\\ =:\\"\\'])+ ]]
      COMP_WORDS+=("\${BASH_REMATCH[0]}")
      rest=\${rest#"\${BASH_REMATCH[0]}"}
    fi
  done
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  last=\${COMP_WORDS[COMP_CWORD]//[\\"\\']/} typed=\${line##*[[:blank:]]}
  typed=\${typed//[\\"\\']/}
  [[ -z \${last//[=:]/} ]] && last=
  _hostcall
  for reply in "\${COMPREPLY[@]}"; do printf '%s\\n' "\${typed%"$last"}$reply"; done
done
`;

/** A second zsh, at a terminal, in which what is offered is printed and not shown. */
const ZSH = `
zmodload zsh/zpty || exit 1
script=$1; shift
zpty z zsh -f -i
until-seen() { local out all; while zpty -r z out; do all+=$out; [[ $all == *$1* ]] && { print -r -- $all; return }; done }
zpty -w z 'PROMPT=; stty -echo; autoload -Uz compinit; compinit -D -u; source '\${(q)script}'
bindkey "^I" complete-word
setopt no_auto_list no_auto_menu
zstyle ":completion:*" list-separator ""
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -A hits "$@"
  local hit; for hit in $hits; print -r -- "OFFER:$IPREFIX$hit"
  builtin compadd "$@"
}
# zsh forgets it when it has called it.
all-offered() { print ALL-OFFERED; comppostfuncs=(all-offered) }
comppostfuncs=(all-offered)
print REA""DY'
until-seen READY >/dev/null
for line; do
  print -r -- '${MARK}'$line
  zpty -w -n z "$line"$'\\t'
  until-seen ALL-OFFERED | grep -ao 'OFFER:.*' | cut -c7- | tr -d '\\r'
  zpty -w -n z $'\\x15'
done
zpty -d z
`;

const FISH = `
source $argv[1]
for line in $argv[2..-1]
  printf '${MARK}%s\\n' $line
  complete -C $line | string replace -r '\\t.*' ''
end
`;

/** Those that stand for what is offered: without a space behind them, or a slash behind a directory. */
function offered(output: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of output.split(new RegExp(`^${MARK}`, 'm')).slice(1)) {
    const [line = '', ...words] = part.split('\n').slice(0, -1);
    found.set(line, [...new Set(words.map(word => word.replace(/[ /]$/, '')))].sort());
  }
  return found;
}

function asking(shell: string, options: readonly string[], text: string): Asked {
  return (script, lines, cwd) => {
    const { stdout, stderr, error } = spawnSync(
      shell,
      [...options, '-c', text, ...(shell === 'fish' ? [] : [shell]), script, ...lines],
      {
        cwd,
        encoding: 'utf8',
        timeout: PATIENCE,
        env: { PATH: process.env.PATH, HOME: cwd, LC_ALL: 'C.UTF-8', TERM: 'xterm', HOSTCALL_SAMPLE: '1' },
      },
    );
    if (error !== undefined) throw error;
    if (stderr !== '') throw new Error(stderr);
    return offered(stdout);
  };
}

/** How each shell is asked. */
export const asked: Readonly<Record<'bash' | 'zsh' | 'fish', Asked>> = {
  bash: asking('bash', ['--norc'], BASH),
  zsh: asking('zsh', ['-f'], ZSH),
  fish: asking('fish', ['--no-config'], FISH),
};
