import type { EndedInvocation } from '../protocol/functionOrders.ts';
import type { EnvironmentOutput } from './environmentOutput.ts';

/** UTF-16 units of lines in one report, which JSON writes with up to six bytes each: well below what the broker reads at once. */
const MAXIMUM_LENGTH = 1_000_000;

/** An invocation that is over, and what its process wrote that had not been reported. */
export interface ReportedInvocation extends EndedInvocation {
  readonly lines: readonly string[];
}

/** Takes what the processes of these invocations wrote. Those that have ended report their last lines with their end. */
export function takeLines(
  ended: readonly EndedInvocation[],
  outputs: ReadonlyMap<number, EnvironmentOutput>,
): readonly ReportedInvocation[] {
  return ended.flatMap(({ environment, requestId }) => {
    const output = outputs.get(environment);
    return output === undefined ? [] : [{ environment, requestId, lines: output.take() }];
  });
}

/** As many reports as their length needs: one as a rule, and none of nothing. */
export function splitReport(
  invocations: readonly ReportedInvocation[],
): readonly (readonly ReportedInvocation[])[] {
  const reports: ReportedInvocation[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const invocation of invocations) {
    const added = invocation.lines.reduce((sum, line) => sum + line.length, 0);
    length += added;
    if (length <= MAXIMUM_LENGTH) {
      reports.at(-1)?.push(invocation);
      continue;
    }
    reports.push([invocation]);
    length = added;
  }
  return reports;
}
