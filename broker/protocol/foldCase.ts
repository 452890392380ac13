/**
 * A text in which case makes no difference. Each character stays where it is: `İ` in lower case would be two. At the end
 * of a word, `Σ` in lower case would be `ς`, which is the same letter as `σ`.
 */
export function foldCase(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ');
}
