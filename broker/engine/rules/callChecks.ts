import { type Failure, fail } from '../base/result.ts';

/** Refuses an integer outside its range with the service's words for parameters that may be left out. */
export function checkRange(
  name: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number },
  reason: string,
): Failure | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= range.min && value <= range.max))
    return undefined;
  return fail(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
    name,
  );
}

export function refuseMissing(name: string): Failure {
  return fail('MissingParameter', `The request must contain the parameter ${name}.`, name);
}

const ID_SHAPE = /^[!-~]{1,128}$/;

/** Rules of message group ids, deduplication ids and receive attempt ids: 1-128 alphanumeric or punctuation. */
export function checkFifoId(name: string, value: string): Failure | undefined {
  if (ID_SHAPE.test(value)) return undefined;
  return fail(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    name,
  );
}
