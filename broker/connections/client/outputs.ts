import { ACTION_DECLARATIONS, type ActionName } from '../../api/actions.ts';
import type { Members, Shape, StructureShape } from '../../api/shapes.ts';
import { WrongAnswerError } from '../callBounds.ts';

/**
 * Checks the types of a response: the SDK returns what a peer sent, whatever it is, under the types of the service.
 * @throws WrongAnswerError
 */
export function checkOutput(action: ActionName, output: unknown): void {
  const shape: StructureShape<Members> | undefined = ACTION_DECLARATIONS[action].output;
  if (shape !== undefined && !hasShape(shape, output)) throw new WrongAnswerError(action);
}

/** What is absent is not wrong, nor is what the service does not have. */
function hasShape(shape: Shape, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (shape.kind) {
    case 'string':
      // Bytes are a text in our own answers, and the SDK has read it.
      return typeof value === 'string' || value instanceof Uint8Array;
    case 'integer':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'blob':
      return value instanceof Uint8Array;
    case 'list':
      return Array.isArray(value) && value.every((each) => each !== null && hasShape(shape.member, each));
    case 'map':
      return isObject(value) && Object.values(value).every((each) => hasShape(shape.value, each));
    case 'structure':
      return (
        isObject(value) &&
        Object.entries(shape.members).every(([name, member]) => hasShape(member, value[name]))
      );
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
