import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every page that a user or a contributor reads, by its path in the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'extension/samples/watermark/README.md',
  ...readdirSync('docs', { recursive: true })
    .map((name) => join('docs', String(name)).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md')),
];

/** The page without its blocks of code, in which `#` and `[` mean other things. */
export function withoutCodeBlocks(markdown: string): string {
  return markdown.replaceAll(/^ *(`{3,})[^]*?^ *\1 *$/gm, '');
}
