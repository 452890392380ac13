import type { IncomingMessage } from 'node:http';
import { readForm } from '../calls/form.ts';
import { refuseJson } from '../calls/jsonBounds.ts';
import { pathOf, queryTextOf } from '../calls/requestTarget.ts';
import type { CallHead } from '../sqs/calls/callHead.ts';
import type { QueueAddress } from '../connections/queueAddress.ts';
import { READ_BOUNDS } from './forwardedCall.ts';
import { listMembers } from './textMember.ts';

/** No call of SQS has as many members of its outermost object. */
const MAXIMUM_MEMBERS = 100;
const FORM_TYPE = /^application\/x-www-form-urlencoded(?:;[\t ]*charset="?utf-8"?)?$/i;
const JSON_TYPE = /^application\/(?:x-amz-json-1\.[01]|json)(?:;[\t ]*charset="?utf-8"?)?$/i;

/**
 * Why an endpoint could take a call for another one than it is taken for here: what decides a call is named twice, or in a place
 * where only some servers look. Where the protection level rejects calls or asks about them, such a call must not pass.
 * @param queue that the call names by its members, or else by its path
 * @param isRead the body was parsed, and is what the action takes
 * @returns the rest of a sentence that begins with “the call”; undefined: it can be read in one way
 */
export function findAmbiguity(
  { method, url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  head: CallHead,
  body: Buffer,
  queue: QueueAddress | undefined,
  isRead: boolean,
): string | undefined {
  const path = pathOf(url);
  if (path !== '/' && (queue === undefined || !isPathOf(path, queue)))
    return 'is for another queue than its path.';
  const { 'content-encoding': coding = 'identity' } = headers;
  if (coding !== 'identity') return `has a body with the encoding ${coding}.`;
  return head.protocol === 'json'
    ? findInJson(method, queryTextOf(url), headers['content-type'], body, isRead)
    : findInQuery(method, queryTextOf(url), headers['content-type'], body);
}

/** Some servers only read how a path ends. */
function isPathOf(path: string, { account, name }: QueueAddress): boolean {
  return path.replace(/\/$/, '').endsWith(`/${account}/${name}`);
}

function findInJson(
  method: string | undefined,
  query: string,
  type: string | undefined,
  body: Buffer,
  isRead: boolean,
): string | undefined {
  if (method !== 'POST') return 'has the header of the JSON protocol, and is no POST.';
  if (query !== '') return 'has parameters in its URL and a body in JSON.';
  if (type !== undefined && !JSON_TYPE.test(type)) return `has JSON in a body of the type ${type}.`;
  if (!isRead && refuseJson(body, READ_BOUNDS) !== undefined)
    return 'has a body that is too long to be read.';
  const names = listMembers(body, MAXIMUM_MEMBERS, isRead);
  if (names === undefined) return 'has a body that is no JSON object.';
  if (names.includes('Action')) return 'has a member Action and the header of the JSON protocol.';
  const repeated = findRepeated(names);
  return repeated && `has the member ${repeated} more than once.`;
}

function findInQuery(
  method: string | undefined,
  query: string,
  type: string | undefined,
  body: Buffer,
): string | undefined {
  if (method !== 'POST' && body.length > 0) return 'has a body, and is no POST.';
  if (type !== undefined && body.length > 0 && !FORM_TYPE.test(type))
    return `has parameters in a body of the type ${type}.`;
  // Elements of lists name no queue, and clients repeat them: two members of ReceiveMessage are AttributeName.1.
  const names = [query, readForm(body)].flatMap(listParameters).filter((name) => !name.includes('.'));
  const repeated = findRepeated(names);
  return repeated && `has the parameter ${repeated} more than once.`;
}

/** What cannot be decoded is repeated by nothing: the call is not read at all then. */
function listParameters(form: string): readonly string[] {
  return form.split('&').flatMap((pair) => {
    if (pair === '') return [];
    const equals = pair.indexOf('=');
    const name = (equals === -1 ? pair : pair.slice(0, equals)).replaceAll('+', ' ');
    return [name.includes('%') ? decode(name) : name];
  });
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Some servers do not tell capital letters from small ones. */
function findRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) return name;
    seen.add(key);
  }
  return undefined;
}
