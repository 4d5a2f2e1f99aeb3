import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { OpenView } from './open/open-view.js';
import { isSamePlace, type Route, routeOf } from './routes.js';
import { RunView } from './run/run-view.js';
import { Header } from './shell/header.js';
import { LazyView } from './shell/lazy-view.js';
import { StartView } from './start/start-view.js';

/** Set by the bundler from package.json. */
declare const HOSTCALL_VERSION: string;

const TITLES: Readonly<Record<Route['view'], string>> = {
  start: 'See what a WebAssembly program asks of its host',
  run: 'Run a program',
  open: 'Inspector',
  lessons: 'Lessons',
  reference: 'Reference',
};

const lessonsView = async () => (await import('./lessons/lessons-view.js')).LessonsView;
const referenceView = async () => (await import('./reference/reference-view.js')).ReferenceView;

/** The site. */
export function App(): JSX.Element {
  const route = useRoute();
  useEffect(() => {
    const name = 'name' in route && route.name !== '' ? `${route.name} · ` : '';
    document.title = `${name}${TITLES[route.view]} · hostcall`;
  }, [route]);
  return (
    <div class="site">
      <button type="button" class="skip" onClick={() => document.querySelector<HTMLElement>('#content')?.focus()}>
        Skip to the content
      </button>
      <Header route={route} />
      <div id="content" class="site-content" tabIndex={-1}>
        <View route={route} />
      </div>
    </div>
  );
}

function View({ route }: { readonly route: Route }): JSX.Element {
  switch (route.view) {
    case 'start':
      return <StartView />;
    case 'run':
      return <RunView recorder={`hostcall ${HOSTCALL_VERSION} in a browser`} />;
    case 'open':
      return <OpenView key={route.name} name={route.name} />;
    case 'lessons':
      return <LazyView load={lessonsView} name={route.name} />;
    case 'reference':
      return <LazyView load={referenceView} name={route.name} />;
  }
}

/** Where the address leads. It does not change with the call that the inspector writes into the address. */
function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = () =>
      setRoute(current => {
        const next = routeOf(location.hash);
        return isSamePlace(current, next) ? current : next;
      });
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}
