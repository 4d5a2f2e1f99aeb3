export { denialKinds, explainDenial } from './explain-denial.js';
export { findDenials } from './find-denials.js';
