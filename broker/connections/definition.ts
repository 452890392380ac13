import type { ProtectionLevel } from '../protection/protectionLevel.ts';

/** Colours of charts, which every theme of VS Code has. */
export const CONNECTION_COLORS = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;

export type ConnectionColor = (typeof CONNECTION_COLORS)[number];

/** How often counts may be read, in seconds; Amazon SQS asks money for each call. */
export const REFRESH_SECONDS_RANGE = { min: 10, max: 86_400, default: 60 } as const;

export const MAXIMUM_CONNECTIONS = 100;
/** Queues that a connection shows although it cannot list them. */
export const MAXIMUM_ADDED_QUEUES = 1_000;
export const MAXIMUM_NAME_CHARACTERS = 80;

/** What all connections have, as the setting `queueside.connections` says it. No secret is ever in it. */
interface DefinitionBase {
  /** Made from the name, unique: small letters, digits and hyphens. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Absent: what `chooseDefaultLevel` says. */
  readonly protection?: ProtectionLevel;
  readonly color?: ConnectionColor;
  /** URLs of queues that were added by hand. */
  readonly queues: readonly string[];
  readonly refreshSeconds: number;
}

/** Any server that speaks Amazon SQS. Its keys are in the secret storage of the editor. */
export interface EndpointDefinition extends DefinitionBase {
  readonly kind: 'endpoint';
  /** HTTP or HTTPS, without user, query and fragment. */
  readonly endpoint: string;
  /** That calls are signed for. Absent: us-east-1. */
  readonly region?: string;
}

/** Amazon SQS by a profile of the AWS configuration files. */
export interface ProfileDefinition extends DefinitionBase {
  readonly kind: 'profile';
  readonly profile: string;
  /** Absent: the region of the profile. */
  readonly region?: string;
  /** Absent: the address of Amazon SQS in the region. What the profile says of endpoints does not count. */
  readonly endpoint?: string;
}

/** Amazon SQS by what the environment variables of the editor say. */
export interface EnvironmentDefinition extends DefinitionBase {
  readonly kind: 'environment';
  /** Absent: AWS_REGION, AWS_DEFAULT_REGION or the region of the profile. */
  readonly region?: string;
  readonly endpoint?: string;
}

export type ConnectionDefinition = EndpointDefinition | ProfileDefinition | EnvironmentDefinition;

export const CONNECTION_KINDS = [
  'endpoint',
  'profile',
  'environment',
] as const satisfies readonly ConnectionDefinition['kind'][];
