import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CodeEditor, TextProblem } from './code-editor.js';

interface EditorViewProps {
  /** A file's name; its extension tells the language. */
  readonly name: string;
  readonly text: string;
  /** Changes when the text is another one than what was typed. */
  readonly edition: number;
  readonly problems: readonly TextProblem[];
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

/** The editor of an exercise. Where it cannot be loaded, a plain field is in its place. */
export function EditorView({ name, text, edition, problems, onChange, onRun }: EditorViewProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor | undefined>(undefined);
  const current = useRef(text);
  current.current = text;
  const callbacks = useRef({ onChange, onRun });
  callbacks.current = { onChange, onRun };
  const [plain, setPlain] = useState(false);

  useEffect(() => {
    let left = false;
    import('./code-editor.js').then(
      ({ createEditor }) => {
        if (left || place.current === null) return;
        editor.current = createEditor(place.current, {
          name,
          text: current.current,
          changed: given => callbacks.current.onChange(given),
          run: () => callbacks.current.onRun(),
        });
      },
      () => setPlain(true),
    );
    return () => {
      left = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, [name]);

  // Not whenever the text changes: by the time of the effect, more may have been typed.
  useEffect(() => editor.current?.setText(current.current), [edition]);

  useEffect(() => editor.current?.mark(problems), [problems]);

  if (plain)
    return (
      <textarea
        class="editor"
        aria-label={name}
        value={text}
        spellcheck={false}
        onInput={event => onChange(event.currentTarget.value)}
      />
    );
  return <div ref={place} class="editor" />;
}
