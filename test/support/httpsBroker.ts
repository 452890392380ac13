import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Broker } from '../../broker/assembly/broker.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { readCommand } from '../../broker/process/config.ts';
import { KEEP_ALIVE } from '../../broker/control/channel/keepAlive.ts';
import { systemSchedule } from '../../broker/time/schedule.ts';
import { openSecurePort } from '../../broker/assembly/httpsEndpoint.ts';
import { openJournal } from '../../broker/storage/openJournal.ts';

/** A whole broker in this process with a port for HTTP and one for HTTPS. */
export interface HttpsBroker {
  readonly port: number;
  readonly securePort: number;
  /** Certificate of the local authority, PEM. */
  readonly authority: string;
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

/** @param keepsIn `journal`: messages are kept in a folder of its own, which goes with the broker */
export async function startHttpsBroker(keepsIn: 'memory' | 'journal'): Promise<HttpsBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-https-'));
  const command = readCommand(['--port', '0', '--tls-port', '0', '--tls-folder', join(folder, 'tls')], {});
  if (command.kind !== 'serve') throw new Error('The configuration must serve.');
  const secure = await openSecurePort(command.config);
  if (!secure.ok) throw new Error(secure.message);
  const journal =
    keepsIn === 'memory'
      ? undefined
      : await openJournal({
          folder: join(folder, 'data'),
          durability: 'process',
          bodyBudgetBytes: 1_048_576,
        });
  if (journal?.ok === false) throw new Error(journal.message);
  const logLines: string[] = [];
  const broker = new Broker(command.config, {
    clock: new ControllableClock(),
    journal,
    schedule: systemSchedule,
    keepAlive: KEEP_ALIVE,
    token: undefined,
    secure: secure.value,
    log: (line) => logLines.push(line),
    onStopRequested: () => undefined,
  });
  const { endpoint, secureEndpoint = '', authorityPath = '' } = await broker.listen();
  return {
    port: Number(new URL(endpoint).port),
    securePort: Number(new URL(secureEndpoint).port),
    authority: readFileSync(authorityPath, 'utf8'),
    logLines,
    close: async () => {
      await broker.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
