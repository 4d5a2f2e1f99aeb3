/** The entry points of hostcall that learners' modules can import, each with the module that a bundler takes for browsers, below `dist`. */
export const library: Readonly<Record<string, string>> = {
  hostcall: 'api/index.js',
  'hostcall/memory': 'adapters/memory/index.js',
  'hostcall/ports': 'api/ports.js',
  'hostcall/preview1': 'api/preview1.js',
  'hostcall/recording': 'api/recording.js',
  'hostcall/testing': 'api/testing.js',
  'hostcall/tracing': 'api/tracing.js',
};

/** The file in the site that has the names of all of them: so a class is the same from every entry point. */
export const LIBRARY_FILE = 'library.js';
