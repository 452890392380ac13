import { parseJson } from '../../calls/shapes/parseJson.ts';
import { decodeCbor } from './cbor.ts';
import { readForm } from './readForm.ts';
import type { FormNode } from '../../calls/form.ts';
import type { Protocol } from './protocol.ts';
import { readTree, TypeMismatch } from '../../calls/shapes/readTree.ts';
import type { Members, StructureShape } from '../../calls/shapes/shape.ts';

/** As many as a full PutMetricData may have: a thousand metrics with 150 values and counts. */
const BOUNDS = { members: 400_000, textBytes: 8 * 1_048_576 };

/**
 * Reads the members of an input from the body of a request.
 * @throws TypeMismatch
 */
export function readInput(
  protocol: Protocol,
  shape: StructureShape<Members>,
  body: Buffer,
  form: FormNode | undefined,
): object {
  switch (protocol) {
    case 'json':
      return readTree(shape, parseJson(body, BOUNDS));
    case 'cbor':
      return readTree(shape, decodeCbor(body));
    case 'query':
      if (form === undefined) throw new TypeMismatch('The request has too many parameters.');
      return readForm(shape, form);
  }
}
