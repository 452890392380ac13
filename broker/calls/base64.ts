import { isBase64 } from '../protocol/base64.ts';

/** Standard base64 with padding, or undefined when the text is not that. Buffer's own decoder accepts anything. */
export function decodeBase64(text: string): Buffer | undefined {
  return isBase64(text) ? Buffer.from(text, 'base64') : undefined;
}
