import type { FunctionRuntime } from '../protocol/functionDefinition.ts';

/** A part of a file. Lines and characters count from 0, characters in UTF-16 units, as LSP has it; the end is exclusive. */
export interface SourceRange {
  /** As the caller named it, or as a template names it from there: folders are separated by `/`. */
  readonly file: string;
  /** UTF-16 units from the start of the file. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

export interface Known<T> {
  readonly isKnown: true;
  readonly value: T;
  /** Of the value, where it is written. */
  readonly range: SourceRange;
}

/** A value that only a deployment, or a text that is not read, would give. Nothing is guessed. */
export interface Unknown {
  readonly isKnown: false;
  /** A sentence. */
  readonly reason: string;
  readonly range: SourceRange;
}

export type Value<T> = Known<T> | Unknown;

/** Something of a queue or function of the model, which whoever uses the value fills in with the local one. */
export interface Reference {
  readonly kind: 'queue' | 'function';
  /** The `id` of a queue or function of the model. */
  readonly id: string;
  /** `url` is only of queues. */
  readonly attribute: 'url' | 'arn' | 'name';
}

/** A text with places for local values: `fillText` puts them in. Mostly one part. */
export type ReferenceText = readonly (string | Reference)[];

/** What every item of a model has. */
export interface IacItem {
  /** Unique among the queues of a model, its functions, or its mappings: the logical ID, after those of the stacks around it, with `/`. */
  readonly id: string;
  /** As the template has it; of what SAM adds, the one that SAM gives it; of a function in serverless.yml, its key. */
  readonly logicalId: string;
  /** What the CDK calls it, such as `Shop/Orders/Resource`. */
  readonly constructPath: string | undefined;
  /** Of its logical ID, or of what it comes from. */
  readonly range: SourceRange;
}

/**
 * Where a name is from: `given` as it is written; `logicalId` if the template leaves the name to the service, or the name is
 * unknown; then `nameReason` says why.
 */
export interface IacName {
  /** Of a queue: 1-80 characters, with `.fifo` if and only if it is a FIFO queue. Unique among the queues of a model. */
  readonly name: string;
  readonly nameOrigin: 'given' | 'logicalId';
  readonly nameReason: string | undefined;
  readonly nameRange: SourceRange;
}

/** A queue that receives or sends: of the model, or one that the template only mentions. */
export type QueueTarget =
  | { readonly kind: 'queue'; readonly id: string }
  /** An ARN whose queue is in none of the files; `name` is its last part. */
  | { readonly kind: 'outside'; readonly arn: string; readonly name: string };

export interface IacDeadLetter {
  readonly queue: Value<QueueTarget>;
  readonly maxReceiveCount: Value<number>;
  readonly range: SourceRange;
}

export interface IacQueue extends IacItem, IacName {
  readonly isFifo: boolean;
  /** Why the queue exists although no resource declares it; undefined: a resource does. */
  readonly implicit: string | undefined;
  /**
   * The attributes of Amazon SQS that are written, in its spelling and as its texts, such as `VisibilityTimeout: '30'`. Without
   * `FifoQueue`, `RedrivePolicy` and `Policy`. `RedriveAllowPolicy` is JSON text.
   */
  readonly attributes: Readonly<Record<string, Value<ReferenceText>>>;
  readonly deadLetter: IacDeadLetter | undefined;
  readonly tags: Readonly<Record<string, Value<ReferenceText>>>;
  /** Policies of the queue as JSON text; more than one if several resources have one. */
  readonly policies: readonly Value<ReferenceText>[];
  /** Its creation depends on a condition that is unknown. */
  readonly isConditional: boolean;
}

export interface IacFunction extends IacItem, IacName {
  /** The runtime that runs it here. */
  readonly runtime: Value<FunctionRuntime>;
  /** As the template has it, such as `nodejs18.x`, which runs here as the next one; undefined: it has none. */
  readonly givenRuntime: string | undefined;
  /** Undefined: it has none. */
  readonly handler: Value<string> | undefined;
  /** Of its code, from the folder of the file that was read; `.` is that folder. */
  readonly directory: Value<string>;
  /** How its code is built, as SAM says it: `esbuild`, `go1.x`, `rust-cargolambda`, …; undefined: not said. */
  readonly buildMethod: string | undefined;
  /** s; undefined: not given. */
  readonly timeout: Value<number> | undefined;
  /** MB. */
  readonly memory: Value<number> | undefined;
  readonly reservedConcurrency: Value<number> | undefined;
  readonly environment: Readonly<Record<string, Value<ReferenceText>>>;
  readonly isConditional: boolean;
  /** It handles custom resources while a stack is deployed; no queue invokes it. */
  readonly isForDeployment: boolean;
}

/** An event source mapping: a queue that invokes a function. A member that is undefined is not given. */
export interface IacMapping extends IacItem {
  /** Of a function of the model; unknown: it is in none of the files. */
  readonly functionId: Value<string>;
  readonly queue: Value<QueueTarget>;
  readonly batchSize: Value<number> | undefined;
  /** s. */
  readonly window: Value<number> | undefined;
  /** Event patterns as JSON text. */
  readonly filters: readonly Value<string>[];
  readonly maximumConcurrency: Value<number> | undefined;
  readonly reportBatchItemFailures: Value<boolean> | undefined;
  readonly minimumPollers: Value<number> | undefined;
  readonly maximumPollers: Value<number> | undefined;
  readonly enabled: Value<boolean> | undefined;
  readonly isConditional: boolean;
}

/** Why a file, or a part of it, was not read. */
export interface IacProblem {
  readonly range: SourceRange;
  /** A sentence. */
  readonly message: string;
}

export const IAC_FORMATS = ['cloudFormation', 'sam', 'cdk', 'serverless'] as const;
export type IacFormat = (typeof IAC_FORMATS)[number];

/** What the files of one application say of queues, and of the functions that they invoke. */
export interface IacModel {
  /** Undefined: the text is none of these, and `problems` says why. */
  readonly format: IacFormat | undefined;
  /** The file that was read, and those that it led to. A change of one of them changes the model. */
  readonly files: readonly string[];
  /**
   * Those of the files that are missing, empty, or no YAML or JSON. Of the files next to the template that have values for its stack,
   * only those that exist and have a mistake: no template needs them.
   */
  readonly unreadable: readonly string[];
  readonly queues: readonly IacQueue[];
  readonly functions: readonly IacFunction[];
  readonly mappings: readonly IacMapping[];
  readonly problems: readonly IacProblem[];
}

/** What a template leaves to the stack that is made of it. */
export interface IacStack {
  /** Of the broker, such as `us-east-1`. */
  readonly region: string;
  /** Of the broker: 12 digits. */
  readonly account: string;
  /** `AWS::StackName`; undefined: unknown, unless the file has it. */
  readonly name?: string;
  /** Values of parameters by name, in place of their default values; `${opt:…}` and `${param:…}` of serverless.yml, too. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** For `${env:…}` of serverless.yml. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** How the files of an application are read. */
export interface IacPorts {
  /** Returns the text of a file next to the one that was named, or further down; undefined: it cannot be read. */
  readText(file: string): Promise<string | undefined>;
}
