import { styleText } from 'node:util';
import type { StracePalette } from '../../../application/formats/index.js';
import type { Style } from '../terminal/colour.js';

/** A style whose beginning and end are computed once: a line has several pieces. */
function painter(style: Style): (text: string) => string {
  const [begin = '', end = ''] = styleText(style, '\0', { validateStream: false }).split('\0');
  return text => `${begin}${text}${end}`;
}

/** The colours of a trace. */
export function tracePalette(): StracePalette {
  return {
    name: painter('bold'),
    string: painter('green'),
    label: painter('cyan'),
    errno: painter('red'),
    mark: painter('yellow'),
  };
}
