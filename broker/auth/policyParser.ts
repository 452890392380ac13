import { POLICY_MEMBERS, POLICY_VERSIONS, STATEMENT_MEMBERS } from '../api/policies.ts';
import { type Condition, parseOperator } from './condition.ts';
import type {
  ParsedPolicy,
  Policy,
  PolicyProblem,
  PolicySource,
  PolicyStatement,
  PrincipalPatterns,
  Selection,
} from './policy.ts';

/** The service allows a queue 8,192 bytes and an identity less; this bounds what a file can make the broker hold. */
const MAX_POLICY_LENGTH = 65_536;
const PRINCIPAL_KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

type Members = Readonly<Record<string, unknown>>;

/** Thrown inside this file only, and caught where parsing began. */
class Misfit extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Reads the text of a policy (contract §9.3). The problem names the first member that does not fit. */
export function parsePolicyText(text: string, source: PolicySource): ParsedPolicy {
  if (text.length > MAX_POLICY_LENGTH) {
    return refuse({ path: '', message: `is longer than ${MAX_POLICY_LENGTH} characters` });
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return refuse({ path: '', message: `is not valid JSON: ${(error as Error).message}` });
  }
  return parsePolicy(document, source);
}

/** Reads a policy that is JSON already. */
export function parsePolicy(document: unknown, source: PolicySource): ParsedPolicy {
  try {
    return { ok: true, policy: readDocument(document, source) };
  } catch (error) {
    if (error instanceof Misfit) return refuse({ path: error.path, message: error.message });
    throw error;
  }
}

function refuse(problem: PolicyProblem): ParsedPolicy {
  return { ok: false, problem };
}

function readDocument(document: unknown, source: PolicySource): Policy {
  const members = readMembers(document, '', POLICY_MEMBERS);
  const version = members['Version'] ?? '2008-10-17';
  if (!POLICY_VERSIONS.has(version)) throw new Misfit('Version', 'must be "2012-10-17" or "2008-10-17"');
  const statements = members['Statement'];
  if (statements === undefined) throw new Misfit('Statement', 'is missing');
  const isList = Array.isArray(statements);
  return {
    source,
    hasVariables: version === '2012-10-17',
    statements: (isList ? (statements as unknown[]) : [statements]).map((statement, index) =>
      readStatement(statement, isList ? `Statement[${index}]` : 'Statement', source),
    ),
  };
}

function readStatement(value: unknown, path: string, source: PolicySource): PolicyStatement {
  const members = readMembers(value, path, STATEMENT_MEMBERS);
  const { Sid: sid, Effect: effect } = members;
  if (sid !== undefined && typeof sid !== 'string') throw new Misfit(`${path}.Sid`, 'must be text');
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new Misfit(`${path}.Effect`, 'must be "Allow" or "Deny"');
  }
  const actions = select(members, 'Action', path, readTexts);
  if (actions === undefined) throw new Misfit(path, 'needs Action or NotAction');
  const resources = select(members, 'Resource', path, readTexts);
  const principals = select(members, 'Principal', path, readPrincipals);
  if (source.kind === 'identity') {
    if (principals !== undefined) throw new Misfit(path, 'is in an identity policy, which has no Principal');
    if (resources === undefined) throw new Misfit(path, 'needs Resource or NotResource');
  } else if (principals === undefined) {
    throw new Misfit(path, 'is in a queue policy and needs Principal or NotPrincipal');
  }
  return {
    sid,
    effect,
    principals,
    actions: { ...actions, patterns: actions.patterns.map((pattern) => pattern.toLowerCase()) },
    resources,
    conditions:
      members['Condition'] === undefined ? [] : readConditions(members['Condition'], `${path}.Condition`),
  };
}

/** Reads a member or its `Not…` form; both together make no sense. */
function select<T>(
  members: Members,
  name: string,
  path: string,
  read: (value: unknown, path: string) => T,
): Selection<T> | undefined {
  const negatedName = `Not${name}`;
  const value = members[name];
  const negatedValue = members[negatedName];
  if (value !== undefined && negatedValue !== undefined) {
    throw new Misfit(path, `has both ${name} and ${negatedName}`);
  }
  if (value !== undefined) return { isNegated: false, patterns: read(value, `${path}.${name}`) };
  if (negatedValue === undefined) return undefined;
  return { isNegated: true, patterns: read(negatedValue, `${path}.${negatedName}`) };
}

function readPrincipals(value: unknown, path: string): PrincipalPatterns {
  if (value === '*') return { isEverybody: true, aws: [], services: [] };
  const members = readMembers(value, path, PRINCIPAL_KINDS);
  const aws = members['AWS'] === undefined ? [] : readTexts(members['AWS'], `${path}.AWS`);
  const services = members['Service'] === undefined ? [] : readTexts(members['Service'], `${path}.Service`);
  if (Object.keys(members).length === 0) throw new Misfit(path, 'has no principals');
  const partial = aws.find((name) => name !== '*' && name.includes('*'));
  if (partial !== undefined)
    throw new Misfit(`${path}.AWS`, `"${partial}" has a wildcard inside; only "*" alone is allowed`);
  return { isEverybody: aws.includes('*'), aws, services };
}

function readConditions(value: unknown, path: string): Condition[] {
  return Object.entries(readMembers(value, path)).flatMap(([name, block]) => {
    const operator = parseOperator(name);
    const place = `${path}.${name}`;
    if (operator === undefined) throw new Misfit(place, 'is not a condition operator');
    return Object.entries(readMembers(block, place)).map(([key, values]) => {
      const expected = readValues(values, `${place}.${key}`);
      const isValue = operator.operator?.isValue ?? ((text: string) => /^(?:true|false)$/i.test(text));
      // A variable stands for a value that only the request brings.
      const misfit = expected.find((text) => !text.includes('${') && !isValue(text));
      if (misfit !== undefined) throw new Misfit(`${place}.${key}`, `"${misfit}" is not a value for ${name}`);
      return { ...operator, key, expected };
    });
  });
}

function readMembers(value: unknown, path: string, known?: ReadonlySet<string>): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit(path, 'must be an object');
  }
  const stranger = known === undefined ? undefined : Object.keys(value).find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new Misfit(path === '' ? stranger : `${path}.${stranger}`, 'is not a known member of a policy');
  }
  return value as Members;
}

/** One text or a list of texts. */
function readTexts(value: unknown, path: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Misfit(path, 'is empty');
  return values.map((item, index) => {
    if (typeof item !== 'string' || item === '') {
      throw new Misfit(Array.isArray(value) ? `${path}[${index}]` : path, 'must be a non-empty string');
    }
    return item;
  });
}

/** Values of a condition may be numbers and booleans too. */
function readValues(value: unknown, path: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Misfit(path, 'is empty');
  return values.map((item) => {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') {
      throw new Misfit(path, 'must be a string, a number, a boolean, or a list of them');
    }
    return String(item);
  });
}
