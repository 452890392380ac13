/** The start of a text that is longer, with a sign that there is more. */
export function cutText(text: string, maximumCharacters: number): string {
  if (text.length <= maximumCharacters) return text;
  return `${takeStart(text, maximumCharacters)}…`;
}

/** At most so much of a text; a character is never cut in half. */
export function takeStart(text: string, maximumCharacters: number): string {
  if (text.length <= maximumCharacters) return text;
  return text.slice(0, maximumCharacters).replace(/[\uD800-\uDBFF]$/u, '');
}
