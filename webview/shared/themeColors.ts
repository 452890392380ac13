/** Colours of the theme, and its small font. */
export interface ThemeColors {
  readonly text: string;
  readonly background: string;
  /** Weaker than a frame, and than every line of the data, which is what is looked at: marks are read without a grid. */
  readonly grid: string;
  readonly font: string;
  color(variable: string): string;
}

/** Reads colours of the theme for libraries that draw on a canvas. */
export function readThemeColors(element: HTMLElement): ThemeColors {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const text = read('--vscode-descriptionForeground', style.color);
  return {
    text,
    background: read('--vscode-panel-background', read('--vscode-editor-background', 'Canvas')),
    grid: `color-mix(in srgb, ${text} ${isHighContrast() ? 35 : 18}%, transparent)`,
    font: `11px ${style.fontFamily}`,
    color: (variable) => read(variable, style.color),
  };
}

/** Whether the theme is one of those in which faint lines are none. */
export function isHighContrast(): boolean {
  return document.body.matches('.vscode-high-contrast, .vscode-high-contrast-light');
}

/** A font for a canvas with so many pixels to one of the page. */
export function scaleFont(font: string, scale: number): string {
  return font.replace(/^\d+/u, (size) => String(Number(size) * scale));
}
