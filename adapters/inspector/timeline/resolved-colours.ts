/** The values of colours that style sheets define, for a canvas. @param element where they hold @param names of custom properties */
export function resolvedColours(element: HTMLElement, names: readonly string[]): string[] {
  const probe = document.createElement('span');
  (element.parentElement ?? document.body).append(probe);
  const colours = names.map(name => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}
