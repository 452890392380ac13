/**
 * The beginning of a text that a peer may have made as long as it likes, for what remembers it. It is a copy: a slice would
 * keep all of the text in memory.
 * @param maximumLength in UTF-16 units; a longer text ends with an ellipsis
 */
export function truncateText(text: string, maximumLength: number): string {
  if (text.length <= maximumLength) return text;
  return `${Buffer.from(text.slice(0, maximumLength), 'utf16le').toString('utf16le')}…`;
}
