/** The site's page. */
import { render } from 'preact';
import { followTheme } from '../inspector/theme.js';
import { App } from './app.js';

followTheme();
const element = document.querySelector('#site');
if (element !== null) render(<App />, element);
