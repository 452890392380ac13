import * as l10n from '@vscode/l10n';
import type { IacProblem, IacStack } from './model.ts';
import { type MapNode, member, type TemplateNode } from './node.ts';
import { parseOverrides } from './parameterOverrides.ts';
import { baseNameOf, folderOf, joinPath } from './paths.ts';
import type { ReadSource } from './readSource.ts';
import { problemAt } from './source.ts';

/** What a user has said once about the templates of a folder. */
const OWN_FILE = 'queueside.iac.json';
/** What the SAM CLI deploys with; it reads the first that exists. */
const SAM_FILES = ['samconfig.toml', 'samconfig.yaml', 'samconfig.yml'];
/** The CDK and the Serverless Framework do not read it. */
const WITHOUT_SAM = /^(?:manifest\.json|serverless\.ya?ml)$/;

/** The files next to a template that have values for its stack, whether they exist or not. */
export function listSettingsFiles(templateFile: string): readonly string[] {
  const isSam = !WITHOUT_SAM.test(baseNameOf(templateFile));
  return [OWN_FILE, ...(isSam ? SAM_FILES : [])].map((name) => joinPath(folderOf(templateFile), name));
}

/**
 * The stack with the values of these files (docs/templates.md, "Parameters"): what it has is kept, then `queueside.iac.json` counts, then
 * the configuration of the SAM CLI for `sam deploy` in its default environment.
 * @param files that exist, in the order of `listSettingsFiles`
 */
export function addStackSettings(
  stack: IacStack,
  files: readonly ReadSource[],
): { readonly stack: IacStack; readonly problems: readonly IacProblem[] } {
  const problems = files.flatMap((file) => file.problems);
  const isOwn = ({ source }: ReadSource): boolean => baseNameOf(source.file) === OWN_FILE;
  const own = files.find(isOwn)?.root;
  const sam = files.find((file) => !isOwn(file))?.root;
  const given = new Map([
    ...readOverrides(readSamValue(sam, 'deploy', 'parameter_overrides')),
    ...readOwn(own, (problem) => problems.push(problem)),
  ]);
  const parameters = { ...Object.fromEntries(given), ...stack.parameters };
  const named = readSamValue(sam, 'deploy', 'stack_name');
  const name = stack.name ?? (named?.kind === 'scalar' ? named.text : undefined);
  return { stack: { ...stack, parameters, ...(name === undefined ? {} : { name }) }, problems };
}

/** A value of the default environment: of the command, or of all commands. */
function readSamValue(
  root: TemplateNode | undefined,
  command: string,
  key: string,
): TemplateNode | undefined {
  const environment = member(root, 'default');
  const find = (section: string): TemplateNode | undefined =>
    member(member(member(environment, section), 'parameters'), key);
  return find(command) ?? find('global');
}

function readOverrides(node: TemplateNode | undefined): ReadonlyMap<string, string> {
  if (node?.kind === 'scalar') return parseOverrides(node.text);
  if (node?.kind === 'map') return readTexts(node);
  const found = new Map<string, string>();
  for (const item of node?.kind === 'list' ? node.items : []) {
    if (item.kind !== 'scalar') continue;
    for (const [name, value] of parseOverrides(item.text)) found.set(name, value);
  }
  return found;
}

function readOwn(
  root: TemplateNode | undefined,
  note: (problem: IacProblem) => void,
): ReadonlyMap<string, string> {
  if (root === undefined) return new Map();
  const parameters = member(root, 'parameters');
  if (parameters?.kind === 'map') return readTexts(parameters);
  note(
    problemAt(
      parameters ?? { ...root, end: root.start },
      l10n.t('Name the parameters in an object: {0}.', '{ "parameters": { "Stage": "dev" } }'),
    ),
  );
  return new Map();
}

/** Numbers and booleans as they are written. */
function readTexts({ entries }: MapNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, { value }] of entries) if (value.kind === 'scalar') found.set(name, value.text);
  return found;
}
