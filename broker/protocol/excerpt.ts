const EXCERPT_LENGTH = 120;
/** Of the excerpt, before the text that was found. */
const LEAD_LENGTH = 40;

/** A text that was found, with some of the body around it, in one line. @param place where it begins in the body */
export function cutExcerpt(body: string, place: number): string {
  const start = Math.max(0, place - LEAD_LENGTH);
  // White space is shown as one space each, so a little more than fits is enough.
  const line = body.slice(start, start + 2 * EXCERPT_LENGTH).replaceAll(/\s+/g, ' ');
  // Half a character at either end is left out.
  return line.slice(0, EXCERPT_LENGTH).replaceAll(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
