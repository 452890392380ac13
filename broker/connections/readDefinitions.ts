import * as l10n from '@vscode/l10n';
import { isLoopbackName } from '../addresses/loopback.ts';
import { PROTECTION_LEVELS } from '../protection/protectionLevel.ts';
import {
  CONNECTION_COLORS,
  CONNECTION_KINDS,
  type ConnectionDefinition,
  MAXIMUM_ADDED_QUEUES,
  MAXIMUM_CONNECTIONS,
  MAXIMUM_NAME_CHARACTERS,
  REFRESH_SECONDS_RANGE,
} from './definition.ts';
import { nameConnectionId } from './connectionId.ts';
import { readQueueUrl } from './queueAddress.ts';
import { isAwsHost, isRegion } from './regions.ts';

export interface DefinitionsRead {
  /** Those without a mistake, in the order of the setting. */
  readonly definitions: readonly ConnectionDefinition[];
  /** A sentence or two for each of the others: what is wrong, and what to do. */
  readonly problems: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** Members of any connection, and of which kinds the others are. */
const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['name', 'kind', 'protection', 'color', 'queues', 'refreshSeconds', 'region', 'endpoint'].map(
    (member): [string, readonly string[]] => [member, CONNECTION_KINDS],
  ),
  ['profile', ['profile']],
]);

/** Words in names of members that are keys: `secretAccessKey`, `AWS_SESSION_TOKEN`, `password`. */
const SECRET_MEMBER = /secret|token|password|access_?key|credential/i;

/** Reads the setting `queueside.connections`, which people write by hand. A connection with a mistake does not hide the others. */
export function readDefinitions(setting: unknown): DefinitionsRead {
  if (!Array.isArray(setting)) {
    return { definitions: [], problems: [l10n.t('“queueside.connections” must be a list of connections.')] };
  }
  const definitions = new Map<string, ConnectionDefinition>();
  const problems: string[] = [];
  if (setting.length > MAXIMUM_CONNECTIONS) {
    problems.push(
      l10n.t(
        '“queueside.connections” has more than {0} connections. Those after them are not used.',
        MAXIMUM_CONNECTIONS,
      ),
    );
  }
  for (const [index, entry] of setting.slice(0, MAXIMUM_CONNECTIONS).entries()) {
    const read = readDefinition(entry);
    if (typeof read === 'string') problems.push(describeProblem(entry, index, read));
    else if (definitions.has(read.id))
      problems.push(l10n.t('Two connections have the name “{0}”. Rename one of them.', read.name));
    else definitions.set(read.id, read);
  }
  return { definitions: [...definitions.values()], problems };
}

/** @returns what is wrong if it is a text */
export function readDefinition(entry: unknown): ConnectionDefinition | string {
  if (!isMembers(entry)) return l10n.t('a connection must be an object with a name and a kind.');
  const secret = Object.keys(entry).find((name) => SECRET_MEMBER.test(name));
  if (secret !== undefined) {
    return l10n.t(
      'remove “{0}”: settings are no place for secrets. Run “Add Connection…”, which asks for keys of an endpoint and keeps them in the secret storage.',
      secret,
    );
  }
  const { name, kind } = entry;
  if (
    typeof name !== 'string' ||
    name.trim() === '' ||
    name !== name.trim() ||
    name.length > MAXIMUM_NAME_CHARACTERS
  ) {
    return l10n.t(
      '“name” must be a text of at most {0} characters, without spaces around it.',
      MAXIMUM_NAME_CHARACTERS,
    );
  }
  if (!isOneOf(CONNECTION_KINDS, kind)) return mustBeOneOf('kind', CONNECTION_KINDS);
  const unknown = Object.keys(entry).find((member) => MEMBERS.get(member)?.includes(kind) !== true);
  if (unknown !== undefined) return l10n.t('“{0}” is not known for the kind “{1}”.', unknown, kind);
  const common = readCommon(entry, name);
  if (typeof common === 'string') return common;
  const place = readPlace(entry);
  if (typeof place === 'string') return place;
  if (place.endpoint !== undefined && isLegible(place.endpoint, kind))
    return l10n.t(
      '“endpoint” must begin with https:// here: keys of AWS must not leave this machine unencrypted.',
    );
  if (kind === 'environment') return { ...common, ...place, kind };
  if (kind === 'endpoint') {
    if (place.endpoint === undefined)
      return l10n.t('“endpoint” must be a URL, such as http://127.0.0.1:4566.');
    return { ...common, ...place, kind, endpoint: place.endpoint };
  }
  const { profile } = entry;
  if (typeof profile !== 'string' || profile.trim() === '')
    return l10n.t('“profile” must be the name of an AWS profile.');
  return { ...common, ...place, kind, profile };
}

