import type { IacModel } from '../model.ts';
import { checkFunctions } from './checkFunctions.ts';
import { checkMappings } from './checkMappings.ts';
import { checkQueues } from './checkQueues.ts';
import type { IacFinding, NoteFinding } from './finding.ts';

/** Findings of one model; the rest often come from the first. */
const MAXIMUM_FINDINGS = 1000;

/** What a deployment of a model would reject, and what it would do wrong. Unknown values are not judged. */
export function checkModel(model: IacModel): readonly IacFinding[] {
  const findings: IacFinding[] = [];
  const note: NoteFinding = (rule, range, message) => {
    if (findings.length < MAXIMUM_FINDINGS) findings.push({ rule, range, message });
  };
  checkQueues(model, note);
  checkFunctions(model, note);
  checkMappings(model, note);
  return findings;
}
