import type { Job } from './job.js';
import { esbuildWasm } from './packages.js';

/** A small TypeScript project: modules in folders, a JSON import, a stylesheet that imports another, code to shake out. */
export const esbuildProject: Readonly<Record<string, string>> = {
  'src/main.ts': `
import './style/main.css';
import { version } from '../package.json';
import { area, type Shape } from './shapes/index';
import { report } from './report';

const shapes: Shape[] = [{ kind: 'square', side: 3 }, { kind: 'circle', radius: 1 }];
console.log(report(version, shapes.map(area)));
`,
  'src/report.ts': `
export function report(version: string, areas: readonly number[]): string {
  return 'v' + version + ' ' + areas.map(a => a.toFixed(2)).join(' ');
}
export function neverCalled(): string { return 'shaken out'; }
`,
  'src/shapes/index.ts': `
export * from './shape';
export { area } from './area';
`,
  'src/shapes/shape.ts': `
export interface Square { kind: 'square'; side: number }
export interface Circle { kind: 'circle'; radius: number }
export type Shape = Square | Circle;
`,
  'src/shapes/area.ts': `
import type { Shape } from './shape';
export const area = (shape: Shape): number => shape.kind === 'square' ? shape.side ** 2 : Math.PI * shape.radius ** 2;
`,
  'src/style/main.css': `@import './colours.css';\nbody { color: var(--ink); & p { margin: 0 } }\n`,
  'src/style/colours.css': `:root { --ink: #112233 }\n`,
  'package.json': `{ "name": "fixture", "version": "1.2.3" }\n`,
  'tsconfig.json': `{ "compilerOptions": { "strict": true, "target": "es2020" } }\n`,
};

/** Bundles the project in `folder` into its folder `out`. */
export function bundle(folder: string, ...flags: string[]): Job {
  return {
    wasm: esbuildWasm,
    argv: ['esbuild', '/src/main.ts', '--bundle', '--outdir=/out', '--color=false', ...flags],
    env: { PWD: '/' },
    preopens: { '/': folder },
  };
}
