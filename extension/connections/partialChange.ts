/** A change of which a part was done. No class: bundles have copies of their own. */
export function failPartly(message: string): Error {
  return Object.assign(new Error(message), { isPartial: true });
}

export function isPartialChange(error: unknown): boolean {
  return error instanceof Error && 'isPartial' in error;
}
