/**
 * Lets a library make its elements that puts its styles into `style` elements, which the policy of the page does not allow: what it writes there goes to sheets
 * that a script has made, which the policy does allow.
 * @param work in which the library makes its elements
 * @returns what takes the sheets away again
 */
export function styledBySheets(work: () => void): () => void {
  const sheets: CSSStyleSheet[] = [];
  const createElement = document.createElement.bind(document);
  document.createElement = (tag: string) => {
    if (tag !== 'style') return createElement(tag);
    const sheet = new CSSStyleSheet();
    sheets.push(sheet);
    document.adoptedStyleSheets.push(sheet);
    return standIn(createElement('span'), sheet);
  };
  try {
    work();
  } finally {
    // The one of its class, which this one has hidden.
    Reflect.deleteProperty(document, 'createElement');
  }
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => !sheets.includes(sheet));
  };
}

/** Stands where the `style` element would, and shows nothing. */
function standIn(element: HTMLElement, sheet: CSSStyleSheet): HTMLElement {
  let text = '';
  element.hidden = true;
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set(css: string) {
      text = css;
      sheet.replaceSync(css);
    },
  });
  return element;
}
