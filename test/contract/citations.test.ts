import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = 'docs/sqs-contract.md';
const ROOTS = ['broker', 'extension', 'webview', 'test', 'docs', 'README.md', 'CONTRIBUTING.md'];
const TEXTS = /\.(ts|tsx|mjs|mts|md)$/;
/** The page itself, and this file, which names sections that do not exist. */
const LEFT_OUT = new Set([PAGE, 'test/contract/citations.test.ts']);

function listTexts(root: string): string[] {
  if (statSync(root).isFile()) return [root];
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)))
    .filter((path) => TEXTS.test(path) && !path.includes('node_modules') && !LEFT_OUT.has(path));
}

/** Numbers such as `6.8`, wherever a section is cited. */
function listCitations(text: string): string[] {
  return [...text.matchAll(/§+ ?(\d+(?:\.\d+)*)/g)].map(([, number]) => number as string);
}

function listSections(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/^#{2,3} (\d+(?:\.\d+)*)\.? /gm)].map(([, number]) => number as string));
}

describe('citations of the contract', () => {
  const sections = listSections(readFileSync(PAGE, 'utf8'));

  it('are read with the sections of the page', () => {
    assert.ok(sections.has('0') && sections.has('6.8') && sections.has('9.1'));
    assert.ok(!sections.has('8'));
    assert.deepEqual(listCitations('(contract §1.10, §6.3) and §9'), ['1.10', '6.3', '9']);
  });

  it('name sections that exist', () => {
    const missing = ROOTS.flatMap(listTexts).flatMap((path) =>
      listCitations(readFileSync(path, 'utf8'))
        .filter((number) => !sections.has(number))
        .map((number) => `${path} cites §${number}`),
    );
    assert.deepEqual(missing, []);
  });

  it('are of this page only', () => {
    const others = ROOTS.flatMap(listTexts).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/\b(design|review|issue)\W{1,2}§ ?\d+/g)].map(
        ([citation]) => `${path}: ${citation}`,
      ),
    );
    assert.deepEqual(others, []);
  });

  it('of the page to itself name sections that exist', () => {
    const own = listCitations(readFileSync(PAGE, 'utf8')).filter((number) => !sections.has(number));
    assert.deepEqual(own, []);
  });
});

describe('citations of decision records', () => {
  const records = new Set(readdirSync('docs/adr').map((name) => name.slice(0, 4)));

  it('name records that exist', () => {
    const cited = ROOTS.flatMap(listTexts).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(?:\bADR |\badr\/|\]\()(\d{4})/g)].map(([, number]) => ({
        path,
        number: number as string,
      })),
    );
    assert.ok(cited.some(({ path }) => path === 'broker/process/orphan.ts'));
    assert.deepEqual(
      cited.filter(({ number }) => !records.has(number)),
      [],
    );
  });
});
