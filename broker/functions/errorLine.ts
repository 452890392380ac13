/** Of a line, so many UTF-16 units are looked at. */
const LOOKED_AT = 1000;

/** `ERROR …`, `[ERROR] …`, and the same after a time, as most loggers write it. */
const LEVEL = /^([\d[][^"{]{0,100}?[\s|[-])?\[?(?:ERROR|FATAL|CRITICAL|SEVERE)(?:[\]:|\s-]|$)/;
const OTHER_LEVEL = /\b(?:WARN|WARNING|NOTICE|INFO|DEBUG|TRACE)\b/;
/** JSON, with the level in a word or as bunyan and pino number it. */
const JSON_LEVEL =
  /^\s*\{.*"(?:level|levelname|log\.level|severity|@l)"\s*:\s*(?:"(?:error|fatal|critical|severe|err)"|(?:50|60)\b)/i;
const PYTHON_TRACEBACK = /^Traceback \(most recent call last\):/;
/** What is above the first line of a stack in JavaScript and Java. Warnings of Node.js have a stack, too. */
const ERROR_TITLE = /(?:^|[\s.'"[(])(?:[A-Z]\w*)?(?:Error|Exception)\b/;
const NODE_WARNING = /^\(node:\d+\)/;
const STACK_LINE = /^\s+at \S/;

/**
 * Finds a line that says that something failed: of the level ERROR or higher, or above a stack trace. What goes to standard
 * error is no sign of it: warnings go there, too.
 * @param lines in their order
 */
export function findErrorLine(lines: readonly string[]): string | undefined {
  return lines.find((line, index) => {
    const text = line.slice(0, LOOKED_AT);
    if (hasErrorLevel(text) || JSON_LEVEL.test(text) || PYTHON_TRACEBACK.test(text)) return true;
    const isTitle = STACK_LINE.test(lines[index + 1] ?? '') && ERROR_TITLE.test(text);
    return isTitle && !NODE_WARNING.test(text);
  });
}

function hasErrorLevel(text: string): boolean {
  const found = LEVEL.exec(text);
  return found !== null && !OTHER_LEVEL.test(found[1] ?? '');
}
