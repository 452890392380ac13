import type { TraceFilter } from '../../protocol.ts';
import type { EventLog } from '../log/eventLog.ts';
import type { EnvironmentLane, InvocationTrack } from '../log/invocationTracks.ts';
import { ShownTracks } from './shownTracks.ts';

/** An environment with those of its invocations that the filter shows. */
export interface ShownEnvironment {
  readonly lane: EnvironmentLane;
  /** In their order; never empty. */
  readonly invocations: readonly InvocationTrack[];
}

/** The environments of functions of whose invocations the filter shows an event. */
export class EnvironmentList {
  private readonly log: EventLog;
  private readonly shown: ShownTracks<InvocationTrack>;
  private builtFor = '';
  private environments: readonly ShownEnvironment[] = [];

  constructor(log: EventLog) {
    this.log = log;
    this.shown = new ShownTracks(log, ({ invocation }) => log.invocations.get(invocation));
  }

  /** The same list as long as nothing came or went. */
  update(filter: TraceFilter): readonly ShownEnvironment[] {
    const { invocations } = this.log;
    const shown = this.shown.update(filter);
    const builtFor = `${invocations.version} ${shown === undefined ? '' : this.shown.state}`;
    if (builtFor === this.builtFor) return this.environments;
    this.builtFor = builtFor;
    this.environments = invocations.list().flatMap((lane) => {
      const own = shown === undefined ? lane.invocations : lane.invocations.filter((each) => shown.has(each));
      return own.length === 0 ? [] : [{ lane, invocations: own }];
    });
    return this.environments;
  }
}

/** The invocation of a lane that is at a moment, or nearest to it. */
export function findInvocation(
  environment: ShownEnvironment | undefined,
  moment: number,
  reachMs: number,
  now: number,
): InvocationTrack | undefined {
  let best: InvocationTrack | undefined;
  let nearestMs = reachMs;
  for (const track of environment?.invocations ?? []) {
    const distance = Math.max(track.start - moment, moment - (track.end ?? now), 0);
    if (distance > nearestMs) continue;
    nearestMs = distance;
    best = track;
  }
  return best;
}
