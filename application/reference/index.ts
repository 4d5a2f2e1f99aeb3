/** Facts about hostcalls for people, from the table: pages as data, every name that can be looked up, and sets of hostcalls. */

export { cParams } from './c-signature.js';
export { catalogue, lookUp, type Subject } from './catalogue.js';
export { explanation, overview } from './explanation.js';
export type { Block, Column, Link, Page, Text } from './page.js';
export { facts, heading, paragraph, table } from './page.js';
export { reference } from './reference.js';
