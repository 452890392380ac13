import { ensureClient } from './build.mjs';

/**
 * Functions of Lambda as a user would write them, with AWS's clients, in test/peers/functions. AWS's client for Python is made
 * for Linux alone.
 * @type {readonly { language: string, sources: string, tool: import('./table.mjs').Tool, packages?: readonly string[] }[]}
 */
const FUNCTIONS = [
  { language: 'Java', sources: 'java', tool: 'maven' },
  { language: 'Go', sources: 'go', tool: 'go' },
  { language: 'Rust', sources: 'rust', tool: 'cargo' },
  ...(process.platform === 'linux'
    ? [
        {
          language: 'Python',
          sources: 'python',
          tool: /** @type {const} */ ('python'),
          packages: ['awslambdaric==4.2.2'],
        },
      ]
    : []),
];

/**
 * Builds the functions in the cache of clients, or finds them there.
 * @returns {Promise<Record<string, { folder: string } | { missing: string }>>} by language
 */
export async function ensureFunctions() {
  /** @type {Record<string, { folder: string } | { missing: string }>} */
  const functions = {};
  for (const { language, sources, tool, packages = [] } of FUNCTIONS) {
    functions[language] = await ensureClient({
      name: `the function in ${language}`,
      sources,
      place: 'test/peers/functions',
      tool,
      packages,
      argv: [],
      steps: [],
    });
  }
  return functions;
}
