/** Whether an attribute's value is base64, by its type: `Binary`, with or without a label. */
export function isBinary(type: string): boolean {
  return type === 'Binary' || type.startsWith('Binary.');
}
