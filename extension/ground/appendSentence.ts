import type { MarkdownString } from 'vscode';

/**
 * Adds a text to a tooltip, not as Markdown. VS Code's `appendText` writes spaces that do not break: lines then end inside of words.
 * @returns the tooltip
 */
export function appendSentence(tooltip: MarkdownString, text: string): MarkdownString {
  const start = tooltip.value.length;
  tooltip.appendText(text);
  // One for several: more at the start of a line would make code of it. A number with a point before one would begin a list.
  const written = tooltip.value.slice(start).replaceAll(/(?:&nbsp;)+/g, ' ');
  tooltip.value = tooltip.value.slice(0, start) + written.replaceAll(/^( ?\d+)\. /gm, '$1\\. ');
  return tooltip;
}
