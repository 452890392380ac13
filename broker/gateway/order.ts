import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { CONNECTION_KINDS, type ConnectionDefinition } from '../connections/definition.ts';
import type { Place } from '../connections/place.ts';
import { readLine } from '../process/secrets.ts';
import { PROTECTION_LEVELS } from '../protection/protectionLevel.ts';
import {
  dictionaryOf,
  listOf,
  matching,
  oneOf,
  optional,
  shape,
  text,
  type TypeOf,
  wholeNumber,
  yesOrNo,
} from '../protocol/shape.ts';

/** A definition with a thousand queues is shorter. */
const MAXIMUM_BYTES = 1_048_576;
const MAXIMUM_HOSTS = 100;

const PORT = wholeNumber(0, 65_535);
const ADDRESS = matching(/^https?:\/\/[^\s/?#@]+[^\s?#]*$/, () => l10n.t('a URL'));

const ORDER = shape({
  /** Of the control channel. */
  token: text(256, 1),
  /** As the editor has read it from its setting; the rest of it is not used. */
  connection: shape({ id: text(100, 1), name: text(100, 1), kind: oneOf(CONNECTION_KINDS) }),
  /** Where its calls go, as the editor has worked it out. */
  place: shape({
    endpoint: ADDRESS,
    region: text(64, 1),
    partition: text(64, 1),
    profile: optional(text(1_024, 1)),
    identityEndpoint: optional(ADDRESS),
  }),
  level: oneOf(PROTECTION_LEVELS),
  /** Whose its keys are; absent: it is not known. */
  account: optional(text(64, 1)),
  /** That were entered for an endpoint. */
  keys: optional(shape({ accessKeyId: text(256, 1), secretAccessKey: text(4_096, 1) })),
  /** The `AWS_…` variables of the editor, for a connection whose kind is `environment`. */
  environment: optional(dictionaryOf(text(16_384), 100)),
  port: optional(PORT),
  /** Absent: only HTTP is served. */
  tlsPort: optional(PORT),
  tlsFolder: optional(text(4_096, 1)),
  /** Another one was at this port, whose programs still run. */
  startsAgain: optional(yesOrNo()),
  allowedHosts: optional(listOf(text(256, 1), MAXIMUM_HOSTS)),
  /** URL of the proxy in the settings of the editor; empty: none. Absent: the variables of the process say it. */
  proxy: optional(text(2_048)),
  /** Hosts that are called directly, as in `NO_PROXY`. */
  noProxy: optional(listOf(text(256, 1), MAXIMUM_HOSTS)),
});

/** What the starter of a gateway hands over where no other program can see it. */
export type Order = Omit<TypeOf<typeof ORDER>, 'connection' | 'place'> & {
  readonly connection: ConnectionDefinition;
  readonly place: Place;
};

/**
 * Reads what a gateway is to do from the first line of a stream, as JSON: what went through a pipe is gone, and is neither in
 * arguments nor in the environment.
 * @returns what is wrong if it is a text; nothing of the line is in it
 */
export async function readOrder(input: Readable): Promise<Order | string> {
  const line = await readLine(input, MAXIMUM_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(line ?? '');
  } catch {
    return l10n.t(
      'The first line on standard input must be a JSON object with a token, a connection and a level.',
    );
  }
  const problem = ORDER.check(value);
  return problem === undefined
    ? (value as Order)
    : l10n.t('{0} must be {1}.', problem.path, problem.expected);
}
