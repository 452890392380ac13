import type { Disposable } from 'vscode';
import { systemSchedule } from '../../ground/schedule.ts';
import { GatewayItem } from './gatewayItem.ts';
import type { GatewayUse } from './gatewayUse.ts';
import { HoldNotices } from './holdNotices.ts';
import { LostHoldsNotice } from './lostHoldsNotice.ts';
import { MovedNotice } from './movedNotice.ts';
import { ProgramQuestions } from './programQuestions.ts';

/** Shows the user of this window what a gateway asks and reports, as long as it is used. */
export function attendGateway(use: GatewayUse, log: { warn(message: string): void }): Disposable[] {
  return [
    new ProgramQuestions({ use, schedule: systemSchedule, log }),
    new GatewayItem(use),
    new MovedNotice(use),
    new LostHoldsNotice(use),
    new HoldNotices({ use, schedule: systemSchedule, readNow: () => Date.now() }),
  ];
}
