import { fail } from '../../engine/base/result.ts';
import { readLines } from '../../metrics/readLines.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createMetricHandlers({ metrics }: ControlServices): HandlersOf<'readMetrics'> {
  return {
    readMetrics: (params) => {
      const read = readLines(metrics, params);
      // Nothing else can be wrong with these params.
      return read.ok ? read : fail('InvalidParameterValue', read.message);
    },
  };
}
