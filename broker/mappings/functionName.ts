import { functionArnOf } from '../protocol/functionArn.ts';
import type { MappingPlace } from './mapping.ts';

/** A function as a call names it. */
export interface FunctionReference extends MappingPlace {
  /** That of the ARN; all functions here are of `aws`. */
  readonly partition: string;
  readonly name: string;
  /** An alias or version; undefined: the newest code. */
  readonly qualifier: string | undefined;
}

const QUALIFIED_NAME = String.raw`([\w-]+)(?::(\$LATEST|[\w-]+))?`;
const BARE = new RegExp(`^${QUALIFIED_NAME}$`);
const PARTIAL_ARN = new RegExp(`^(\\d{12}):function:${QUALIFIED_NAME}$`);
const ARN = new RegExp(
  `^arn:(aws[\\w-]*):lambda:([a-z]{2}[\\w-]*-\\d+):(\\d{12}):function:${QUALIFIED_NAME}$`,
);

/**
 * Reads a function's name, `name:alias`, `123456789012:function:name`, or its ARN with or without an alias or version.
 * @param place that of the caller, where the text names none
 * @returns undefined for what is none of these
 */
export function readFunctionName(place: MappingPlace, text: string): FunctionReference | undefined {
  const [whole, partition = 'aws', region = place.region, account = place.account, name = '', qualifier] =
    ARN.exec(text) ?? readShort(text);
  return whole === undefined ? undefined : { partition, region, account, name, qualifier };
}

/** The ARN of a function, with its alias or version. */
export function qualifiedArnOf({ partition, name, qualifier, ...place }: FunctionReference): string {
  const arn = functionArnOf(place, name, partition);
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** As {@link ARN} finds it. */
function readShort(text: string): readonly (string | undefined)[] {
  const [partial, account, name, qualifier] = PARTIAL_ARN.exec(text) ?? [];
  if (partial !== undefined) return [partial, undefined, undefined, account, name, qualifier];
  const [bare, bareName, bareQualifier] = BARE.exec(text) ?? [];
  return [bare, undefined, undefined, undefined, bareName, bareQualifier];
}
