/** Chooses between the sentence for one and the sentence for any other number. */
export function forCount(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
