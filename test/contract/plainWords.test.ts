import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Its table lists the words; there is no other list. */
const PAGE = 'CONTRIBUTING.md';
const TABLE = /<!-- words:begin[^]*?<!-- words:end -->/;
const ROOTS = [
  '.github',
  'broker',
  'extension',
  'webview',
  'test',
  'docs',
  'README.md',
  'CHANGELOG.md',
  PAGE,
  'package.json',
  'package.nls.json',
];
const TEXTS = /\.(ts|tsx|mjs|mts|js|json|md|svg|yml)$/;

/** Files that are not searched. */
const EXEMPT_FILES: readonly (readonly [path: RegExp, reason: string])[] = [
  [/(^|\/)node_modules\//, 'packages of others'],
  [/^docs\/adr\//, 'a decision stays as it was recorded'],
  [/^docs\/sqs-contract\.md$/, 'the contract follows the words of its sources'],
  [/^broker\/sqs\/actions\//, 'error texts are those of Amazon SQS'],
  [/^test\/contract\/plainWords\.test\.ts$/, 'quotes the words'],
];

/** Places where a word is a name or a value, not English that a person reads. */
const EXEMPT_TEXTS: readonly (readonly [path: string, text: string, reason: string])[] = [
  ['extension/samples/watermark/README.md', 'uploads/nobody.png', 'the name of a file'],
  ['test/conformance/permissions.test.ts', "AWSAccountIds: ['nobody']", 'an account that does not exist'],
  ['test/conformance/permissions.test.ts', 'Value [nobody]', 'an error text of Amazon SQS'],
  ['test/contract/idempotence.test.ts', "['nobody', 'comes']", 'bodies of messages'],
  ['test/contract/security.test.ts', "'nobody'), /no user nobody/", 'the name of a user'],
  ['test/e2e/host/debugging.test.ts', "= 'somebody'", 'the name of an AWS profile'],
  ['test/security/otherUser.test.ts', '`nobody`', 'a user of the operating system'],
];

function listTexts(root: string): string[] {
  if (statSync(root).isFile()) return [root];
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)).replaceAll('\\', '/'))
    .filter((path) => TEXTS.test(path) && EXEMPT_FILES.every(([exempt]) => !exempt.test(path)));
}

/** The words of the table's first column, in lower case. */
function readWords(page: string): string[] {
  const rows = (TABLE.exec(page)?.[0] ?? '').match(/^\| [^|]+ \| [^|]+ \|$/gm) ?? [];
  return rows.slice(2).flatMap((row) => (row.split('|')[1] ?? '').split(',').map((word) => word.trim()));
}

/** Matches the words, also where a line of a comment or a paragraph ends between them. */
function compileWords(words: readonly string[]): RegExp {
  const gap = String.raw`\s+(?:(?:\*|\/\/)\s+)?`;
  return new RegExp(`\\b(?:${words.map((word) => word.replaceAll(' ', gap)).join('|')})\\b`, 'gi');
}

/** `line: word` for each hit; names of constants, which are in capitals, are none. */
function findWords(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)]
    .filter(([word]) => word !== word.toUpperCase())
    .map(
      ({ 0: word, index }) => `${text.slice(0, index).split('\n').length}: ${word.replaceAll(/\s+/g, ' ')}`,
    );
}

/** What is searched of a file. The lines keep their numbers. */
function readSearched(path: string): string {
  let text = readFileSync(path, 'utf8');
  for (const [exempt, quoted] of EXEMPT_TEXTS) if (exempt === path) text = text.replaceAll(quoted, '');
  return path === PAGE ? text.replace(TABLE, (table) => table.replaceAll(/[^\n]/g, '')) : text;
}

describe('plain English', () => {
  const words = readWords(readFileSync(PAGE, 'utf8'));
  const pattern = compileWords(words);

  it('has its list of words in CONTRIBUTING.md', () => {
    assert.ok(words.length >= 20, words.join(', '));
    assert.ok(words.includes('nobody') && words.includes('comes to an end'));
  });

  it('is checked across the lines of a comment, and not in names of constants', () => {
    const text = ' * Faults that are in\n * force.\n// Somebody\nconst NOBODY = 1; // immediately\n';
    assert.deepEqual(findWords(pattern, text), ['1: in * force', '3: Somebody']);
  });

  it('has none of these words where a person reads', () => {
    const hits = ROOTS.flatMap(listTexts).flatMap((path) =>
      findWords(pattern, readSearched(path)).map((hit) => `${path}:${hit}`),
    );
    assert.deepEqual(hits, []);
  });

  it('has no exemption that is no longer needed', () => {
    const stale = EXEMPT_TEXTS.filter(
      ([path, text]) => findWords(pattern, text).length === 0 || !readFileSync(path, 'utf8').includes(text),
    );
    assert.deepEqual(stale, []);
  });
});
