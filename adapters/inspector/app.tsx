import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Command, commandOf } from './keys/key-map.js';
import { sessionCommands } from './keys/session-commands.js';
import { CallListView } from './list/call-list-view.js';
import { orderOf, orderText } from './list/call-order.js';
import { Panes } from './panes/panes.js';
import { Session } from './session.js';
import { askForFile, RUN_FILES } from './shell/files.js';
import { GoTo } from './shell/go-to.js';
import { later } from './shell/later.js';
import { linked, linkedCall, withLinked } from './shell/link.js';
import { Splitter } from './shell/splitter.js';
import { StatusLine } from './shell/status-line.js';
import { Toolbar, turnTheme } from './shell/toolbar.js';
import { type InspectorSource, sourceOfFile } from './source.js';
import { useWatched, Watched } from './watched.js';

/** The object inspected at a place of a page. */
export class Inspection {
  /** undefined while there is nothing to look at. */
  readonly session = new Watched<Session | undefined>(undefined);

  /**
   * Looks at a run, in place of the one before.
   * @param other the run to compare it with
   */
  open(source: InspectorSource, other?: InspectorSource): Session {
    this.session.value?.close();
    const session = new Session(source.name);
    this.session.value = session;
    session.aim = linkedCall(location.hash);
    showAsLinked(session);
    void session.read(source);
    if (other !== undefined) session.compareWith(other);
    return session;
  }

  close(): void {
    this.session.value?.close();
    this.session.value = undefined;
  }
}

// Input fields must exist when their key is pressed; dialogs without input are loaded then.
const KeyList = later(() => import('./shell/occasional.js').then(({ KeyList: view }) => view));
const Start = later(() => import('./shell/start.js').then(({ Start: view }) => view));
const Timeline = later(() => import('./timeline/timeline.js').then(({ Timeline: view }) => view));

/** The page. */
export function App({ inspection }: { readonly inspection: Inspection }): JSX.Element {
  const session = useWatched(inspection.session);
  const [keys, showKeys] = useState(false);
  const [going, go] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const openFile = (file: File) => void sourceOfFile(file).then(source => inspection.open(source));
  const open = () => askForFile(RUN_FILES, openFile);

  const commands: Partial<Record<Command, () => void>> = {
    open,
    keys: () => showKeys(true),
    theme: turnTheme,
    ...(session !== undefined && { 'go-to': () => go(true) }),
  };
  const onKey = (event: KeyboardEvent) => {
    const command = commandOf(event);
    if (event.defaultPrevented || (isTyping(event.target) && !isMeantInFields(command, event.target))) return;
    const inSession = command && sessionCommands[command];
    const run = command && (commands[command] ?? (session && inSession && (() => inSession(session))));
    if (run === undefined) return;
    event.preventDefault();
    run();
  };
  // Once it has been drawn, not when the browser finds the time: a key that is pressed before belongs to what is seen.
  useLayoutEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  useDroppedFiles(root, openFile);
  useLinks(session);

  return (
    <div ref={root} class="inspector">
      <Toolbar session={session} onOpen={open} onKeys={() => showKeys(true)} />
      {session === undefined ? (
        <Start problem={undefined} onOpen={open} />
      ) : (
        <Run key={session.number} session={session} onOpen={open} />
      )}
      {going && session !== undefined && <GoTo session={session} onClose={() => go(false)} />}
      {keys && <KeyList onClose={() => showKeys(false)} />}
    </div>
  );
}

interface RunProps {
  readonly session: Session;
  readonly onOpen: () => void;
}

/** A run: its list and panes. */
function Run({ session, onOpen }: RunProps): JSX.Element {
  const empty = useWatched(session.length) === 0;
  const damage = useWatched(session.damage);
  const [share, setShare] = useState(42);
  if (empty && damage !== undefined) return <Start problem={`${session.name}: ${damage}`} onOpen={onOpen} />;
  return (
    <>
      <div class="above">
        {damage !== undefined && (
          <div class="banner" role="alert">
            <p>
              {session.name}: {damage} What comes before can be looked at.
            </p>
          </div>
        )}
        <div class="timeline-room">
          <Timeline session={session} />
        </div>
      </div>
      <main class="work" style={{ '--panes-width': `${share}%` }}>
        <CallListView session={session} />
        <Splitter share={share} onMove={setShare} />
        <Panes session={session} />
      </main>
      <StatusLine session={session} />
    </>
  );
}

/** Whether keys are text where the focus is. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], dialog') !== null;
}

/** Whether a key does not type text in a field either. In the field of the search itself, Ctrl F is the browser's. */
function isMeantInFields(command: Command | undefined, field: EventTarget | null): boolean {
  return (
    (command === 'find' || command === 'find-next' || command === 'find-previous') &&
    (field as HTMLElement).closest('dialog, .find') === null
  );
}

/** Opens a file that is dropped on an element. */
function useDroppedFiles(element: RefObject<HTMLElement | null>, openFile: (file: File) => void): void {
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const over = (event: DragEvent) => {
      event.preventDefault();
      current.classList.add('dropping');
    };
    const leave = () => current.classList.remove('dropping');
    const drop = (event: DragEvent) => {
      event.preventDefault();
      leave();
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) openFile(file);
    };
    current.addEventListener('dragover', over);
    current.addEventListener('dragleave', leave);
    current.addEventListener('drop', drop);
    return () => {
      current.removeEventListener('dragover', over);
      current.removeEventListener('dragleave', leave);
      current.removeEventListener('drop', drop);
    };
  });
}

/** Limits and sorts the list as the page's address says. */
function showAsLinked({ shown }: Session): void {
  shown.filter.value = linked(location.hash, 'filter') ?? '';
  shown.order.value = orderOf(linked(location.hash, 'sort'));
}

/** Keeps the page's address, the call that is looked at, and the filter and the order of the list the same. */
function useLinks(session: Session | undefined): void {
  useEffect(() => {
    if (session === undefined) return;
    let timer = 0;
    const { selected, shown } = session;
    const tell = () => {
      // Browsers limit how often the address changes.
      clearTimeout(timer);
      timer = setTimeout(() => {
        const [call, order, filter] = [selected.value, shown.order.value, shown.filter.value];
        let { hash } = location;
        hash = withLinked(hash, 'sort', order && orderText(order));
        hash = withLinked(hash, 'filter', filter.trim() === '' ? undefined : filter);
        if (call >= 0) hash = withLinked(hash, 'call', String(call));
        history.replaceState(history.state, '', hash);
      }, 250);
    };
    const ends = [selected, shown.order, shown.filter].map(watched => watched.subscribe(tell));
    const follow = () => {
      const call = linkedCall(location.hash);
      if (call !== undefined) session.select(call);
      showAsLinked(session);
    };
    addEventListener('hashchange', follow);
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
      removeEventListener('hashchange', follow);
    };
  }, [session]);
}
