/** All characters that XML text must escape; control characters are not allowed at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
// oxlint-disable-next-line no-control-regex
const TO_ESCAPE = /[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

/**
 * Text for an XML element. A carriage return is written as a reference, or the reader's parser would make a line feed
 * of it and the body's MD5 would not match. What XML 1.0 cannot say becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  return text.replace(TO_ESCAPE, escapeCharacter);
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    case '\r':
      return '&#xD;';
    default:
      return '\ufffd';
  }
}
