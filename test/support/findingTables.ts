import { readdirSync } from 'node:fs';
import type { Rule } from '../../broker/findings/rule.ts';

type Described = Pick<Rule, 'name' | 'order' | 'watches'>;

/** The folder with one file for each rule, called as the rule. */
export const RULES_FOLDER = 'broker/findings/rules';

/** The names of the rules, as their files are called. */
export function listRuleNames(): string[] {
  return readdirSync(RULES_FOLDER).map((file) => file.replace(/\.ts$/, ''));
}

/** The file that names the rules for all who show findings. */
export function printFindingRules(rules: readonly Described[]): string {
  const rows = sortRules(rules).map(({ name, watches }) => `  ${name}: l10n.t(${quote(watches)}),`);
  return [
    "import * as l10n from '@vscode/l10n';",
    '',
    '/** What the broker looks for, in words; `npm run protocol` writes this file from `broker/findings/rules`. */',
    'export const FINDING_RULES = {',
    ...rows,
    '} as const;',
    '',
  ].join('\n');
}

/** The file with the list of the rules that the broker runs. */
export function printAllRules(rules: readonly Described[]): string {
  const names = sortRules(rules).map(({ name }) => name);
  return [
    "import type { Rule } from './rule.ts';",
    ...names.toSorted().map((name) => `import { ${name} } from './rules/${name}.ts';`),
    '',
    '/** Every rule; `npm run protocol` writes this file from the folder `rules`. */',
    `export const RULES: readonly Rule[] = [`,
    ...names.map((name) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

function sortRules(rules: readonly Described[]): readonly Described[] {
  const orders = rules.map(({ order }) => order);
  const twice = rules.find(({ order }, index) => orders.indexOf(order) !== index);
  if (twice !== undefined) throw new Error(`Another rule has the order of ${twice.name}, ${twice.order}.`);
  return rules.toSorted((a, b) => a.order - b.order);
}

/** With the quotes that the formatter chooses. */
function quote(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
