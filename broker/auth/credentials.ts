import * as l10n from '@vscode/l10n';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { findTooDeep } from '../calls/jsonBounds.ts';
import type { Policy } from './policy.ts';
import { parsePolicy } from './policyParser.ts';
import type { UserPrincipal } from './principal.ts';
import type { SigningCredential } from './signature.ts';

/** A user of the credential file: what verifies its signature, who it is, and what it may do. */
export interface UserCredential extends SigningCredential {
  readonly principal: UserPrincipal;
  readonly policies: readonly Policy[];
}

/** All users by access key id. */
export type CredentialBook = ReadonlyMap<string, UserCredential>;

/** What is wrong with a credential file. Never holds a secret. */
export interface CredentialProblem {
  /** From 1; 0 when it is about the whole file. */
  readonly line: number;
  /** Such as `users[0].secretAccessKey`; empty for the file. */
  readonly path: string;
  readonly message: string;
}

export type ParsedCredentials =
  | { readonly ok: true; readonly credentials: CredentialBook }
  | { readonly ok: false; readonly problem: CredentialProblem };

const FILE_MEMBERS: ReadonlySet<string> = new Set(['$schema', 'users']);
const USER_MEMBERS: ReadonlySet<string> = new Set([
  'name',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'expiration',
  'account',
  'arn',
  'tags',
  'organizationId',
  'policies',
]);
const MAX_USERS = 1000;
/** A condition of a policy is nine deep. */
const MAX_DEPTH = 32;
const ACCOUNT = /^\d{12}$/;
const ACCESS_KEY_ID = /^[\w.+=@-]{1,128}$/;
const NAME = /^[\w+=,.@-]{1,64}$/;
const ARN = /^arn:aws[a-z-]*:(?:iam::\d{12}:user\/.+|sts::\d{12}:assumed-role\/[^/]+\/.+)$/;

/** Thrown inside this file only, and caught where parsing began. */
class Misfit extends Error {
  readonly node: Node | undefined;
  readonly path: string;
  constructor(node: Node | undefined, path: string, message: string) {
    super(message);
    this.node = node;
    this.path = path;
  }
}

/**
 * Reads a credential file: JSON, comments allowed. `docs/authentication.md` describes its members.
 * @param defaultAccount 12 digits; for users that name no account and whose access key id is none
 */
