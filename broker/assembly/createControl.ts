import { broadcastClock } from '../control/handlers/clock.ts';
import type { Session } from '../control/channel/session.ts';
import { createHandlers } from '../control/dispatch/createHandlers.ts';
import { ControlFront } from '../control/dispatch/front.ts';
import { createMethodTable } from '../control/dispatch/methodTable.ts';
import { METHODS } from '../protocol/methods.ts';
import { HoldRegistry } from '../control/holds.ts';
import type { ControlServices } from '../control/services.ts';
import type { Engine } from '../engine/engine.ts';
import { holdConsumer, releaseConsumer } from '../engine/operations/holds.ts';
import { isAlive } from '../files/isAlive.ts';
import type { BrokerConfig } from '../process/config.ts';
import { createGuardRules, refuseRequest } from '../http/guard.ts';
import type { CommitCallback } from '../storage/disk/groupCommit.ts';
import type { Schedule } from '../time/schedule.ts';
import type { BrokerParts } from './brokerParts.ts';

/** Windows on one folder share a broker; tools come on top. */
const MAXIMUM_SESSIONS = 32;

/** The front for the editor. */
export function createControl(
  { allowedHosts }: BrokerConfig,
  parts: BrokerParts,
  services: ControlServices,
  ports: {
    /** Absent: there is nothing to make safe. */
    readonly commit: ((done: CommitCallback) => void) | undefined;
    readonly onSessionOpened: () => void;
    readonly onSessionClosed: (session: Session) => void;
  },
): ControlFront {
  const { schedule, keepAlive, token } = parts;
  // No page may connect, whatever its origin.
  const guard = createGuardRules(allowedHosts, []);
  return new ControlFront({
    methods: createMethodTable(METHODS, createHandlers(services), ports.commit),
    schedule,
    keepAlive,
    log: (line) => parts.log(line),
    admission: {
      token,
      maximumSessions: MAXIMUM_SESSIONS,
      refuseRequest: (request) => refuseRequest(request, guard),
    },
    onSessionOpened: () => ports.onSessionOpened(),
    onSessionClosed: (session) => {
      ports.onSessionClosed(session);
      if (services.holds.leave(session)) broadcastClock(services);
    },
  });
}

/** Who holds messages of programs in flight. */
export function createHolds(engine: Engine, schedule: Schedule, onLapse: () => void): HoldRegistry {
  return new HoldRegistry({
    hold: (holder) => holdConsumer(engine, holder),
    release: (holder) => releaseConsumer(engine, holder),
    isAlive,
    schedule,
    onLapse,
  });
}
