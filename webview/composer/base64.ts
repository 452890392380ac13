const PADDING = 0x3d;
/** White space beyond ASCII, as `\s` of a pattern has it. */
const OTHER_SPACES = new Set(
  Array.from('\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff', (space) => space.charCodeAt(0)).concat(
    Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  ),
);
const MAXIMUM_PADDING = 2;

interface Base64Scan {
  readonly digits: number;
  readonly isValid: boolean;
}

/** Number of bytes in a base64 text; white space does not count. */
export function countBase64Bytes(text: string): number {
  return Math.floor((scan(text).digits * 3) / 4);
}

/** Whether a text is base64 of at least one byte, with its padding; white space does not count. */
export function isBase64(text: string): boolean {
  return scan(text).isValid;
}

/** Character by character: a pattern that takes white space away has a match for each of a megabyte of spaces. */
function scan(text: string): Base64Scan {
  let digits = 0;
  let padding = 0;
  let isOrdered = true;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (isDigit(unit)) {
      digits += 1;
      if (padding > 0) isOrdered = false;
    } else if (unit === PADDING) padding += 1;
    else if (!isSpace(unit)) isOrdered = false;
  }
  const isWhole = digits > 0 && padding <= MAXIMUM_PADDING && (digits + padding) % 4 === 0;
  return { digits, isValid: isOrdered && isWhole };
}

/** A-Z, a-z, 0-9, plus and slash. */
function isDigit(unit: number): boolean {
  return (
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x2f && unit <= 0x39) ||
    unit === 0x2b
  );
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || OTHER_SPACES.has(unit);
}