export function parseCredentials(text: string, defaultAccount: string): ParsedCredentials {
  const tooDeep = findTooDeep(text, MAX_DEPTH);
  if (tooDeep !== undefined) {
    const message = l10n.t('is nested more than {0} levels deep', MAX_DEPTH);
    return { ok: false, problem: { line: lineAt(text, tooDeep), path: '', message } };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const message = l10n.t('is not valid JSON: {0}', printParseErrorCode(error.error));
    return { ok: false, problem: { line: lineAt(text, error.offset), path: '', message } };
  }
  try {
    return { ok: true, credentials: readFile(root, defaultAccount) };
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    const line = misfit.node === undefined ? 0 : lineAt(text, misfit.node.offset);
    return { ok: false, problem: { line, path: misfit.path, message: misfit.message } };
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function readFile(root: Node | undefined, defaultAccount: string): CredentialBook {
  const members = readObject(root, '', FILE_MEMBERS);
  const users = members.get('users');
  if (users?.type !== 'array') throw new Misfit(users ?? root, 'users', l10n.t('must be a list of users'));
  const nodes = users.children ?? [];
  if (nodes.length > MAX_USERS)
    throw new Misfit(users, 'users', l10n.t('has more than {0} entries', MAX_USERS));
  const book = new Map<string, UserCredential>();
  for (const [index, node] of nodes.entries()) {
    const path = `users[${index}]`;
    const user = readUser(node, path, defaultAccount);
    if (book.has(user.accessKeyId)) {
      throw new Misfit(node, `${path}.accessKeyId`, l10n.t('is also the access key id of another user'));
    }
    book.set(user.accessKeyId, user);
  }
  return book;
}

function readUser(node: Node, path: string, defaultAccount: string): UserCredential {
  const members = readObject(node, path, USER_MEMBERS);
  const text = (name: string, shape?: RegExp): string | undefined =>
    readText(members.get(name), `${path}.${name}`, shape);
  const demand = (name: string, shape?: RegExp): string => {
    const value = text(name, shape);
    if (value === undefined) throw new Misfit(node, `${path}.${name}`, l10n.t('is missing'));
    return value;
  };
  const name = demand('name', NAME);
  const accessKeyId = demand('accessKeyId', ACCESS_KEY_ID);
  const secretAccessKey = demand('secretAccessKey');
  const sessionToken = text('sessionToken');
  const ownAccount = ACCOUNT.test(accessKeyId) ? accessKeyId : defaultAccount;
  const givenArn = text('arn', ARN);
  const account = text('account', ACCOUNT) ?? givenArn?.split(':')[4] ?? ownAccount;
  const arn = givenArn ?? `arn:aws:iam::${account}:user/${name}`;
  if (arn.split(':')[4] !== account) {
    throw new Misfit(members.get('arn'), `${path}.arn`, l10n.t('is not in the account {0}', account));
  }
  const expiresAt = readExpiration(members.get('expiration'), `${path}.expiration`);
  if (expiresAt !== undefined && sessionToken === undefined) {
    throw new Misfit(
      members.get('expiration'),
      `${path}.expiration`,
      l10n.t('is for credentials with a sessionToken'),
    );
  }
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiresAt,
    principal: {
      kind: 'user',
      arn,
      account,
      name,
      accessKeyId,
      tags: readTags(members.get('tags'), `${path}.tags`),
      organizationId: text('organizationId'),
      isTemporary: sessionToken !== undefined,
    },
    policies: readPolicies(members.get('policies'), `${path}.policies`, name),
  };
}

function readPolicies(node: Node | undefined, path: string, userName: string): Policy[] {
  if (node === undefined) return [];
  if (node.type !== 'array') throw new Misfit(node, path, l10n.t('must be a list of policies'));
  return (node.children ?? []).map((child, index) => {
    const id = child.children?.find(({ children }) => children?.[0]?.value === 'Id')?.children?.[1]?.value;
    const name = `${userName}/${typeof id === 'string' ? id : index + 1}`;
    const parsed = parsePolicy(valueOf(child), { kind: 'identity', name });
    if (parsed.ok) return parsed.policy;
    const place = `${path}[${index}]`;
    const { problem } = parsed;
    throw new Misfit(
      findNearest(child, problem.path),
      problem.path === '' ? place : `${place}.${problem.path}`,
      problem.message,
    );
  });
}

/** The node at a path such as `Statement[0].Effect`, or the last existing one on the way. */
function findNearest(root: Node, path: string): Node {
  let node = root;
  for (const [part] of path.matchAll(/[^.[\]]+/g)) {
    const next =
      node.type === 'array'
        ? node.children?.[Number(part)]
        : node.children?.find(({ children }) => children?.[0]?.value === part)?.children?.[1];
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(
    (node.children ?? []).map(({ children }) => [children?.[0]?.value, valueOf(children?.[1] as Node)]),
  );
}

function readObject(node: Node | undefined, path: string, known?: ReadonlySet<string>): Map<string, Node> {
  if (node?.type !== 'object') throw new Misfit(node, path, l10n.t('must be an object'));
  const members = new Map<string, Node>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children as [Node, Node];
    const name = key.value as string;
    const place = path === '' ? name : `${path}.${name}`;
    if (known !== undefined && !known.has(name))
      throw new Misfit(key, place, l10n.t('is not a known member of this file'));
    if (members.has(name)) throw new Misfit(key, place, l10n.t('appears twice'));
    members.set(name, value);
  }
  return members;
}

function readText(node: Node | undefined, path: string, shape?: RegExp): string | undefined {
  if (node === undefined) return undefined;
  if (node.type !== 'string' || node.value === '') {
    throw new Misfit(node, path, l10n.t('must be a non-empty string'));
  }
  const value = node.value as string;
  if (shape !== undefined && !shape.test(value))
    throw new Misfit(node, path, l10n.t('must have the form {0}', shape.source));
  return value;
}

function readTags(node: Node | undefined, path: string): Record<string, string> {
  if (node === undefined) return {};
  return Object.fromEntries(
    [...readObject(node, path)].map(([key, value]) => {
      if (value.type !== 'string') throw new Misfit(value, `${path}.${key}`, l10n.t('must be text'));
      return [key, value.value as string];
    }),
  );
}

function readExpiration(node: Node | undefined, path: string): number | undefined {
  const text = readText(node, path, /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Misfit(node, path, l10n.t('is not a date'));
  return time;
}
