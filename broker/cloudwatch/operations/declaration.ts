import type { Members, StructureShape } from '../../calls/shapes/shape.ts';

/** All that there is to say about an operation beside what it does. */
export interface OperationDeclaration {
  readonly input: StructureShape<Members>;
  /** Absent for operations without a result. */
  readonly output?: StructureShape<Members>;
  /** What policies name: alarms by the names in these members; the whole service without it. */
  readonly alarmsIn?: 'AlarmName' | 'AlarmNames' | 'ResourceARN';
  /** Its change survives the broker: the answer waits until it is stored. */
  readonly stores?: true;
}
