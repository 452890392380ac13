import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['docs', '.github', 'broker', 'extension'];

/** Every page that a user or a contributor reads, by its path in the repository. */
export const PAGES: readonly string[] = [
  ...readdirSync('.'),
  ...FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)).replaceAll('\\', '/')),
  ),
].filter((path) => path.endsWith('.md') && !path.includes('node_modules/'));

/** The page without its blocks of code, in which `#` and `[` mean other things. */
export function withoutCodeBlocks(markdown: string): string {
  return markdown.replaceAll(/^ *(`{3,})[^]*?^ *\1 *$/gm, '');
}
