/** Whether a text is standard base64 with padding. Decoders accept more than that and skip what they cannot read. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** Whether an attribute's value is base64, by its type. */
export function isBinary(type: string): boolean {
  return type === 'Binary' || type.startsWith('Binary.');
}