type Common = Pick<
  ConnectionDefinition,
  'id' | 'name' | 'protection' | 'color' | 'queues' | 'refreshSeconds'
>;

function readCommon(entry: Members, name: string): Common | string {
  const { protection, color, queues = [], refreshSeconds = REFRESH_SECONDS_RANGE.default } = entry;
  if (protection !== undefined && !isOneOf(PROTECTION_LEVELS, protection))
    return mustBeOneOf('protection', PROTECTION_LEVELS);
  if (color !== undefined && !isOneOf(CONNECTION_COLORS, color))
    return mustBeOneOf('color', CONNECTION_COLORS);
  const { min, max } = REFRESH_SECONDS_RANGE;
  if (
    typeof refreshSeconds !== 'number' ||
    !Number.isInteger(refreshSeconds) ||
    refreshSeconds < min ||
    refreshSeconds > max
  ) {
    return l10n.t('“refreshSeconds” must be a whole number from {0} to {1}.', min, max);
  }
  if (!Array.isArray(queues) || queues.length > MAXIMUM_ADDED_QUEUES) {
    return l10n.t('“queues” must be a list of at most {0} queue URLs.', MAXIMUM_ADDED_QUEUES);
  }
  const urls: string[] = [];
  for (const url of queues as readonly unknown[]) {
    if (typeof url !== 'string' || readQueueUrl(url) === undefined) {
      return l10n.t('“{0}” in “queues” is not the URL of a queue.', String(url));
    }
    urls.push(url);
  }
  return {
    id: nameConnectionId(name),
    name,
    ...(protection !== undefined && { protection }),
    ...(color !== undefined && { color }),
    queues: urls,
    refreshSeconds,
  };
}

function readPlace({ region, endpoint }: Members): { region?: string; endpoint?: string } | string {
  if (region !== undefined && (typeof region !== 'string' || !isRegion(region))) {
    return l10n.t('“region” must be a region of AWS, such as eu-central-1.');
  }
  const problem = endpoint === undefined ? undefined : findEndpointProblem(endpoint);
  if (problem !== undefined) return problem;
  return { ...(region !== undefined && { region }), ...(typeof endpoint === 'string' && { endpoint }) };
}

/** Whether keys of AWS, with their session token, would leave this machine in the clear. */
function isLegible(endpoint: string, kind: ConnectionDefinition['kind']): boolean {
  const { protocol, hostname } = new URL(endpoint);
  const hasAwsKeys = kind !== 'endpoint' || isAwsHost(hostname);
  return hasAwsKeys && protocol === 'http:' && !isLoopbackName(hostname);
}

/** @returns what is wrong with the URL of an endpoint; undefined if it can be used */
export function findEndpointProblem(endpoint: unknown): string | undefined {
  const url = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return l10n.t('“endpoint” must be a URL, such as http://127.0.0.1:4566.');
  if (url.username !== '' || url.password !== '') {
    return l10n.t('remove the user and the password from “endpoint”: settings are no place for secrets.');
  }
  if (url.search !== '' || url.hash !== '') return l10n.t('“endpoint” must end before “?” and “#”.');
  return undefined;
}

function describeProblem(entry: unknown, index: number, problem: string): string {
  const name = isMembers(entry) ? entry['name'] : undefined;
  return typeof name === 'string' && name !== ''
    ? l10n.t('Connection “{0}”: {1}', name.slice(0, MAXIMUM_NAME_CHARACTERS), problem)
    : l10n.t('Connection {0}: {1}', index + 1, problem);
}

function mustBeOneOf(member: string, values: readonly string[]): string {
  return l10n.t('“{0}” must be one of {1}.', member, values.map((value) => `“${value}”`).join(', '));
}

function isOneOf<T extends string>(values: readonly T[], value: unknown): value is T {
  return (values as readonly unknown[]).includes(value);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
