/** The editor of exercises: CodeMirror, loaded when the first lesson is opened. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { wast } from '@codemirror/lang-wast';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** A place in the text that something is wrong with. Lines and columns count from 1. */
export interface TextProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface CodeEditor {
  /** Replaces all of the text. */
  setText(text: string): void;
  /** Marks places in the text, in place of those that were marked. */
  mark(problems: readonly TextProblem[]): void;
  destroy(): void;
}

interface EditorOptions {
  /** A file's name; its extension tells the language. */
  readonly name: string;
  readonly text: string;
  changed(text: string): void;
  /** Called for Ctrl-Enter, on a Mac Command-Enter. */
  run(): void;
}

/**
 * Makes an editor in an element.
 *
 * It is in a shadow tree: there CodeMirror's styles are constructed sheets, which the page's policy allows, instead of elements, which it does not.
 */
export function createEditor(element: HTMLElement, { name, text, changed, run }: EditorOptions): CodeEditor {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  root.replaceChildren();
  const runKey = {
    key: 'Mod-Enter',
    run: () => {
      run();
      return true;
    },
  };
  const view = new EditorView({
    root,
    parent: root as unknown as Element,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        indentUnit.of('  '),
        syntaxHighlighting(colours),
        keymap.of([runKey, ...defaultKeymap, ...historyKeymap]),
        name.endsWith('.wat') ? wast() : javascript(),
        look,
        EditorView.contentAttributes.of({ 'aria-label': name, spellcheck: 'false', tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) changed(state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText: given => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: given } }),
    mark: problems =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map(problem => diagnosticOf(view.state, problem)),
        ),
      ),
    destroy: () => view.destroy(),
  };
}

function diagnosticOf({ doc }: EditorState, { line, column, message }: TextProblem): Diagnostic {
  const { from, to } = doc.line(Math.max(1, Math.min(doc.lines, line)));
  const at = Math.min(to, from + Math.max(0, column - 1));
  return { from: at, to, severity: 'error', message };
}

const colours = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.definitionKeyword, tags.controlKeyword, tags.moduleKeyword],
    color: 'var(--family-program)',
  },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--family-path)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--family-time)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--ink-faint)' },
  { tag: [tags.typeName, tags.className], color: 'var(--family-stat)' },
  { tag: [tags.function(tags.variableName), tags.propertyName], color: 'var(--family-io)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', fontSize: 'var(--text-s)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)', padding: 'var(--space-3) 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--ink-faint)', backgroundColor: 'var(--surface-raised)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--surface-hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--surface-selected)',
  },
  '.cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--surface)', borderColor: 'var(--line-strong)' },
  '.cm-matchingBracket': { outline: '1px solid var(--line-strong)', backgroundColor: 'transparent !important' },
});
