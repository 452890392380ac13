import { type Refusal, refuse } from '../refusal.ts';

export function refuseRange(startTime: number, endTime: number): Refusal | undefined {
  return startTime < endTime
    ? undefined
    : refuse('InvalidParameterValue', 'The parameter StartTime must be less than the parameter EndTime.');
}
