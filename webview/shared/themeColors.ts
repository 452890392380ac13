/** Reads colours of the theme for libraries that draw on a canvas. */
export function readThemeColors(element: HTMLElement): {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
  color(variable: string): string;
} {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  return {
    text: read('--vscode-descriptionForeground', style.color),
    grid: read('--vscode-widget-border', read('--vscode-contrastBorder', 'transparent')),
    font: `11px ${style.fontFamily}`,
    color: (variable) => read(variable, style.color),
  };
}
